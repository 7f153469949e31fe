// The end of a file, followed byte by byte: over its rotations, its truncations, and midnight.
import type { LogFiles, OpenFile } from "../world/open-file.ts";
import { linesFrom } from "./lines.ts";
import { successorsOf, type Folder, type LogFile } from "./rotation.ts";
import type { Gap } from "./writer.ts";

export type Files = LogFiles & Pick<Folder, "listDir">;

/** `sizeBytes` of the file now. */
type Put = (lines: readonly string[], gap: Gap | null, sizeBytes: number) => Promise<void>;

export type FileTail = {
  readonly path: () => string;
  /** Where the first line that was read begins: older ones end there. Null: nothing was read yet. */
  readonly begun: () => number | null;
  readonly offset: () => number;
  /** Where lines begin, nothing in doubt: another way may read on from here. */
  readonly clean: () => boolean;
  /** Null: the file of this name is another one now, or none. */
  readonly size: () => Promise<number | null>;
  /** Another way read up to here. */
  readonly advance: (offset: number, sizeBytes: number) => Promise<void>;
  /** Nothing of what was seen has changed. */
  readonly intact: () => Promise<boolean>;
  /** What came since; tells what is missing. */
  readonly read: (put: Put) => Promise<void>;
  /** Goes over to the files that follow, when there are any. */
  readonly move: (put: Put) => Promise<boolean>;
  readonly close: () => Promise<void>;
};

/** More than this is not worth reading late: the newest is shown, and how much was left out. */
const BACKLOG_BYTES = 4 * 1024 * 1024;
const TAIL_BYTES = 1024 * 1024;

/** `high`: how far it was seen; `mark`: the bytes before that. */
type Cursor = {
  readonly path: string;
  readonly file: OpenFile;
  readonly id: string;
  offset: number;
  midLine: boolean;
  mark: Buffer;
  high: number;
};

async function cursorAt(files: Files, { path, log, id }: LogFile): Promise<Cursor | null> {
  const file = await files.open(path);
  if (typeof file === "string") return null;
  if ((await file.facts()).id === id) return { path: log, file, id, offset: 0, midLine: false, mark: Buffer.alloc(0), high: 0 };
  await file.close();
  return null;
}

const MARK_BYTES = 64;

/** In a file that was truncated and filled anew something else stands there, or nothing. */
async function markOf({ file, high }: Cursor): Promise<Buffer> {
  const from = Math.max(0, high - MARK_BYTES);
  return file.read(from, high - from);
}

async function seenTo(cursor: Cursor, high: number): Promise<void> {
  cursor.high = high;
  cursor.mark = await markOf(cursor);
}

/** Begins a mebibyte before the end. */
export async function createFileTail(files: Files, path: string): Promise<FileTail | "missing" | "denied"> {
  const opened = await files.open(path);
  if (typeof opened === "string") return opened;
  const { id, sizeBytes } = await opened.facts();
  const begin = Math.max(0, sizeBytes - TAIL_BYTES);
  let cursor: Cursor = { path, file: opened, id, offset: begin, midLine: begin > 0, mark: Buffer.alloc(0), high: 0 };
  await seenTo(cursor, begin);
  let begun: number | null = null;
  const intact = async (): Promise<boolean> => (await markOf(cursor)).equals(cursor.mark);

  async function readOn(put: Put, before: Gap | null = null): Promise<number> {
    const { sizeBytes } = await cursor.file.facts();
    let gap = before;
    if (!(await intact())) {
      gap = { why: "truncated", bytes: null };
      cursor.offset = 0;
      cursor.midLine = false;
    }
    if (sizeBytes - cursor.offset > BACKLOG_BYTES) {
      const to = sizeBytes - TAIL_BYTES;
      gap = { why: gap?.why ?? "skipped", bytes: to - cursor.offset };
      cursor.offset = to;
      cursor.midLine = true;
    }
    const { lines, start, next, midLine } = await linesFrom(cursor.file, cursor.offset, sizeBytes, cursor.midLine);
    begun ??= midLine ? null : start;
    cursor.offset = next;
    cursor.midLine = midLine;
    await seenTo(cursor, sizeBytes);
    if (lines.length > 0 || gap !== null) await put(lines, gap, sizeBytes);
    return sizeBytes - next;
  }

  return {
    path: () => cursor.path,
    begun: () => begun,
    offset: () => cursor.offset,
    clean: () => !cursor.midLine,
    size: async () => {
      const facts = await files.facts(cursor.path);
      return facts === null || facts.id !== cursor.id ? null : facts.sizeBytes;
    },
    intact,
    advance: async (offset, sizeBytes) => {
      cursor.offset = offset;
      await seenTo(cursor, sizeBytes);
    },
    read: async (put) => void (await readOn(put)),
    move: async (put) => {
      const { files: names, lost } = await successorsOf(files, cursor.path, cursor.id);
      const next: Cursor[] = [];
      for (const name of names) {
        const one = await cursorAt(files, name);
        if (one !== null) next.push(one);
      }
      // Renamed while we looked: the next look finds them in their places.
      if (next.length < names.length || next.length === 0) {
        for (const { file } of next) await file.close();
        return false;
      }
      let left = await readOn(put);
      let gap: Gap | null = lost || left > 0 ? { why: "rotated", bytes: left > 0 ? left : null } : null;
      for (const one of next) {
        await cursor.file.close();
        cursor = one;
        left = await readOn(put, gap);
        gap = left > 0 ? { why: "rotated", bytes: left } : null;
      }
      return true;
    },
    close: () => cursor.file.close(),
  };
}
