// A day of a gauge by the minute, beside its hour by the second: what a leak is told by.
import { peaks } from "./series.ts";

const MINUTE_MS = 60_000;
const FIELDS = 4;
const ROWS_A_CHUNK = 60;
/** The last one is being filled: a full day stands in the others. */
const CHUNKS = 25;
/** As in series.ts: minutes newer than this before the newest sample come from a clock that was set back. */
const SET_BACK_MS = 2_000;

/** `at`: when `last` was measured. */
export type Minute = { readonly at: number; readonly min: number; readonly max: number; readonly last: number };

/**
 * `closed`: minutes that are over, oldest first, in chunks of at most 60 rows of at, min, max, last. The same array until another
 * minute is over. Minutes in which nothing was measured have no row.
 */
export type DayHistory = { readonly closed: readonly Float64Array[]; readonly open: Minute | null };

export const DAY_MS = 86_400_000;
export const emptyDay: DayHistory = { closed: [], open: null };

const minuteOf = (at: number): number => Math.floor(at / MINUTE_MS);

function rowsOf(chunk: Float64Array): readonly Minute[] {
  return Array.from({ length: chunk.length / FIELDS }, (_, row): Minute => {
    const from = row * FIELDS;
    return { at: chunk[from] ?? 0, min: chunk[from + 1] ?? 0, max: chunk[from + 2] ?? 0, last: chunk[from + 3] ?? 0 };
  });
}

function appended(closed: DayHistory["closed"], { at, min, max, last }: Minute): DayHistory["closed"] {
  const newest = closed.at(-1);
  if (newest === undefined || newest.length === ROWS_A_CHUNK * FIELDS) {
    return [...closed.slice(-CHUNKS + 1), Float64Array.of(at, min, max, last)];
  }
  const grown = new Float64Array(newest.length + FIELDS);
  grown.set(newest);
  grown.set([at, min, max, last], newest.length);
  return [...closed.slice(0, -1), grown];
}

const closedMinutes = (day: DayHistory): readonly Minute[] => day.closed.flatMap(rowsOf);

function before(day: DayHistory, at: number): DayHistory {
  const kept = closedMinutes(day).filter((minute) => minute.at < at);
  return { closed: kept.reduce(appended, emptyDay.closed), open: null };
}

export function pushMinute(day: DayHistory, at: number, value: number): DayHistory {
  const { open } = day;
  if (open === null) return { ...day, open: { at, min: value, max: value, last: value } };
  if (at < open.at - SET_BACK_MS) return pushMinute(before(day, at), at, value);
  if (minuteOf(at) <= minuteOf(open.at)) {
    const min = Math.min(open.min, value);
    const max = Math.max(open.max, value);
    return { ...day, open: { at: Math.max(at, open.at), min, max, last: value } };
  }
  return { closed: appended(day.closed, open), open: { at, min: value, max: value, last: value } };
}

/** The minutes that ended after `from`, oldest first, the one that is going on among them. */
export function minutesSince(day: DayHistory, from: number): readonly Minute[] {
  const all = day.open === null ? closedMinutes(day) : [...closedMinutes(day), day.open];
  return all.filter((minute) => minute.at >= from);
}

/** The same, without the minute that is going on. */
export const closedSince = (day: DayHistory, from: number): readonly Minute[] => closedMinutes(day).filter(({ at }) => at >= from);

/** Lowest and highest value since `from`; null when nothing was measured. */
export function rangeSince(day: DayHistory, from: number): { readonly min: number; readonly max: number } | null {
  const minutes = minutesSince(day, from);
  if (minutes.length === 0) return null;
  return { min: Math.min(...minutes.map(({ min }) => min)), max: Math.max(...minutes.map(({ max }) => max)) };
}

/** The peak of each of the `columns` columns of the day that ends at `now`; null where nothing was measured. */
export const dayPeaks = (day: DayHistory, now: number, columns: number): readonly (number | null)[] =>
  peaks(
    minutesSince(day, now - DAY_MS).map(({ at, max }) => ({ at, value: max })),
    now,
    DAY_MS,
    columns,
  );
