// What this host shows of a change the gateway does not push: a socket comes or goes with the server it leads to, and lines are written.
// It costs the gateway nothing, so that what would have to be asked every two seconds can wait for it.
import type { Event } from "../data/events.ts";
import type { RestartLog } from "../data/restart/restart-log.ts";

/** Null: nothing of the kind is to be seen here. */
export type Hints = {
  readonly handles: number | null;
  /** What the log told so far; its mere growth is no hint, for the gateway writes down every answer that took it long, also ours. */
  readonly log: Pick<RestartLog, "notes" | "work"> | null;
};

export const noHints: Hints = { handles: null, log: null };

/** `knocking`: one of our own probes has a connection open, which is a handle too. */
export function hintsIn(before: Hints, event: Event, knocking: boolean): Hints {
  if (event.type !== "sampled") return before;
  if (event.source === "process") {
    const handles = event.value.found ? event.value.openHandles : null;
    return handles !== null && knocking ? before : { ...before, handles };
  }
  return event.source === "restartLog" ? { ...before, log: event.value } : before;
}

/** The first look at something is no change. */
export function changed(before: Hints, after: Hints): boolean {
  const sockets = before.handles !== null && after.handles !== null && before.handles !== after.handles;
  return (
    sockets || (before.log !== null && after.log !== null && (before.log.notes !== after.log.notes || before.log.work !== after.log.work))
  );
}
