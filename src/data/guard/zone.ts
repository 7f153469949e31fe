// Wall-clock times of a time zone as epoch ms. Loaded and computed only where a restart at a time of day is asked for.

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

const made = new Map<string | null, Intl.DateTimeFormat>();

/** Throws RangeError for a zone this host does not know; null: the host's own. */
function formatOf(timeZone: string | null): Intl.DateTimeFormat {
  const known = made.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    ...(timeZone === null ? {} : { timeZone }),
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  made.set(timeZone, format);
  return format;
}

/** IANA name of the host's own. */
export const hostZone = (): string => formatOf(null).resolvedOptions().timeZone;

/** What the clocks of the zone show, as if it were UTC. */
function shown(at: number, timeZone: string | null): number {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(at)) parts[type] = Number(value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

const offset = (at: number, timeZone: string | null): number => shown(at, timeZone) - Math.floor(at / 1000) * 1000;

/** The first instant at which the clocks show at least `local`, between two instants of which the first is before and the second after. */
function firstAfterGap(before: number, after: number, timeZone: string | null): number {
  const wanted = offset(after, timeZone);
  let low = before;
  let high = after;
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2 / 1000) * 1000;
    if (offset(middle, timeZone) === wanted) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * When the clocks of the zone show `local` (as if it were UTC). A time that comes twice: the first. One that is left out: the first
 * instant after it would have been.
 */
export function instantOf(local: number, timeZone: string | null): number {
  const guesses = [local - offset(local - DAY_MS, timeZone), local - offset(local + DAY_MS, timeZone)];
  const exact = guesses.filter((at) => shown(at, timeZone) === local);
  if (exact.length > 0) return Math.min(...exact);
  return firstAfterGap(Math.min(...guesses), Math.max(...guesses), timeZone);
}

/** The next of these minutes of the day that comes after `after`; null: there are none. */
export function nextAtMinutes(minutes: readonly number[], timeZone: string | null, after: number): number | null {
  if (minutes.length === 0) return null;
  const today = Math.floor(shown(after, timeZone) / DAY_MS) * DAY_MS;
  const days = [today - DAY_MS, today, today + DAY_MS, today + 2 * DAY_MS];
  const instants = days.flatMap((day) => minutes.map((minute) => instantOf(day + minute * MINUTE_MS, timeZone)));
  return instants.filter((at) => at > after).sort((a, b) => a - b)[0] ?? null;
}
