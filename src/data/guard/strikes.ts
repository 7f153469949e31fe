// How often a failure must be seen, and how far apart, before anything is done about it.
import type { Striking } from "./decision.ts";
import type { Moment } from "./input.ts";
import type { GuardSettings } from "./settings.ts";
import type { Proof } from "./standing.ts";

/** A timer may fire a little early; a whole interval is not to be lost to that. */
const EARLY_MS = 20;
/** A look may take two timeouts of 3 s before it is over. */
const LOOK_MS = 6_000;
const INTERVALS = 3;

type Given = Pick<GuardSettings, "strikes" | "debounceMs" | "stoppedDebounceMs" | "blockedDebounceMs" | "intervalMs">;

/** Least time since the strike before, by what this look proves. */
const spacing: { readonly [P in Proof]: (settings: Given) => number } = {
  silence: ({ debounceMs }) => debounceMs,
  blocked: ({ blockedDebounceMs }) => blockedDebounceMs,
  stopped: ({ stoppedDebounceMs }) => stoppedDebounceMs,
};

/** Milliseconds until a failed look counts; 0: now. */
export function untilNext(strikes: readonly Moment[], proof: Proof, nowMs: number, settings: Given): number {
  const last = strikes.at(-1);
  if (last === undefined) return 0;
  const left = last.monotonicMs + spacing[proof](settings) - nowMs;
  return left <= EARLY_MS ? 0 : left;
}

/** With this look, when it is far enough from the strike before; never more than are needed. */
export function struck(strikes: readonly Moment[], proof: Proof, now: Moment, settings: Given): readonly Moment[] {
  if (strikes.length >= settings.strikes || untilNext(strikes, proof, now.monotonicMs, settings) > 0) return strikes;
  return [...strikes, now];
}

export function strikingOf(strikes: readonly Moment[], settings: Given): Striking {
  if (strikes.length >= settings.strikes) return "enough";
  return strikes.length === 0 ? "none" : "some";
}

/**
 * The guard or the whole machine stood still since the look before, or a clock was set: what was seen before says nothing of now.
 * A suspended machine's monotonic clock stands still too; its wall clock does not.
 */
export function wasAway(before: Moment | null, now: Moment, { intervalMs }: Given): boolean {
  if (before === null) return false;
  const most = INTERVALS * intervalMs + LOOK_MS;
  const passed = now.monotonicMs - before.monotonicMs;
  return passed > most || Math.abs(now.at - before.at - passed) > most;
}
