// $XDG_STATE_HOME/gatetop/commands: what was typed after `:`, a line each, newest last; only its owner may read it.
import path from "node:path";
import { hide } from "../../data/hide.ts";
import { causeOf } from "../file-errors.ts";
import { ensurePrivateDir, readPrivate, replacePrivate } from "../private-files.ts";

const MOST = 200;

export type CommandHistory = {
  readonly lines: () => readonly string[];
  /** A sentence when it could not be kept; null: it is, or it looks like a secret and is kept nowhere. */
  readonly keep: (line: string) => string | null;
};

/** Each line once, where it was typed last. */
const added = (lines: readonly string[], line: string): readonly string[] => [...lines.filter((one) => one !== line), line].slice(-MOST);

export type HistoryOptions = {
  /** gatetop's state directory; null: nothing is kept beyond this run. */
  readonly dir: string | null;
  readonly secrets: () => Iterable<string>;
};

export function openCommandHistory({ dir, secrets }: HistoryOptions): CommandHistory {
  const file = dir === null ? null : path.join(dir, "commands");
  let lines: readonly string[] = file === null ? [] : read(file);
  return {
    lines: () => lines,
    keep: (line) => {
      if (hide(line, secrets()) !== line) return null;
      if (dir === null || file === null) {
        lines = added(lines, line);
        return null;
      }
      try {
        ensurePrivateDir(dir);
        // Another gatetop may have added to it meanwhile.
        lines = added(read(file), line);
        replacePrivate(file, `${lines.join("\n")}\n`);
        return null;
      } catch (error) {
        lines = added(lines, line);
        return `the commands typed here are not kept: ${causeOf(error)}`;
      }
    },
  };
}

/** What cannot be read is begun anew: nobody is helped by a sentence about old commands. */
function read(file: string): readonly string[] {
  try {
    const text = readPrivate(file)?.text ?? "";
    return text
      .split("\n")
      .filter((line) => line !== "")
      .slice(-MOST);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return [];
  }
}
