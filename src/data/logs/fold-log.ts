// Lines of the log, as they enter the state.
import { bookAppended } from "./append.ts";
import { followed, sought } from "./view-logs.ts";
import type { LateEvent } from "../late/late-event.ts";
import type { State } from "../state.ts";

type Of<T extends LateEvent["type"]> = Extract<LateEvent, { type: T }>;

export function foldLog(state: State, { batch }: Of<"log">): State {
  const pinned = !state.view.late.logs.follow || state.view.frozen !== null;
  const log = bookAppended(state.late.log, batch, pinned);
  return sought(followed({ ...state, late: { ...state.late, log } }));
}

export const foldNoLog = (state: State, { why }: Of<"no-log">): State => ({
  ...state,
  late: { ...state.late, log: { ...state.late.log, why } },
});

export const foldLogJson = (state: State, { line, json }: Of<"log-json">): State => ({
  ...state,
  late: { ...state.late, logJson: { line, json } },
});

/** A book of the same lines: its rows are asked for anew. */
export const foldSearched = (state: State): State => sought(followed({ ...state, late: { ...state.late, log: { ...state.late.log } } }));
