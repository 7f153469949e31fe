// Sessions in the order a person on call reads them: stuck, stalled, running, queued, then the newest of the rest.
import { panelMatcher } from "../boards/panel-filter.ts";
import { matchingSessions, restedAt, sortedSessions } from "../boards/session-order.ts";
import type { Session } from "../model/sessions.ts";
import { lastValue } from "../reading.ts";
import type { State } from "../state.ts";
import { runProgress, type RunProgress } from "../stuck.ts";
import type { Mark } from "./cell.ts";

/** A run that waits longer than this for a lane is worth a colour. */
const LONG_WAIT_MS = 60_000;

export type SessionRow = {
  readonly key: string;
  readonly session: Session;
  /** Null when it has no work now. */
  readonly run: RunProgress | null;
  readonly words: string;
  readonly mark: Mark;
  /** Its last run ended badly. */
  readonly failed: boolean;
  /** Since the run started or was queued; at rest, since its last activity. Null when unknown. */
  readonly ageMs: number | null;
};

type RunState = RunProgress["state"];

export type SessionView = {
  /** May exceed `length`: the gateway limits its list. */
  readonly total: number;
  /** Rows held, before the filter. */
  readonly held: number;
  readonly length: number;
  readonly counts: Readonly<Record<RunState, number>>;
  readonly keys: () => readonly string[];
  /** Rows are made only for the slice asked for. */
  readonly rows: (from: number, to: number) => readonly SessionRow[];
  readonly find: (key: string) => SessionRow | null;
};

const rank: Readonly<Record<RunState, number>> = { stuck: 0, stalled: 1, running: 2, queued: 3 };
const marks: Readonly<Record<RunState, Mark>> = { stuck: "bad", stalled: "warn", running: "ok", queued: "partial" };
const failures: ReadonlySet<string | null> = new Set(["failed", "timeout"]);

function workingRow(session: Session, run: RunProgress): SessionRow {
  const long = run.state === "queued" && (run.ageMs ?? 0) > LONG_WAIT_MS;
  return { key: session.key, session, run, words: run.state, mark: long ? "warn" : marks[run.state], failed: false, ageMs: run.ageMs };
}

function restingRow(session: Session, now: number): SessionRow {
  const at = restedAt(session);
  const failed = failures.has(session.status);
  return {
    key: session.key,
    session,
    run: null,
    words: session.status ?? "idle",
    mark: failed ? "bad" : "off",
    failed,
    ageMs: at === 0 ? null : Math.max(0, now - at),
  };
}

const views = new WeakMap<State, SessionView>();

export function sessionView(state: State): SessionView {
  const before = views.get(state);
  if (before !== undefined) return before;
  const view = viewOf(state);
  views.set(state, view);
  return view;
}

const noSessions: readonly Session[] = [];

function viewOf(state: State): SessionView {
  const list = lastValue(state.snapshot.sessions);
  const runs = runProgress(state);
  const sorted = sortedSessions(list?.items ?? noSessions, "trouble");
  const matcher = panelMatcher(state, "sessions");
  const listed = matchingSessions(sorted, runs, matcher);
  const shown = matcher.all ? null : new Set(listed);
  const working: SessionRow[] = [];
  const resting: Session[] = [];
  const counts: Record<RunState, number> = { stuck: 0, stalled: 0, running: 0, queued: 0 };
  for (const session of sorted) {
    const run = runs.get(session.key);
    if (run !== undefined) counts[run.state] += 1;
    if (shown?.has(session) === false) continue;
    if (run === undefined) resting.push(session);
    else working.push(workingRow(session, run));
  }
  const silence = ({ run }: SessionRow): number => run?.silentMs ?? run?.ageMs ?? 0;
  working.sort((a, b) => rank[a.run?.state ?? "queued"] - rank[b.run?.state ?? "queued"] || silence(b) - silence(a));
  const rest = (session: Session): SessionRow => restingRow(session, state.now);
  return {
    total: Math.max(list?.total ?? 0, sorted.length),
    held: sorted.length,
    length: listed.length,
    counts,
    keys: () => [...working.map((row) => row.key), ...resting.map((session) => session.key)],
    rows: (from, to) => [
      ...working.slice(from, to),
      ...resting.slice(Math.max(0, from - working.length), Math.max(0, to - working.length)).map(rest),
    ],
    find: (key) => {
      const known = working.find((row) => row.key === key);
      const session = known === undefined ? resting.find((one) => one.key === key) : undefined;
      return known ?? (session === undefined ? null : rest(session));
    },
  };
}

/** `agent:main:telegram:4411` reads `main › telegram:4411`. */
export function sessionName(key: string): string {
  const [kind, agent, ...rest] = key.split(":");
  return kind === "agent" && agent !== undefined && rest.length > 0 ? `${agent} › ${rest.join(":")}` : key;
}
