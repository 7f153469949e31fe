// How many lines of each level came in each minute.
import { newestTime, oldestTime } from "./line-at.ts";
import { logLevels, type LogBook, type LogChunk, type LogLevel } from "./log-book.ts";

const MINUTE_MS = 60_000;

/** Minute → lines of each level, in the order of `logLevels`. */
type Minutes = ReadonlyMap<number, Uint32Array>;

const counted = new WeakMap<LogChunk, Minutes>();

function minutesOf(chunk: LogChunk): Minutes {
  const known = counted.get(chunk);
  if (known !== undefined) return known;
  const minutes = new Map<number, Uint32Array>();
  for (let index = 0; index < chunk.count; index += 1) {
    const minute = Math.floor((chunk.at[index] ?? Number.NaN) / MINUTE_MS);
    if (Number.isNaN(minute)) continue;
    const counts = minutes.get(minute) ?? new Uint32Array(logLevels.length);
    const level = chunk.level[index] ?? 0;
    counts[level] = (counts[level] ?? 0) + 1;
    minutes.set(minute, counts);
  }
  counted.set(chunk, minutes);
  return minutes;
}

/** Lines of these levels a minute, the newest minute last; null: before the first line that is held. */
export function linesPerMinute(book: LogBook, levels: readonly LogLevel[], minutes: number, now: number): readonly (number | null)[] {
  const oldest = oldestTime(book);
  if (oldest === null) return Array.from({ length: minutes }, () => null);
  // The gateway's clock may be ahead of ours.
  const last = Math.floor(Math.max(now, newestTime(book) ?? now) / MINUTE_MS);
  const first = last - minutes + 1;
  const sums = Array.from({ length: minutes }, (_, index): number | null => (first + index < Math.floor(oldest / MINUTE_MS) ? null : 0));
  const numbers = levels.map((level) => logLevels.indexOf(level));
  for (const chunk of book.chunks) {
    for (const [minute, counts] of minutesOf(chunk)) {
      const before = sums[minute - first];
      if (before === undefined || before === null) continue;
      sums[minute - first] = numbers.reduce((sum, level) => sum + (counts[level] ?? 0), before);
    }
  }
  return sums;
}
