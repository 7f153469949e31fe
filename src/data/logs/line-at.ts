// One line of the book by its number, and lines by their time.
import { endOf } from "./chunk.ts";
import { logLevels, type LogBook, type LogChunk, type LogLevel } from "./log-book.ts";

export type LogRead = {
  readonly number: number;
  /** Epoch ms by the gateway's clock; null: the line has no time. */
  readonly at: number | null;
  readonly level: LogLevel;
  readonly subsystem: string | null;
  readonly session: string | null;
  readonly message: string;
};

/** The last chunk that begins at or before the number; -1: all begin later. */
export function chunkBefore(chunks: readonly LogChunk[], number: number): number {
  let [low, high] = [0, chunks.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((chunks[middle] as LogChunk).first <= number) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export function lineIn(book: LogBook, chunk: LogChunk, index: number): LogRead {
  const at = chunk.at[index] ?? Number.NaN;
  const name = (names: readonly string[], number: number | undefined): string | null => names[number ?? 0] || null;
  return {
    number: chunk.first + index,
    at: Number.isNaN(at) ? null : at,
    level: logLevels[chunk.level[index] ?? 0] ?? "plain",
    subsystem: name(book.subsystems, chunk.subsystem[index]),
    session: name(book.sessions, chunk.session[index]),
    message: chunk.text[index] ?? "",
  };
}

/** Null: not in the window. */
export function lineAt(book: LogBook, number: number): LogRead | null {
  const chunk = book.chunks[chunkBefore(book.chunks, number)];
  return chunk === undefined || number >= endOf(chunk) ? null : lineIn(book, chunk, number - chunk.first);
}

function timeIn(chunk: LogChunk, fromEnd: boolean): number | null {
  for (let step = 0; step < chunk.count; step += 1) {
    const at = chunk.at[fromEnd ? chunk.count - 1 - step : step] ?? Number.NaN;
    if (!Number.isNaN(at)) return at;
  }
  return null;
}

/** Time of the oldest line that has one. */
export function oldestTime({ chunks }: LogBook): number | null {
  for (const chunk of chunks) {
    const at = timeIn(chunk, false);
    if (at !== null) return at;
  }
  return null;
}

export function newestTime({ chunks }: LogBook): number | null {
  for (let index = chunks.length - 1; index >= 0; index -= 1) {
    const at = timeIn(chunks[index] as LogChunk, true);
    if (at !== null) return at;
  }
  return null;
}

/** Number of the first line written at or after the moment; null: all are older. */
export function firstSince({ chunks }: LogBook, at: number): number | null {
  for (const chunk of chunks) {
    const newest = timeIn(chunk, true);
    if (newest === null || newest < at) continue;
    const index = chunk.at.findIndex((time) => time >= at);
    if (index !== -1) return chunk.first + index;
  }
  return null;
}

/** Number of the newest line; null: there is none. */
export function newestLine({ chunks }: LogBook): number | null {
  const last = chunks.at(-1);
  return last === undefined ? null : endOf(last) - 1;
}
