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
  /** That it still watches, while it has nothing new to say. False: there is no file of this guard. */
  readonly touch: () => boolean;
};

const unread = (kind: "broken" | "newer"): string => (kind === "broken" ? "is of no use" : "was written by another gatetop");

export function openShelf({ dir, state: file }: GuardFiles, now: () => number): Shelf {
  /** By this guard; another's time must not look like ours. */
  let written = false;

  return {
    touch: () => {
      if (!written) return false;
      const at = now() / 1_000;
      try {
        fs.utimesSync(file, at, at);
      } catch (error) {
        if (codeOf(error) === "") throw error;
        // Taken away: it is to be written again.
        written = false;
      }
      return written;
    },
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
      try {
        ensurePrivateDir(dir);
        replacePrivate(file, `${JSON.stringify(state)}\n`);
        written = true;
        return null;
      } catch (error) {
        if (codeOf(error) === "") throw error;
        // Tried again at the next look.
        written = false;
        return `${file} cannot be written: ${causeOf(error)}`;
      }
    },
  };
}
