// What the schedule knows of one source.
import type { Source } from "../data/snapshot.ts";

export type Entry = {
  readonly source: Source;
  dueAt: number;
  startedAt: number;
  busy: boolean;
  /** Asked for while busy: not before this time. */
  again: number | null;
  /** The quicker of its last two answers: one that came late says little of the next. */
  tookMs: number;
  lastTookMs: number;
  failures: number;
  retryAfterMs: number | null;
  /** Cannot be answered here; not asked again before something changes. */
  missing: boolean;
  /** The next interval is shortened at random, so that sources that began together part. */
  spread: boolean;
};

export function fresh(source: Source): Entry {
  return {
    source,
    dueAt: 0,
    startedAt: 0,
    busy: false,
    again: null,
    tookMs: 0,
    lastTookMs: Infinity,
    failures: 0,
    retryAfterMs: null,
    missing: false,
    spread: true,
  };
}

export const answered = ({ lastTookMs }: Entry, tookMs: number): Pick<Entry, "tookMs" | "lastTookMs"> => ({
  tookMs: Math.min(tookMs, lastTookMs),
  lastTookMs: tookMs,
});
