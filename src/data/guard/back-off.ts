// How long the guard waits after an attempt, counted from its end.
import type { Moment } from "./input.ts";
import type { GuardSettings } from "./settings.ts";

/** After that many attempts; the last wait stays. */
function waitAfter(attempts: number, { backOffMs }: Pick<GuardSettings, "backOffMs">): number {
  return backOffMs[Math.min(Math.max(attempts, 1), backOffMs.length) - 1] ?? 0;
}

export function nextAttempt(attempts: number, end: Moment, settings: Pick<GuardSettings, "backOffMs">): Moment {
  const wait = waitAfter(attempts, settings);
  return { at: end.at + wait, monotonicMs: end.monotonicMs + wait };
}

export const isWaiting = (notBefore: Moment | null, nowMs: number): boolean => notBefore !== null && notBefore.monotonicMs > nowMs;
