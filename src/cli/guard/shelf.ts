// The guard's file: written whole when something changed, touched when nothing did. A file of no use is kept under another name.
import fs from "node:fs";
import path from "node:path";
import type { GuardShelf } from "../../data/guard/ports.ts";
import { readGuardFile } from "../../data/guard/read-file.ts";
import type { GuardFile } from "../../data/guard/state-file.ts";
import { causeOf, codeOf } from "../file-errors.ts";
import { ensurePrivateDir, moveAside, readPrivate, replacePrivate } from "../private-files.ts";
import type { GuardFiles } from "./target-key.ts";

export type Shelf = GuardShelf & {
  /** That it still watches, while it has nothing new to say: a repair may take minutes. */
  readonly touch: () => void;
};

const unread = (kind: "broken" | "newer"): string =>
  kind === "broken" ? "is of no use" : "was written by another gatetop";

export function openShelf({ dir, state: file }: GuardFiles, now: () => number): Shelf {
  /** What is in the file, without the time of the look. */
  let kept: string | null = null;

  const touched = (): boolean => {
    const at = now() / 1_000;
    try {
      fs.utimesSync(file, at, at);
      return true;
    } catch (error) {
      if (codeOf(error) === "") throw error;
      // Taken away: it is written again.
      kept = null;
      return false;
    }
  };

  return {
    touch: () => void touched(),
    read: () => {
      try {
        const found = readPrivate(file);
        if (found === null) return { file: null, trouble: null };
        const read = readGuardFile(found.text);
        if (read.kind === "read") return { file: read.file, trouble: found.note };
        const aside = moveAside(file, (text) => readGuardFile(text).kind === "read", new Date(now()));
        const why = read.kind === "broken" ? read.why : read.schema;
        const where = aside === null ? "" : `: it is ${path.basename(aside)} now`;
        return { file: null, trouble: `what the guard before this one knew ${unread(read.kind)} (${why})${where}` };
      } catch (error) {
        if (codeOf(error) === "") throw error;
        return { file: null, trouble: `${file} cannot be read: ${causeOf(error)}; what the guard before this one knew is lost` };
      }
    },
    write: (state: GuardFile) => {
      const text = JSON.stringify({ ...state, at: 0 });
      if (text === kept && touched()) return null;
      try {
        ensurePrivateDir(dir);
        replacePrivate(file, `${JSON.stringify(state)}\n`);
        kept = text;
        return null;
      } catch (error) {
        if (codeOf(error) === "") throw error;
        return `${file} cannot be written: ${causeOf(error)}`;
      }
    },
  };
}
