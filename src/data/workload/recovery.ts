// The gateway tried to free a stuck session, released nothing, and the work still waits.
import { clockAheadMs } from "../channels/deaf-accounts.ts";
import type { LogNote } from "../model/log-notes.ts";
import { lastValue } from "../reading.ts";
import type { State } from "../state.ts";
import { runProgress, type RunProgress } from "../stuck.ts";
import { bootOf } from "./detector-lines.ts";

type RecoveryNote = Extract<LogNote, { of: "recovery" }>;

/** `sessionKey` null: told by the diagnostics ring alone, which names no session. `at`: our clock. */
export type IneffectiveRecovery = {
  readonly sessionKey: string | null;
  readonly at: number;
  readonly status: string;
  readonly action: string | null;
  /** Runs that wait behind the one it did not free. */
  readonly queued: number;
};

/** Later another one would have been tried, or the run ended. */
const COUNTS_MS = 900_000;
/** The log and the ring tell of one recovery at nearly the same time. */
const SAME_MS = 5_000;

const didNothing: ReadonlySet<string | null> = new Set(["skipped", "failed"]);
const isIneffective = (status: string | null, released: number | null): boolean => didNothing.has(status) || released === 0;

/** A run that began after the recovery was let in by it. */
const stillWaits = (run: RunProgress | undefined, at: number, now: number): run is RunProgress =>
  run !== undefined && (run.ageMs === null || now - run.ageMs <= at);

function newestByKey(state: State): ReadonlyMap<string, RecoveryNote> {
  const now = state.now + clockAheadMs(state);
  const notes = new Map<string, RecoveryNote>();
  for (const note of lastValue(state.snapshot.restartLog)?.work.notes ?? []) {
    if (note.of === "recovery" && now - note.at < COUNTS_MS && note.at > bootOf(state)) notes.set(note.sessionKey, note);
  }
  return notes;
}

/** The ring's `count` is what was released; it leaves out a 0. */
function inRing(state: State, told: readonly RecoveryNote[]): readonly IneffectiveRecovery[] {
  const aheadMs = clockAheadMs(state);
  const record = state.traffic?.detector.findLast(
    ({ type, at }) => type === "session.recovery.completed" && state.now + aheadMs - at < COUNTS_MS && at > bootOf(state),
  );
  if (record === undefined || !isIneffective(record.outcome, record.count ?? 0)) return [];
  if (told.some(({ at }) => Math.abs(at - record.at) < SAME_MS)) return [];
  const at = record.at - aheadMs;
  const silent = [...runProgress(state).values()].filter(({ state: is }) => is === "stalled" || is === "stuck");
  if (!silent.some((run) => stillWaits(run, at, state.now))) return [];
  return [{ sessionKey: null, at, status: record.outcome ?? "unknown", action: null, queued: record.queueDepth ?? 0 }];
}

const known = new WeakMap<State, readonly IneffectiveRecovery[]>();

/** Of the last readings: whether they are fresh is the caller's to ask. */
export function ineffectiveRecoveries(state: State): readonly IneffectiveRecovery[] {
  const before = known.get(state);
  if (before !== undefined) return before;
  const runs = runProgress(state);
  const aheadMs = clockAheadMs(state);
  const newest = newestByKey(state);
  const named = [...newest.values()].flatMap(({ sessionKey, status, action, released, queued, at }): readonly IneffectiveRecovery[] => {
    const run = runs.get(sessionKey);
    if (!isIneffective(status, released) || !stillWaits(run, at - aheadMs, state.now)) return [];
    return [{ sessionKey, at: at - aheadMs, status, action, queued: Math.max(run.queueDepth, queued ?? 0) }];
  });
  const found = [...named, ...inRing(state, [...newest.values()])];
  known.set(state, found);
  return found;
}
