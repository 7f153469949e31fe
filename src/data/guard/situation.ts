// The five words of the table, from what is known and what was just seen.
import { decide } from "./decide.ts";
import type { DecisionRow, Situation, Standing } from "./decision.ts";
import { holdOf, type Held } from "./holds.ts";
import type { GuardInput } from "./input.ts";
import { nextStep, type Chosen } from "./ladder.ts";
import type { GuardMemory } from "./memory.ts";
import { isFailure } from "./standing.ts";
import { strikingOf } from "./strikes.ts";
import { supervisionOf } from "./supervision.ts";
import { windowOf, type OpenWindow } from "./windows.ts";

export type Judged = {
  readonly situation: Situation;
  readonly row: DecisionRow;
  readonly chosen: Chosen;
  readonly window: OpenWindow;
  readonly held: Held;
};

const nothingDue: Chosen = { step: null, why: "nothing is to be done" };

/** `memory` has noticed the look already. */
export function judged(memory: GuardMemory, input: GuardInput, standing: Standing): Judged {
  const supervision = supervisionOf(memory, input, standing);
  const window = windowOf(memory, input, standing);
  const chosen: Chosen = isFailure(standing) ? nextStep({ memory, input, standing, supervision }) : nothingDue;
  const held = holdOf({ memory, input, step: chosen.step });
  const strikes = strikingOf(memory.strikes, input.settings);
  const situation: Situation = { standing, supervision, window: window.window, strikes, hold: held.hold };
  return { situation, row: decide(situation), chosen, window, held };
}
