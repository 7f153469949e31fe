// What gatetop itself was told besides flags: $XDG_CONFIG_HOME/gatetop/config.json5 or config.json, and variables of its own.
import path from "node:path";
import { defaultConfig } from "../data/config/merge.ts";
import type { ConfigProblem, OwnConfig } from "../data/config/own-config.ts";
import { checkConfig, type Checked } from "./config/check.ts";
import type { Files } from "./find/files.ts";

export type OwnConfigInput = {
  readonly flag: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Directory of config.json5. */
  readonly dir: string;
  readonly files: Files;
};

export type OwnConfigRead = {
  readonly config: OwnConfig;
  readonly problems: readonly ConfigProblem[];
  /** The file it is from; null: there is none. */
  readonly file: string | null;
  /** Another one that is there and not read, but for `readonly`. */
  readonly unread: string | null;
  /**
   * Why nothing may be changed from here: "--readonly", "GATETOP_READONLY", "readonly in FILE"; null: it may. None of them can take
   * back what another says. A file that is there and says nothing that can be read may say it too: until it is mended nothing is
   * changed.
   */
  readonly readonly: string | null;
};

/** The first that is there counts. */
const names = ["config.json5", "config.json"] as const;
const off = new Set(["", "0", "false", "no", "off"]);

type Looked = { readonly file: string } & (Checked | { readonly unreadable: string });

function looked(file: string, files: Files): Looked | null {
  const read = files.read(file);
  if (read.kind === "missing") return null;
  return read.kind === "unreadable" ? { file, unreadable: read.why } : { file, ...checkConfig(file, read.text) };
}

function readonlyIn(one: Looked): string | null {
  if ("unreadable" in one) return `${one.file}, which cannot be read: ${one.unreadable}`;
  if (one.value === null) return `${one.file}, which is broken: ${one.broken ?? ""}`;
  const wanted = one.value["readonly"] ?? false;
  if (typeof wanted !== "boolean") return `${one.file}, where readonly is neither true nor false`;
  return wanted ? `readonly in ${one.file}` : null;
}

function readonlyReason({ flag, env }: OwnConfigInput, all: readonly Looked[]): string | null {
  if (flag) return "--readonly";
  if (!off.has((env["GATETOP_READONLY"] ?? "").trim().toLowerCase())) return "GATETOP_READONLY";
  return all.map(readonlyIn).find((reason) => reason !== null) ?? null;
}

export function readOwnConfig(input: OwnConfigInput): OwnConfigRead {
  const all = names.map((name) => looked(path.join(input.dir, name), input.files)).filter((one) => one !== null);
  const [first, second] = all;
  const checked = first === undefined || "unreadable" in first ? null : first;
  return {
    config: checked?.config ?? defaultConfig,
    problems: checked?.problems ?? [],
    file: first?.file ?? null,
    unread: second?.file ?? null,
    readonly: readonlyReason(input, all),
  };
}

/** One sentence each, to be told first. The footer has no room for directories: `gatetop info` tells them. */
export function configNotes({ problems, file, unread }: Pick<OwnConfigRead, "problems" | "file" | "unread">): readonly string[] {
  const wrong = problems.map(
    ({ file, line, column, path: at, why }) => `${path.basename(file)}:${line}:${column}: ${at === "" ? "" : `${at}: `}${why}`,
  );
  return unread === null ? wrong : [...wrong, `${path.basename(unread)} is not read: ${path.basename(file ?? "")} is in its place`];
}
