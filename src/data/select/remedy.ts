// What to do about a problem: the key that does it, else the words for it.
import type { Repair } from "../alerts/alert.ts";
import { actions } from "../actions.ts";
import type { State } from "../state.ts";

/** `still`: nobody presses keys in this picture. `[x] abort its run`, or the command in words; null when there is none. */
export function remedyWords(
  state: State,
  { remedy, repair }: { readonly remedy: string | null; readonly repair: Repair | null },
  still: boolean,
): string | null {
  if (repair === null || still || state.readonly !== null) return remedy;
  const key = actions.find(({ id }) => id === repair.action)?.keys[0] ?? "";
  return `[${key}] ${repair.words}`;
}
