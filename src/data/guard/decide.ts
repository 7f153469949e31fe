// The row that decides a situation.
import type { DecisionRow, Situation } from "./decision.ts";
import { table } from "./table.ts";

/** Decides nothing, for the case that no row does; none is known. */
const nothing: DecisionRow = {
  id: "nothing",
  when: { standing: "any", supervision: "any", window: "any", strikes: "any", hold: "any" },
  follows: "wait",
  why: "nothing is known of this",
};

const matches = (situation: Situation, { when }: DecisionRow): boolean => {
  const holds = <T extends string>(match: "any" | readonly T[], word: T): boolean => match === "any" || match.includes(word);
  return (
    holds(when.standing, situation.standing) &&
    holds(when.supervision, situation.supervision) &&
    holds(when.window, situation.window) &&
    holds(when.strikes, situation.strikes) &&
    holds(when.hold, situation.hold)
  );
};

export const decide = (situation: Situation): DecisionRow => table.find((one) => matches(situation, one)) ?? nothing;
