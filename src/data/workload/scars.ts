// What a run left behind in its session.
import type { Session } from "../model/sessions.ts";
import type { State } from "../state.ts";
import type { SessionBoardRow } from "../boards/board.ts";
import { danglingCalls } from "./open-tools.ts";

export type Scar = SessionBoardRow["scars"][number];

/** Worst first. */
export function scarsOf(state: State, session: Session): readonly Scar[] {
  const scars: Scar[] = [];
  if (session.restartRecoveryStatus === "tombstoned") scars.push("tombstoned");
  if (danglingCalls(state).has(session.key)) scars.push("dangling-tool-call");
  if (session.abortedLastRun === true) scars.push("aborted-last-run");
  return scars;
}
