// What the facts for the late boards do to the state, a row a kind.
import { foldLog, foldLogJson, foldNoLog, foldSearched } from "../logs/fold-log.ts";
import type { State } from "../state.ts";
import { foldActivity } from "./audit/ledger.ts";
import type { LateEvent } from "./late-event.ts";

type Folds = { readonly [T in LateEvent["type"]]: (state: State, event: Extract<LateEvent, { type: T }>) => State };

const JOURNAL_KEPT = 500;

const folds: Folds = {
  log: foldLog,
  "no-log": foldNoLog,
  "log-json": foldLogJson,
  "log-searched": foldSearched,
  "older-activity": foldActivity,
  "journal-lines": (state, { entries }) => ({ ...state, late: { ...state.late, journal: entries.slice(-JOURNAL_KEPT) } }),
  guard: (state, { guard }) => ({ ...state, late: { ...state.late, guard } }),
};

export function foldLate(state: State, event: LateEvent): State {
  const fold = folds[event.type] as (state: State, event: LateEvent) => State;
  return fold(state, event);
}
