// `systemctl cat` of a unit: which file has the last word on which setting. Values stay here: any of them may hold a token.
import { harmless } from "../harmless.ts";

export type LastWord = { readonly file: string; readonly line: number };

/** Names a unit file may use for what the manager tells under another. */
const alsoCalled: Readonly<Record<string, readonly string[]>> = {
  StartLimitInterval: ["StartLimitIntervalSec"],
  TimeoutSec: ["TimeoutStartSec", "TimeoutStopSec"],
  MemoryLimit: ["MemoryMax"],
};

const PATH_MAX = 300;

/** `files`: what the manager says the unit is made of; any other line that looks like a path's is a comment. */
export function parseCat(text: string, files: readonly string[]): ReadonlyMap<string, LastWord> {
  const words = new Map<string, LastWord>();
  let file: string | null = null;
  let number = 0;
  let continued = false;
  for (const raw of text.split("\n")) {
    const line = raw.trim();
    const header = line.startsWith("# ") ? line.slice(2) : null;
    if (header !== null && files.includes(header)) {
      file = header;
      number = 0;
      continued = false;
      continue;
    }
    number += 1;
    if (file === null || line === "" || line.startsWith("#") || line.startsWith(";")) continue;
    const isContinuation = continued;
    continued = line.endsWith("\\");
    const at = line.indexOf("=");
    if (isContinuation || at <= 0 || line.startsWith("[")) continue;
    const name = line.slice(0, at).trim();
    for (const known of alsoCalled[name] ?? [name]) words.set(known, { file: harmless(file, PATH_MAX), line: number });
  }
  return words;
}
