// The sessions board: every session in the person's order and filter, with what stands in its way and what its last run left.
import { matcherOf } from "../boards/filter.ts";
import type { SessionBoardRow } from "../boards/board.ts";
import { contextShare, orderedSessions, restedAt, stateWord, type Ordered } from "../boards/session-order.ts";
import type { Session } from "../model/sessions.ts";
import { lastValue } from "../reading.ts";
import { findSession } from "../session-list.ts";
import type { State } from "../state.ts";
import { runProgress, type RunProgress } from "../stuck.ts";
import { detectorLines } from "../workload/detector-lines.ts";
import { ineffectiveRecoveries } from "../workload/recovery.ts";
import { scarsOf } from "../workload/scars.ts";
import { age } from "../units.ts";
import type { Mark } from "./cell.ts";
import { laneRows } from "./queues.ts";

/** `ageMs`: since the run began or was queued; at rest since its last activity. `notes`: what a person must know of it, worst first. */
export type SessionBoardLine = SessionBoardRow & { readonly ageMs: number | null; readonly notes: readonly string[] };

export type SessionBoardView = {
  /** Of the gateway; may exceed what is held. */
  readonly total: number;
  /** Rows held, before the filter. */
  readonly held: number;
  /** Rows that pass the filter. */
  readonly length: number;
  readonly counts: Readonly<Record<RunProgress["state"], number>>;
  readonly keys: () => readonly string[];
  /** Rows are made only for the slice asked for. */
  readonly rows: (from: number, to: number) => readonly SessionBoardLine[];
  /** Also one that the filter leaves out. */
  readonly find: (key: string) => SessionBoardLine | null;
};

/** A run that waits longer than this for a lane is worth a colour. */
const LONG_WAIT_MS = 60_000;

const marks: Readonly<Record<RunProgress["state"], Mark>> = { stuck: "bad", stalled: "warn", running: "ok", queued: "partial" };
const failures: ReadonlySet<string | null> = new Set(["failed", "timeout"]);
const scarWords: Readonly<Record<SessionBoardRow["scars"][number], string>> = {
  tombstoned: "given up after a restart",
  "dangling-tool-call": "perhaps a tool call without result",
  "aborted-last-run": "last run aborted",
};

type Scene = {
  readonly state: State;
  readonly runs: ReadonlyMap<string, RunProgress>;
  readonly ineffective: ReadonlySet<string | null>;
  /** What a queued run waits for: the full lanes. */
  readonly full: string;
};

function markOf(session: Session, run: RunProgress | undefined, ineffective: boolean, scars: SessionBoardRow["scars"]): Mark {
  if (ineffective) return "bad";
  if (run !== undefined) return run.state === "queued" && (run.ageMs ?? 0) > LONG_WAIT_MS ? "warn" : marks[run.state];
  const scarred = scars.includes("tombstoned") || scars.includes("dangling-tool-call");
  return failures.has(session.status) || scarred ? "warn" : "off";
}

function notesOf(row: SessionBoardRow, { state, full }: Scene): readonly string[] {
  const { session, run, detector, ineffective, scars } = row;
  return [
    ineffective ? `INEFFECTIVE: recovery released nothing${run !== null && run.queueDepth > 0 ? `, ${run.queueDepth} wait` : ""}` : "",
    run?.state === "queued" ? full : "",
    detector === null ? "" : `detector: ${detector.verdict} ${age(Math.max(0, state.now - detector.at))} ago`,
    run === null && session.lastRunError !== null && failures.has(session.status) ? session.lastRunError : "",
    ...scars.filter((scar) => scar !== "aborted-last-run" || run === null).map((scar) => scarWords[scar]),
  ].filter((note) => note !== "");
}

function lineOf(session: Session, depth: number, scene: Scene): SessionBoardLine {
  const { state, runs } = scene;
  const run = runs.get(session.key);
  const line = run === undefined ? undefined : detectorLines(state).get(session.key);
  const ineffective = scene.ineffective.has(session.key);
  const scars = scarsOf(state, session);
  const at = restedAt(session);
  const row: SessionBoardRow = {
    key: session.key,
    session,
    run: run ?? null,
    words: stateWord(session, run),
    mark: markOf(session, run, ineffective, scars),
    detector: line === undefined ? null : { verdict: line.verdict, at: line.at },
    ineffective,
    scars,
    contextShare: contextShare(session),
    depth,
  };
  const ageMs = run === undefined ? (at === 0 ? null : Math.max(0, state.now - at)) : run.ageMs;
  return { ...row, ageMs, notes: notesOf(row, scene) };
}

/** `waits for main 2/2`; without a full lane it waits for the run before it. */
function fullLanes(state: State): string {
  const full = laneRows(state).filter(({ lane }) => lane.queued > 0 && lane.limit !== null && lane.active >= lane.limit);
  return full.length === 0
    ? "waits its turn"
    : `waits for ${full.map(({ lane }) => `${lane.lane} ${lane.active}/${lane.limit ?? 0}`).join(", ")}`;
}

const keysOf = new WeakMap<Ordered, readonly string[]>();

function orderedKeys(ordered: Ordered): readonly string[] {
  const known = keysOf.get(ordered);
  if (known !== undefined) return known;
  const keys = ordered.sessions.map(({ key }) => key);
  keysOf.set(ordered, keys);
  return keys;
}

const noSessions: readonly Session[] = [];
const views = new WeakMap<State, SessionBoardView>();

export function sessionBoard(state: State): SessionBoardView {
  const before = views.get(state);
  if (before !== undefined) return before;
  const list = lastValue(state.snapshot.sessions);
  const items = list?.items ?? noSessions;
  const runs = runProgress(state);
  const { sort, filter } = state.view.boardViews.sessions;
  const ordered = orderedSessions({ items, runs, sort, matcher: matcherOf(filter.text) });
  const ineffective = new Set(ineffectiveRecoveries(state).map(({ sessionKey }) => sessionKey));
  const scene: Scene = { state, runs, ineffective, full: fullLanes(state) };
  const counts = { stuck: 0, stalled: 0, running: 0, queued: 0 };
  for (const run of runs.values()) counts[run.state] += 1;
  const view: SessionBoardView = {
    total: Math.max(list?.total ?? 0, items.length),
    held: items.length,
    length: ordered.sessions.length,
    counts,
    keys: () => orderedKeys(ordered),
    rows: (from, to) =>
      ordered.sessions.slice(from, to).map((session, index) => lineOf(session, ordered.depths?.[from + index] ?? 0, scene)),
    find: (key) => {
      const session = findSession(items, key);
      return session === null ? null : lineOf(session, 0, scene);
    },
  };
  views.set(state, view);
  return view;
}
