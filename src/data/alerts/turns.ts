// An alert that comes and goes: how often, and whether that is what is wrong with it.
import type { Alert } from "./alert.ts";
import { age } from "../units.ts";

const HOUR_MS = 3_600_000;
const KEPT = 20;
const FLAPPING_TURNS = 5;
const FLAPPING_WITHIN_MS = 900_000;

/** What flaps is told until it was gone this long. */
export const CALM_MS = 300_000;

type Turns = Alert["turns"];

/** They alternate, raised first: an odd number of them ends raised. */
export const endsRaised = (turns: Turns): boolean => turns.length % 2 === 1;

/** One turn more. Old ones go in pairs, so that the first is a raise for ever. */
export function turned(turns: Turns, at: number): Turns {
  const all = [...turns.map((turn) => Math.min(turn, at)), at];
  let from = 0;
  while (all.length - from > KEPT || at - (all[from + 1] ?? at) >= HOUR_MS) from += 2;
  return all.slice(from);
}

export const lately = (turns: Turns, now: number): Turns => turns.filter((at) => at <= now && now - at < FLAPPING_WITHIN_MS);

export const isFlapping = (turns: Turns, now: number): boolean => lately(turns, now).length >= FLAPPING_TURNS;

/** `flapping: 3 times in 12m`; null while it does not. */
export function flappingWords({ turns }: Pick<Alert, "turns">, now: number): string | null {
  if (!isFlapping(turns, now)) return null;
  const late = lately(turns, now);
  const raised = endsRaised(turns) ? Math.ceil(late.length / 2) : Math.floor(late.length / 2);
  return `flapping: ${raised} times in ${age(now - (late[0] ?? now))}`;
}
