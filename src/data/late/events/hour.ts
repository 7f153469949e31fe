// The records of the last sixty minutes, by the gateway's clock: whole minutes and the one that goes on.
import { clockAheadMs } from "../../channels/deaf-accounts.ts";
import type { DiagnosticRecord } from "../../model/sessions.ts";
import type { Ring } from "../../ring.ts";
import type { State } from "../../state.ts";

const MINUTE_MS = 60_000;
export const MINUTES = 60;

export type Hour = {
  /** Minutes since 1970, of the one that goes on. */
  readonly lastMinute: number;
  /** Of the oldest record held; null: none. What was before it is not known. */
  readonly since: number | null;
  readonly records: readonly DiagnosticRecord[];
};

const minuteOf = (at: number): number => Math.floor(at / MINUTE_MS);

const hours = new WeakMap<Ring, Hour>();

export function hourOf(state: State): Hour {
  const lastMinute = minuteOf(state.now + clockAheadMs(state));
  const known = hours.get(state.ring);
  if (known?.lastMinute === lastMinute) return known;
  const all = state.ring.flatMap(({ records }) => records);
  const since = all.reduce<number | null>((least, { at }) => Math.min(least ?? at, at), null);
  const hour: Hour = { lastMinute, since, records: all.filter(({ at }) => minuteOf(at) > lastMinute - MINUTES) };
  hours.set(state.ring, hour);
  return hour;
}

/** How many of these fell into each minute, oldest first; null: before anything was known. The gateway's clock may be a little ahead. */
export function minutesOf({ lastMinute, since }: Hour, records: readonly DiagnosticRecord[]): readonly (number | null)[] {
  const first = lastMinute - MINUTES + 1;
  const counts = Array.from({ length: MINUTES }, (_, index): number | null =>
    since === null || first + index < minuteOf(since) ? null : 0,
  );
  for (const { at } of records) {
    const index = Math.min(MINUTES - 1, minuteOf(at) - first);
    if (index >= 0) counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts;
}

const FOR_RATE = 5;

/** Over the newest five whole minutes that were watched; null: none was. */
export function perMinute(minutes: readonly (number | null)[]): number | null {
  const whole = minutes.slice(-1 - FOR_RATE, -1).filter((count) => count !== null);
  return whole.length === 0 ? null : whole.reduce((sum, count) => sum + count, 0) / whole.length;
}
