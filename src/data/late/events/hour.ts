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
  readonly byType: ReadonlyMap<string, readonly DiagnosticRecord[]>;
};

const minuteOf = (at: number): number => Math.floor(at / MINUTE_MS);

const hours = new WeakMap<Ring, Hour>();

function hourBefore(ring: Ring, lastMinute: number): Hour {
  const records: DiagnosticRecord[] = [];
  const byType = new Map<string, DiagnosticRecord[]>();
  let since: number | null = null;
  for (const slice of ring) {
    for (const record of slice.records) {
      since = since === null ? record.at : Math.min(since, record.at);
      if (minuteOf(record.at) <= lastMinute - MINUTES) continue;
      records.push(record);
      const alike = byType.get(record.type);
      if (alike === undefined) byType.set(record.type, [record]);
      else alike.push(record);
    }
  }
  return { lastMinute, since, records, byType };
}

export function hourOf(state: State): Hour {
  const lastMinute = minuteOf(state.now + clockAheadMs(state));
  const known = hours.get(state.ring);
  if (known?.lastMinute === lastMinute) return known;
  const hour = hourBefore(state.ring, lastMinute);
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
