// Our own rule for stuck sessions. The gateway's detector goes blind when a follow-up is steered into a hung run,
// and its ring never names the session, so progress is watched from outside.
import { current } from "./facts.ts";
import type { Session, Task } from "./model/sessions.ts";
import { lastValue } from "./reading.ts";
import { findSession } from "./session-list.ts";
import type { State } from "./state.ts";

/** The gateway's own detector warns at 120 s and may abort at 360 s; ours names the session at once, and calls it stuck before that. */
export const STALLED_MS = 120_000;
export const STUCK_MS = 300_000;

/** From when on a run without progress is stalled, and stuck: as configured for the alert, so that boards and alert say one word. */
export function silentLimits({ settings }: State): { readonly stalledMs: number; readonly stuckMs: number } {
  const own = settings.rules["session-silent"];
  return { stalledMs: (own?.warn ?? STALLED_MS / 1_000) * 1_000, stuckMs: (own?.crit ?? STUCK_MS / 1_000) * 1_000 };
}

export type RunProgress = {
  readonly key: string;
  readonly state: "queued" | "running" | "stalled" | "stuck";
  /** Since the run started, or since it was queued. Null when the gateway does not say. */
  readonly ageMs: number | null;
  /** Since the newest sign of life; never older than the run. Null while queued. */
  readonly silentMs: number | null;
  readonly queueDepth: number;
};

const isRunning = (session: Session): boolean => session.status === "running" && session.hasActiveRun !== false;

/** `running`: the oldest start and the newest activity of all runs of the session that run. */
type Runs = {
  readonly queued: number;
  readonly oldestQueuedAt: number | null;
  readonly running: Pick<Task, "startedAt" | "lastActivityAt"> | null;
};
const noRuns: Runs = { queued: 0, oldestQueuedAt: null, running: null };

const ofOthers: ReadonlySet<string | null> = new Set(["subagent", "acp"]);

/** The session a run is in: that of a sub-agent is its own, not that of whoever asked for it. */
export const ranIn = ({ runtime, sessionKey, childSessionKey }: Task): string | null =>
  ofOthers.has(runtime) ? (childSessionKey ?? sessionKey) : sessionKey;

const counted = new WeakMap<readonly Task[], ReadonlyMap<string, Runs>>();

/** Runs by session: `execution` tells queued from running, `status` does not. */
function runsBySession(tasks: readonly Task[]): ReadonlyMap<string, Runs> {
  const before = counted.get(tasks);
  if (before !== undefined) return before;
  const runs = new Map<string, Runs>();
  for (const task of tasks) {
    const key = ranIn(task);
    if (key === null || task.endedAt !== null) continue;
    const known = runs.get(key) ?? noRuns;
    if (task.execution === "queued") {
      const oldest = Math.min(known.oldestQueuedAt ?? Infinity, task.createdAt ?? Infinity);
      runs.set(key, { ...known, queued: known.queued + 1, oldestQueuedAt: Number.isFinite(oldest) ? oldest : null });
    } else if (task.execution === "running") {
      const startedAt = pick(Math.min, known.running?.startedAt ?? null, task.startedAt);
      const lastActivityAt = pick(Math.max, known.running?.lastActivityAt ?? null, task.lastActivityAt);
      runs.set(key, { ...known, running: { startedAt, lastActivityAt } });
    }
  }
  counted.set(tasks, runs);
  return runs;
}

const pick = (of: (a: number, b: number) => number, a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : of(a, b);

function progressOf(state: State, session: Session, runs: Runs): RunProgress | null {
  const queuedOnly = runs.running === null && (session.status === "queued" || (runs.queued > 0 && !isRunning(session)));
  if (queuedOnly) {
    const from = runs.oldestQueuedAt ?? session.startedAt;
    return { key: session.key, state: "queued", ageMs: from === null ? null : state.now - from, silentMs: null, queueDepth: runs.queued };
  }
  if (!isRunning(session) && runs.running === null) return null;
  const startedAt = runs.running?.startedAt ?? session.startedAt;
  const signs = [startedAt, runs.running?.lastActivityAt ?? null, state.progress.get(session.key) ?? null, unwatchedUntil(state)];
  const newest = Math.max(...signs.map((at) => at ?? 0));
  const silentMs = newest === 0 ? null : Math.max(0, state.now - newest);
  const { stalledMs, stuckMs } = silentLimits(state);
  const verdict = silentMs === null || silentMs <= Math.min(stalledMs, stuckMs) ? "running" : silentMs > stuckMs ? "stuck" : "stalled";
  const ageMs = startedAt === null ? null : Math.max(0, state.now - startedAt);
  return { key: session.key, state: verdict, ageMs, silentMs, queueDepth: runs.queued };
}

/**
 * A task tells when its run last moved. A release without tasks tells only by events: silence from before we listened is not known.
 */
export function unwatchedUntil(state: State): number | null {
  if (state.snapshot.tasks.kind !== "absent" || state.link.phase !== "open") return null;
  return Math.max(state.link.since, state.watchedSince);
}

const busy = new WeakMap<readonly Session[], readonly Session[]>();

/** Few of ten thousand sessions work: they are looked for once for each list. */
function mayWork(items: readonly Session[]): readonly Session[] {
  const before = busy.get(items);
  if (before !== undefined) return before;
  const found = items.filter(({ status }) => status === "running" || status === "queued");
  busy.set(items, found);
  return found;
}

function candidates(items: readonly Session[], runs: ReadonlyMap<string, Runs>): ReadonlySet<Session> {
  const found = new Set(mayWork(items));
  for (const key of runs.keys()) {
    const session = findSession(items, key);
    if (session !== null) found.add(session);
  }
  return found;
}

const noTasks: readonly Task[] = [];
const noSessions: readonly Session[] = [];
const known = new WeakMap<State, ReadonlyMap<string, RunProgress>>();

/** Every session with work, by key. Empty while sessions were never read; ages go on when the reading is stale. */
export function runProgress(state: State): ReadonlyMap<string, RunProgress> {
  const before = known.get(state);
  if (before !== undefined) return before;
  const sessions = lastValue(state.snapshot.sessions)?.items ?? noSessions;
  const runs = runsBySession(lastValue(state.snapshot.tasks) ?? noTasks);
  const out = new Map<string, RunProgress>();
  for (const session of candidates(sessions, runs)) {
    const progress = progressOf(state, session, runs.get(session.key) ?? noRuns);
    if (progress) out.set(session.key, progress);
  }
  known.set(state, out);
  return out;
}

/** When the oldest run that still waits was queued; null when none waits or the release has no tasks. */
export function oldestWaitMs(state: State): number | null {
  const tasks = current(state, "tasks");
  if (tasks.kind !== "ok") return null;
  const waiting = tasks.value.filter((task) => task.execution === "queued" && task.endedAt === null && task.createdAt !== null);
  return waiting.length === 0 ? null : state.now - Math.min(...waiting.map((task) => task.createdAt ?? state.now));
}
