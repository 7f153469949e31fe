// The journal: every action that was begun and how it ended, in $XDG_STATE_HOME/gatetop/actions.ndjson and five older files.
import fs from "node:fs";
import path from "node:path";
import type { JournalEntry } from "../../data/action/journal.ts";
import type { Journal } from "../../data/action/ports.ts";
import { entryIn, lineOf } from "./line.ts";
import { withWriterLock } from "./writer-lock.ts";

export type JournalOptions = {
  readonly dir: string;
  /** Makes the directory when missing, for its owner only. Throws what the file system throws. */
  readonly ensureDir: (dir: string) => unknown;
  /** Why the system refused, in words. */
  readonly causeOf: (error: unknown) => string;
  /** Texts that are never written, wherever they turn up; asked at every entry. */
  readonly secrets: () => Iterable<string>;
  readonly maxBytes?: number;
};

const MAX_BYTES = 1_000_000;
const OLDER = 5;

export function openJournal({ dir, ensureDir, causeOf, secrets, maxBytes = MAX_BYTES }: JournalOptions): Journal {
  const file = path.join(dir, "actions.ndjson");
  const older = (age: number): string => (age === 0 ? file : `${file}.${age}`);

  function rotate(): void {
    fs.rmSync(older(OLDER), { force: true });
    for (let age = OLDER - 1; age >= 0; age -= 1) if (fs.existsSync(older(age))) fs.renameSync(older(age), older(age + 1));
  }

  function write(line: string, alone: boolean): void {
    if (alone && sizeOf(file) + line.length > maxBytes && sizeOf(file) > 0) rotate();
    const descriptor = fs.openSync(file, "a+", 0o600);
    try {
      fs.fchmodSync(descriptor, 0o600);
      // After a half line (a full disk, a crash) the next one begins on a line of its own.
      const whole = Buffer.from(endsInside(descriptor) ? `\n${line}` : line);
      if (fs.writeSync(descriptor, whole) < whole.length) throw Object.assign(new Error("short write"), { code: "ENOSPC" });
      fs.fsyncSync(descriptor);
    } finally {
      fs.closeSync(descriptor);
    }
  }

  return {
    append: (entry) => {
      try {
        ensureDir(dir);
        withWriterLock(path.join(dir, "actions.lock"), (alone) => write(lineOf(entry, secrets()), alone));
        return null;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === undefined) throw error;
        return `this is not in the journal: ${file} cannot be written: ${causeOf(error)}`;
      }
    },
    read: () => {
      const lines: string[] = [];
      const seen = new Set<bigint>();
      let unreadable = 0;
      // Newest first: a file that is moved meanwhile is met twice, not missed.
      for (let age = 0; age <= OLDER; age += 1) {
        const read = linesOf(older(age), seen);
        if (read === null) unreadable += 1;
        else lines.unshift(...read);
      }
      const entries: JournalEntry[] = [];
      for (const line of lines) {
        const entry = entryIn(line);
        if (entry === null) unreadable += 1;
        else entries.push(entry);
      }
      return { entries, unreadable };
    },
  };
}

const sizeOf = (file: string): number => fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;

function endsInside(descriptor: number): boolean {
  const { size } = fs.fstatSync(descriptor);
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  fs.readSync(descriptor, last, 0, 1, size - 1);
  return last[0] !== 0x0a;
}

/** Null when it is there and cannot be read; none when it is missing or was met under another name. */
function linesOf(file: string, seen: Set<bigint>): readonly string[] | null {
  try {
    const descriptor = fs.openSync(file, "r");
    try {
      const { ino } = fs.fstatSync(descriptor, { bigint: true });
      if (seen.has(ino)) return [];
      seen.add(ino);
      return fs
        .readFileSync(descriptor, "utf8")
        .split("\n")
        .filter((line) => line !== "");
    } finally {
      fs.closeSync(descriptor);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return code === "ENOENT" || code === "ENOTDIR" ? [] : null;
  }
}
