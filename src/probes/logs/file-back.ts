// Older lines of a log, file before file, from where reading began.
import { lineTime } from "../../data/gateway/decode/log-line.ts";
import type { OpenFile } from "../world/open-file.ts";
import type { Files } from "./file-tail.ts";
import { linesBefore, linesFrom } from "./lines.ts";
import { filesUpTo, predecessorOf, type LogFile } from "./rotation.ts";
import type { Gap } from "./writer.ts";

const BACK_BYTES = 512 * 1024;
const PROBED_BYTES = 8_192;
/** What is shown around a moment. */
const AROUND_BYTES = 1024 * 1024;

type OlderLines = { readonly lines: readonly string[]; readonly gap: Gap | null };

export type FileBack = {
  /** Null: the beginning of the log was reached. */
  readonly read: () => Promise<OlderLines | null>;
  readonly close: () => Promise<void>;
};

type Named = Pick<LogFile, "path" | "log">;
type Cursor = { readonly log: string; readonly id: string; readonly file: OpenFile; offset: number };

async function opened(files: Files, { path, log }: Named, offset: number | "end"): Promise<Cursor | null> {
  const file = await files.open(path);
  if (typeof file === "string") return null;
  const { id, sizeBytes } = await file.facts();
  return { log, id, file, offset: offset === "end" ? sizeBytes : Math.min(offset, sizeBytes) };
}

/** `offset`: where a line begins. Null: it cannot be opened. */
export async function createFileBack(files: Files, named: Named, offset: number): Promise<FileBack | null> {
  const first = await opened(files, named, offset);
  if (first === null) return null;
  let cursor: Cursor = first;

  async function fileBefore(): Promise<boolean> {
    const before = await predecessorOf(files, cursor.log, cursor.id);
    const next = before === null ? null : await opened(files, before, "end");
    if (before === null || next === null) return false;
    if (next.id !== before.id) {
      // Rotated between the two looks: found in its new place by the next one.
      await next.file.close();
      return fileBefore();
    }
    await cursor.file.close();
    cursor = next;
    return true;
  }

  return {
    read: async () => {
      if (cursor.offset === 0 && !(await fileBefore())) return null;
      const { lines, start, skippedBytes } = await linesBefore(cursor.file, cursor.offset, BACK_BYTES);
      cursor.offset = start;
      return { lines, gap: skippedBytes > 0 ? { why: "skipped", bytes: skippedBytes } : null };
    },
    close: () => cursor.file.close(),
  };
}

/** The first line with a time at or after a byte, and where it begins. */
async function timedFrom(file: OpenFile, from: number, size: number): Promise<{ readonly at: number; readonly offset: number } | null> {
  for (let bytes = PROBED_BYTES; bytes <= AROUND_BYTES; bytes *= 4) {
    const end = Math.min(size, from + bytes);
    const { lines } = await linesFrom(file, from, end, from > 0);
    for (const line of lines) {
      const at = lineTime(line);
      if (at !== null) return { at, offset: from };
    }
    if (end === size) return null;
  }
  return null;
}

/** A byte not after the first line written at or after `ms`, and near it. */
async function byteBefore(file: OpenFile, size: number, ms: number): Promise<number> {
  let [low, high] = [0, size];
  while (high - low > PROBED_BYTES) {
    const middle = Math.floor((low + high) / 2);
    const found = await timedFrom(file, middle, size);
    if (found === null || found.at >= ms) high = middle;
    else low = middle;
  }
  return low;
}

export type Moment = Named & { readonly lines: readonly string[]; readonly start: number; readonly sizeBytes: number };

/** Lines around a moment, in whichever file of the log has it; null: all are younger, or cannot be read. */
export async function linesAround(files: Files, path: string, ms: number): Promise<Moment | null> {
  for (const one of (await filesUpTo(files, path)).toReversed()) {
    const cursor = await opened(files, one, 0);
    if (cursor === null) continue;
    const { file } = cursor;
    try {
      const { sizeBytes } = await file.facts();
      const first = await timedFrom(file, 0, sizeBytes);
      if (first === null || first.at > ms) continue;
      const near = await byteBefore(file, sizeBytes, ms);
      const from = Math.max(0, near - AROUND_BYTES / 2);
      const { lines, start } = await linesFrom(file, from, Math.min(sizeBytes, near + AROUND_BYTES), from > 0);
      return { path: one.path, log: one.log, lines, start, sizeBytes };
    } finally {
      await file.close();
    }
  }
  return null;
}
