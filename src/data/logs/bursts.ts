// Errors that come close together.
import { levelNumber } from "./chunk.ts";
import type { LogBook, LogChunk } from "./log-book.ts";

/** Numbers of its first and last error line. */
export type Burst = { readonly from: number; readonly to: number; readonly lines: number; readonly spanMs: number };

const LEAST_LINES = 5;
const WITHIN_MS = 10_000;
const ERROR = levelNumber("error");

const errors = new WeakMap<LogChunk, Uint16Array>();

function errorsOf(chunk: LogChunk): Uint16Array {
  const known = errors.get(chunk);
  if (known !== undefined) return known;
  const found: number[] = [];
  for (let index = 0; index < chunk.count; index += 1) {
    if ((chunk.level[index] ?? 0) >= ERROR && !Number.isNaN(chunk.at[index] ?? Number.NaN)) found.push(index);
  }
  const made = Uint16Array.from(found);
  errors.set(chunk, made);
  return made;
}

type Line = { readonly number: number; readonly at: number };

const burstOf = (lines: readonly Line[]): Burst => {
  const [first, last] = [lines[0] as Line, lines.at(-1) as Line];
  return { from: first.number, to: last.number, lines: lines.length, spanMs: Math.max(0, last.at - first.at) };
};

function found(book: LogBook): readonly Burst[] {
  const bursts: Burst[] = [];
  // The errors of the burst that may still grow, or of the window that is not one yet.
  let open: Line[] = [];
  const close = (): void => {
    if (open.length >= LEAST_LINES) bursts.push(burstOf(open));
    open = [];
  };
  for (const chunk of book.chunks) {
    for (const index of errorsOf(chunk)) {
      const line = { number: chunk.first + index, at: chunk.at[index] as number };
      const isBurst = open.length >= LEAST_LINES;
      const last = open.at(-1);
      if (isBurst && last !== undefined && line.at - last.at > WITHIN_MS) close();
      if (!isBurst) open = open.filter(({ at }) => line.at - at <= WITHIN_MS);
      open.push(line);
    }
  }
  close();
  return bursts;
}

const known = new WeakMap<readonly LogChunk[], readonly Burst[]>();

/** At least five error lines in ten seconds, for as long as one follows another within them. Oldest first. */
export function burstsOf(book: LogBook): readonly Burst[] {
  const before = known.get(book.chunks);
  if (before !== undefined) return before;
  const bursts = found(book);
  known.set(book.chunks, bursts);
  return bursts;
}
