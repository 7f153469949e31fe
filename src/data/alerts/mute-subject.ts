// The problem that is acknowledged or snoozed: the row the person chose, else the one of line 1.
import { focused } from "../focus.ts";
import { listedProblems } from "../select/listed.ts";
import { selectedIndex } from "../select/rows.ts";
import type { State } from "../state.ts";
import type { Mute, MuteRequest } from "./mute.ts";
import { problemLine } from "./problem-line.ts";
import { alertsOf, problemRows } from "./problems.ts";

/** `keys`: of every alert of the row. `mute`: said of this row alone, not of all problems. */
export type MuteSubject = { readonly keys: readonly string[]; readonly about: string; readonly mute: Mute | null };

export function muteSubject(state: State): MuteSubject | null {
  const rows = listedProblems(state);
  const keys = rows.map(({ key }) => key);
  // What is muted comes last: the first row is what line 1 speaks of.
  const row = focused(state.view) === "problems" ? rows[selectedIndex(state, "problems", keys)] : problemRows(state)[0];
  if (row === undefined) return null;
  const line = problemLine(row, state.now);
  return {
    keys: alertsOf(row).map(({ id, subject }) => `${id}/${subject}`),
    about: line?.subject ?? row.key,
    mute: row.mute?.kind === "maintenance" ? null : row.mute,
  };
}

/** Said already of the row: taken back. */
export function acknowledged(state: State): readonly MuteRequest[] {
  const subject = muteSubject(state);
  if (subject === null) return [];
  return subject.keys.map((key) => (subject.mute === null ? { ask: "ack", key } : { ask: "lift", key }));
}
