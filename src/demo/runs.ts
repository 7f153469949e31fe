// Agent runs of a session as the script has them, for any window of time.
import { chance } from "./noise.ts";
import type { RunEdit, SessionScript, Span } from "./scenario.ts";

export type Run = {
  readonly session: SessionScript;
  /** Counts the session's runs; part of every id made for this one. */
  readonly nth: number;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly failed: string | null;
  readonly silent: boolean;
  /** Ended before it was over: by a person, or by a restart. */
  readonly cut: "abort" | "restart" | null;
};

export type RunState = "queued" | "running" | "finished";

export function runState(run: Run, ms: number): RunState {
  if (run.endedAt !== null && run.endedAt <= ms) return "finished";
  return run.startedAt !== null && run.startedAt <= ms ? "running" : "queued";
}

const providerFailure = "The provider is overloaded (HTTP 529). Retried 8 times.";

/** A dashboard asks for the same few turns many times a second. */
const recentTurns = new WeakMap<SessionScript, Map<number, Run | null>>();
const recentMax = 128;

function turn(session: SessionScript, nth: number): Run | null {
  let recent = recentTurns.get(session);
  if (recent === undefined || recent.size > recentMax) recentTurns.set(session, (recent = new Map()));
  const known = recent.get(nth);
  if (known !== undefined) return known;
  const made = makeTurn(session, nth);
  recent.set(nth, made);
  return made;
}

function makeTurn(session: SessionScript, nth: number): Run | null {
  const { runs } = session;
  if (runs.pattern !== "turns") return null;
  const vary = (what: string, share: number): number => 1 + (chance(session.key, nth, what) * 2 - 1) * share;
  const createdAt = Math.round(runs.offsetMs + nth * runs.everyMs + chance(session.key, nth, "late") * runs.everyMs * 0.2);
  const startedAt = createdAt + Math.round(40 + chance(session.key, nth, "wait") * 160);
  // Never so long that the next turn would find this one still running.
  const runMs = Math.min(runs.runMs * vary("length", 0.45), runs.everyMs * 0.75);
  const failed = runs.failEvery !== undefined && nth % runs.failEvery === runs.failEvery - 1 ? providerFailure : null;
  return { session, nth, createdAt, startedAt, endedAt: Math.round(startedAt + runMs), failed, silent: false, cut: null };
}

function flooded(session: SessionScript, nth: number): Run | null {
  const { runs } = session;
  if (runs.pattern !== "flood") return null;
  const place = runs.nth + nth * runs.of;
  const createdAt = runs.sinceMs + place * runs.arriveEveryMs;
  const startedAt = Math.max(createdAt + 60, runs.sinceMs + place * runs.serveEveryMs);
  return { session, nth, createdAt, startedAt, endedAt: startedAt + runs.runMs, failed: null, silent: false, cut: null };
}

const fromSpan = (session: SessionScript, nth: number, span: Span): Run => ({
  session,
  nth,
  createdAt: span.createdAt,
  startedAt: span.startedAt,
  endedAt: span.endedAt,
  failed: span.failed ?? null,
  silent: span.silent === true,
  cut: null,
});

function candidates(session: SessionScript, fromMs: number, toMs: number): readonly (Run | null)[] {
  const { runs } = session;
  if (runs.pattern === "spans") return runs.spans.map((span, nth) => fromSpan(session, nth, span));
  const step = runs.pattern === "turns" ? runs.everyMs : runs.arriveEveryMs * runs.of;
  const origin = runs.pattern === "turns" ? runs.offsetMs : runs.sinceMs + runs.nth * runs.arriveEveryMs;
  // A flood's early work ends late: look back as far as the queue can be long.
  const served = runs.pattern === "turns" ? step : runs.serveEveryMs * runs.of;
  const first = Math.floor((fromMs - origin - (runs.pattern === "turns" ? step : runs.runMs)) / served) - 1;
  const last = Math.floor((toMs - origin) / step);
  const from = runs.pattern === "flood" ? Math.max(0, first) : first;
  const make = runs.pattern === "turns" ? turn : flooded;
  return Array.from({ length: Math.max(0, last - from + 1) }, (_, index) => make(session, from + index));
}

/** Beyond any number a script gives its runs. */
const addedNth = 1_000_000;

const aliveAt = (run: Run, ms: number): boolean => run.createdAt <= ms && (run.endedAt === null || run.endedAt > ms);

function cutShort(run: Run, atMs: number, by: "abort" | "restart"): Run {
  const begun = run.startedAt !== null && run.startedAt <= atMs;
  return { ...run, startedAt: begun ? run.startedAt : null, endedAt: atMs, failed: null, cut: by };
}

function edited(runs: readonly Run[], edit: RunEdit, index: number, session: SessionScript): readonly Run[] {
  switch (edit.edit) {
    case "refuse":
      return runs.filter(({ createdAt }) => createdAt < edit.fromMs || createdAt >= edit.untilMs);
    case "cut":
      return runs.map((run) =>
        aliveAt(run, edit.atMs) && (edit.nth === null || edit.nth === run.nth) ? cutShort(run, edit.atMs, edit.by) : run,
      );
    case "serve":
      return runs.map((run) => (run.nth === edit.nth ? { ...run, startedAt: edit.startedAt, endedAt: edit.endedAt } : run));
    case "add":
      return [...runs, fromSpan(session, addedNth + index, edit.span)];
  }
}

const isRun = (run: Run | null): run is Run => run !== null;

/** Runs that were alive at some moment of [fromMs, toMs], oldest first. */
export function runsBetween(session: SessionScript, fromMs: number, toMs: number): readonly Run[] {
  const scripted = candidates(session, fromMs, toMs).filter(isRun);
  const edits = session.edits ?? [];
  return edits
    .reduce<readonly Run[]>((runs, edit, index) => edited(runs, edit, index, session), scripted)
    .filter((run) => run.createdAt <= toMs && (run.endedAt === null || run.endedAt >= fromMs))
    .toSorted((a, b) => a.createdAt - b.createdAt);
}

/** The newest run that had ended by then. */
export function lastFinished(session: SessionScript, ms: number): Run | null {
  const reach = session.runs.pattern === "turns" ? session.runs.everyMs * 3 : Infinity;
  const ended = runsBetween(session, ms - reach, ms).filter((run) => runState(run, ms) === "finished");
  return ended.reduce<Run | null>((best, run) => (best === null || (run.endedAt ?? 0) >= (best.endedAt ?? 0) ? run : best), null);
}
