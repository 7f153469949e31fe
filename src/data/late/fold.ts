// What the facts for the late boards do to the state, a row a kind.
import type { State } from "../state.ts";
import type { LateEvent } from "./late-event.ts";

type Folds = { readonly [T in LateEvent["type"]]?: (state: State, event: Extract<LateEvent, { type: T }>) => State };

const folds: Folds = {};

export function foldLate(state: State, event: LateEvent): State {
  const fold = folds[event.type] as ((state: State, event: LateEvent) => State) | undefined;
  return fold?.(state, event) ?? state;
}
