// Tool calls that began and were never seen to end: when their run is over, its transcript holds a call without a result.
import { lastValue } from "../reading.ts";
import type { State } from "../state.ts";
import { runProgress } from "../stuck.ts";

/** `ids` of the calls; `at`: the newest sign of one. */
type OpenCalls = { readonly ids: readonly string[]; readonly at: number };
export type OpenTools = ReadonlyMap<string, OpenCalls>;

const CALLS_KEPT = 50;
const SESSIONS_KEPT = 1_000;
/** An end may be told a little after the end of its run. */
const SETTLED_MS = 5_000;

export function toolSeen(
  open: OpenTools,
  sessionKey: string,
  tool: { readonly id: string; readonly ended: boolean },
  at: number,
): OpenTools {
  const others = (open.get(sessionKey)?.ids ?? []).filter((id) => id !== tool.id);
  if (tool.ended && others.length === 0) return runBegan(open, sessionKey);
  const next = new Map(open);
  next.delete(sessionKey);
  next.set(sessionKey, { ids: tool.ended ? others : [...others, tool.id].slice(-CALLS_KEPT), at });
  return next.size > SESSIONS_KEPT ? new Map([...next].slice(-SESSIONS_KEPT)) : next;
}

/** A run mends the transcript of the one before. */
export function runBegan(open: OpenTools, sessionKey: string): OpenTools {
  if (!open.has(sessionKey)) return open;
  const next = new Map(open);
  next.delete(sessionKey);
  return next;
}

const known = new WeakMap<State, ReadonlyMap<string, number>>();

/**
 * sessionKey → since when a call is without a result although nothing runs there. Only what gatetop saw itself: no release tells it.
 */
export function danglingCalls(state: State): ReadonlyMap<string, number> {
  const before = known.get(state);
  if (before !== undefined) return before;
  const dangling = new Map<string, number>();
  known.set(state, dangling);
  if (state.openTools.size === 0 || lastValue(state.snapshot.sessions) === null) return dangling;
  const runs = runProgress(state);
  for (const [key, { at }] of state.openTools) {
    const run = runs.get(key);
    if ((run === undefined || run.state === "queued") && state.now - at > SETTLED_MS) dangling.set(key, at);
  }
  return dangling;
}
