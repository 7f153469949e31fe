// The gateway's detector names sessions only in its log: its newest line about each, while it still says so.
import { clockAheadMs } from "../channels/deaf-accounts.ts";
import type { LogNote } from "../model/log-notes.ts";
import { lastValue } from "../reading.ts";
import type { State } from "../state.ts";

export type DetectorLine = Extract<LogNote, { of: "detector" }>;

/** It says it again every 30 s, and the log is read every 10 s. */
const FRESH_MS = 75_000;

/** When the boot that runs now began, by the gateway's clock; notes before it are of another life. */
export const bootOf = (state: State): number => (state.boots.at(-1)?.at ?? 0) + clockAheadMs(state);

const known = new WeakMap<State, ReadonlyMap<string, DetectorLine>>();

/** sessionKey → the newest line. */
export function detectorLines(state: State): ReadonlyMap<string, DetectorLine> {
  const before = known.get(state);
  if (before !== undefined) return before;
  const now = state.now + clockAheadMs(state);
  const lines = new Map<string, DetectorLine>();
  for (const note of lastValue(state.snapshot.restartLog)?.work.notes ?? []) {
    if (note.of === "detector" && now - note.at < FRESH_MS && note.at > bootOf(state)) lines.set(note.sessionKey, note);
  }
  known.set(state, lines);
  return lines;
}
