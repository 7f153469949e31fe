// What gatetop itself was told besides flags: $XDG_CONFIG_HOME/gatetop/config.json, and variables of its own.
import JSON5 from "json5";
import path from "node:path";
import { harmless } from "../data/harmless.ts";
import type { Files } from "./find/files.ts";
import { isRecord } from "./find/records.ts";

export type OwnConfigInput = {
  readonly flag: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Directory of config.json. */
  readonly dir: string;
  readonly files: Files;
};

const off = new Set(["", "0", "false", "no", "off"]);

/**
 * Why nothing may be changed from here: "--readonly", "GATETOP_READONLY", "readonly in FILE"; null: it may. None of the three can take
 * back what another says. A file that is there and says nothing that can be read may say it too: until it is mended nothing is changed.
 */
export function readonlyReason({ flag, env, dir, files }: OwnConfigInput): string | null {
  if (flag) return "--readonly";
  if (!off.has((env["GATETOP_READONLY"] ?? "").trim().toLowerCase())) return "GATETOP_READONLY";
  const file = path.join(dir, "config.json");
  const read = files.read(file);
  if (read.kind === "missing") return null;
  if (read.kind === "unreadable") return `${file}, which cannot be read: ${read.why}`;
  const config = parsed(read.text);
  if (!isRecord(config)) return `${file}, which is broken: ${typeof config === "string" ? config : "not an object"}`;
  const wanted = config["readonly"] ?? false;
  if (typeof wanted !== "boolean") return `${file}, where readonly is neither true nor false`;
  return wanted ? `readonly in ${file}` : null;
}

/** A text says what is wrong with it. */
function parsed(text: string): unknown {
  try {
    const value = JSON5.parse<unknown>(text.replace(/^\uFEFF/u, ""));
    return typeof value === "string" ? "not an object" : value;
  } catch (error) {
    return harmless(error instanceof Error ? error.message.replace(/^JSON5: /u, "") : "not JSON5", 80);
  }
}
