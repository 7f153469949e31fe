// What this host shows of a change the gateway does not push: a socket comes or goes with the server it leads to, and lines are written.
// It costs the gateway nothing, so that what would have to be asked every two seconds can wait for it.
import type { Event } from "../data/events.ts";

/** Null: nothing of the kind is to be seen here. */
export type Hints = { readonly handles: number | null; readonly logEnd: number | null };

export const noHints: Hints = { handles: null, logEnd: null };

/** `knocking`: one of our own probes has a connection open, which is a handle too. */
export function hintsIn(before: Hints, event: Event, knocking: boolean): Hints {
  if (event.type !== "sampled") return before;
  if (event.source === "process") {
    const handles = event.value.found ? event.value.openHandles : null;
    return handles !== null && knocking ? before : { ...before, handles };
  }
  return event.source === "restartLog" ? { ...before, logEnd: event.value.cursor } : before;
}

/** The first look at something is no change. */
export function changed(before: Hints, after: Hints): boolean {
  const differs = (a: number | null, b: number | null): boolean => a !== null && b !== null && a !== b;
  return differs(before.handles, after.handles) || differs(before.logEnd, after.logEnd);
}
