// When the guard stops trying, and what lets it try again.
import type { GuardMemory } from "./memory.ts";
import type { Moment } from "./input.ts";

/** Unbroken: a gateway that answers for less may be in the middle of failing again. */
export const WELL_MS = 60_000;

export const isLongWell = ({ answersSince }: Pick<GuardMemory, "answersSince">, nowMs: number): boolean =>
  answersSince !== null && nowMs - answersSince.monotonicMs >= WELL_MS;

/** As if nothing had been tried. The same value when nothing had. */
export function rearmed(memory: GuardMemory): GuardMemory {
  const { attempts, tried, rounds, notBefore, gaveUp, ownStep, wouldTold } = memory;
  const isArmed =
    attempts === 0 && tried.length === 0 && rounds === 0 && notBefore === null && gaveUp === null && ownStep === null && !wouldTold;
  if (isArmed) return memory;
  return { ...memory, attempts: 0, tried: [], rounds: 0, notBefore: null, gaveUp: null, ownStep: null, wouldTold: false };
}

/** Once. */
export const givenUp = (memory: GuardMemory, now: Moment): GuardMemory => ({ ...memory, gaveUp: memory.gaveUp ?? now });
