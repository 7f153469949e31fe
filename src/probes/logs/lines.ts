// Complete lines of a stretch of a file. Offsets are bytes; what is after the last line break stays for the next read.
import { setImmediate as breath } from "node:timers/promises";
import type { OpenFile } from "../world/open-file.ts";

const SLICE_BYTES = 262_144;
/** The beginning of a longer line has to do. */
const LINE_MAX_BYTES = 1_048_576;
const LINE_BREAK = 10;

export type Lines = {
  /** Without their breaks; empty ones are left out. */
  readonly lines: readonly string[];
  /** Where the first of them begins. */
  readonly start: number;
  /** Byte after the last break. */
  readonly next: number;
  /** The stretch began within a line whose end was not found. */
  readonly midLine: boolean;
};

/** The bytes of a line that may come in several slices. */
function createPieces(): { readonly add: (bytes: Buffer) => void; readonly taken: (last: Buffer) => string } {
  let pieces: Buffer[] = [];
  let size = 0;
  const add = (bytes: Buffer): void => {
    if (size < LINE_MAX_BYTES) pieces.push(bytes);
    size += bytes.length;
  };
  return {
    add,
    taken: (last) => {
      add(last);
      const [first] = pieces;
      const whole = pieces.length === 1 && first !== undefined ? first : Buffer.concat(pieces);
      pieces = [];
      size = 0;
      const text = whole.toString("utf8", 0, Math.min(whole.length, LINE_MAX_BYTES));
      return text.endsWith("\r") ? text.slice(0, -1) : text;
    },
  };
}

/** `within`: `from` is inside a line, whose rest is left out. Never reads beyond `until`. */
export async function linesFrom(file: OpenFile, from: number, until: number, within = false): Promise<Lines> {
  const lines: string[] = [];
  const pieces = createPieces();
  let [start, next, at, midLine] = [from, from, from, within];
  while (at < until) {
    if (at > from) await breath();
    const slice = await file.read(at, Math.min(SLICE_BYTES, until - at));
    if (slice.length === 0) break;
    let begin = 0;
    for (let end = slice.indexOf(LINE_BREAK); end !== -1; end = slice.indexOf(LINE_BREAK, begin)) {
      const line = pieces.taken(slice.subarray(begin, end));
      if (!midLine && line !== "") lines.push(line);
      begin = end + 1;
      next = at + begin;
      if (midLine) start = next;
      midLine = false;
    }
    if (begin < slice.length) pieces.add(slice.subarray(begin));
    at += slice.length;
  }
  return { lines, start, next, midLine };
}

const BACK_MAX_BYTES = 8_388_608;

export type LinesBefore = {
  readonly lines: readonly string[];
  /** Where the first of them begins. */
  readonly start: number;
  /** Bytes before `start` that are no line of any sensible length, and are left out. */
  readonly skippedBytes: number;
};

/** About `bytes` of whole lines that end at `end`, which is where a line begins. */
export async function linesBefore(file: OpenFile, end: number, bytes: number): Promise<LinesBefore> {
  for (let wanted = bytes; ; wanted *= 4) {
    const from = Math.max(0, end - wanted);
    if (from === 0) return { lines: (await linesFrom(file, 0, end)).lines, start: 0, skippedBytes: 0 };
    const start = await firstBreak(file, from, end);
    // The break of the very last line tells where nothing begins.
    if (start < end) return { lines: (await linesFrom(file, start, end)).lines, start, skippedBytes: 0 };
    if (wanted >= BACK_MAX_BYTES) return { lines: [], start: from, skippedBytes: end - from };
  }
}

/** Byte after the first break at or after `from`; `end` when there is none. */
async function firstBreak(file: OpenFile, from: number, end: number): Promise<number> {
  for (let at = from; at < end; at += SLICE_BYTES) {
    const slice = await file.read(at, Math.min(SLICE_BYTES, end - at));
    const found = slice.indexOf(LINE_BREAK);
    if (found !== -1) return at + found + 1;
    if (slice.length === 0) break;
  }
  return end;
}
