// What the gateway pushed, folded batch by batch: the maps and lists are copied once for the batch, not once for each push.
import type { Push } from "./events.ts";
import { setReading } from "./fold.ts";
import type { Session, SessionList, Task } from "./model/sessions.ts";
import { lastValue } from "./reading.ts";
import { patchedSessions } from "./session-list.ts";
import type { State } from "./state.ts";
import { ranIn } from "./stuck.ts";
import { runBegan, toolSeen, type OpenTools } from "./workload/open-tools.ts";

const PROGRESS_KEPT = 20_000;

type Draft = {
  state: State;
  /** Null: the session was deleted. */
  sessions: Map<string, Session | null> | null;
  tasks: Map<string, Task> | null;
  progress: Map<string, number> | null;
  openTools: OpenTools;
  at: number;
};

const ENDED_TASKS_KEPT = 500;

/** Every run that goes on, and the newest of those that ended: the next list read brings the rest, and none comes while frozen. */
function keptTasks(tasks: readonly Task[]): readonly Task[] {
  const ended = tasks.filter((task) => task.endedAt !== null);
  if (ended.length <= ENDED_TASKS_KEPT) return tasks;
  const gone = new Set(ended.slice(0, -ENDED_TASKS_KEPT));
  return tasks.filter((task) => !gone.has(task));
}

const sessionDraft = (draft: Draft): Map<string, Session | null> => (draft.sessions ??= new Map());
const taskDraft = (draft: Draft): Map<string, Task> =>
  (draft.tasks ??= new Map((lastValue(draft.state.snapshot.tasks) ?? []).map((task) => [task.id, task])));

function progressed(draft: Draft, key: string): void {
  draft.progress ??= new Map(draft.state.progress);
  draft.progress.delete(key);
  draft.progress.set(key, draft.at);
}

/** A push patches a list that was read; without a list, one push is not the list. */
const isRead = (draft: Draft, source: "sessions" | "tasks"): boolean => draft.state.snapshot[source].kind === "ok";

const folds: { readonly [P in Push["push"]]: (draft: Draft, push: Extract<Push, { push: P }>) => void } = {
  session: (draft, { session }) => {
    if (isRead(draft, "sessions")) sessionDraft(draft).set(session.key, session);
  },
  "session-removed": (draft, { key }) => {
    if (isRead(draft, "sessions")) sessionDraft(draft).set(key, null);
  },
  task: (draft, { task }) => {
    if (isRead(draft, "tasks")) taskDraft(draft).set(task.id, task);
    const key = ranIn(task);
    if (key !== null && task.execution !== "queued") progressed(draft, key);
  },
  progress: (draft, { sessionKey, stream, phase, tool }) => {
    progressed(draft, sessionKey);
    if (tool !== undefined) draft.openTools = toolSeen(draft.openTools, sessionKey, tool, draft.at);
    if (stream === "lifecycle" && phase === "start") draft.openTools = runBegan(draft.openTools, sessionKey);
  },
  presence: (draft, { entries }) => {
    draft.state = setReading(draft.state, "presence", { kind: "ok", at: draft.at, value: entries, from: "event presence", tookMs: null });
  },
  health: (draft, { health }) => {
    // The event leaves out the model runtime, which the answer read last has.
    const modelRuntimeDegraded = health.modelRuntimeDegraded ?? lastValue(draft.state.snapshot.health)?.modelRuntimeDegraded ?? null;
    const value = { ...health, modelRuntimeDegraded };
    draft.state = setReading(draft.state, "health", { kind: "ok", at: draft.at, value, from: "event health", tookMs: null });
  },
  shutdown: (draft, { announced }) => {
    draft.state = { ...draft.state, announced };
  },
  update: (draft, { update }) => {
    draft.state = { ...draft.state, update };
  },
  suspension: (draft, { phase }) => {
    draft.state = { ...draft.state, suspension: phase };
  },
  broken: (draft, { name, why }) => {
    draft.state = { ...draft.state, note: { at: draft.at, text: `${name}: ${why}`, tone: "warn" } };
  },
  tick: () => {},
  other: () => {},
};

export function foldPushes(state: State, at: number, pushes: readonly Push[]): State {
  const counted: State = { ...state, pushed: state.pushed + pushes.length };
  const draft: Draft = { state: counted, sessions: null, tasks: null, progress: null, openTools: state.openTools, at };
  for (const push of pushes) (folds[push.push] as (draft: Draft, push: Push) => void)(draft, push);
  let next = draft.state;
  if (draft.sessions) next = patched(next, "sessions", at, patchedList(lastValue(next.snapshot.sessions), draft.sessions));
  if (draft.tasks) next = patched(next, "tasks", at, keptTasks([...draft.tasks.values()]));
  if (draft.progress) next = { ...next, progress: newestEntries(draft.progress, PROGRESS_KEPT) };
  return draft.openTools === next.openTools ? next : { ...next, openTools: draft.openTools };
}

function patchedList(before: SessionList | null, changes: ReadonlyMap<string, Session | null>): SessionList {
  const items = patchedSessions(before?.items ?? [], changes);
  return { ...before, items, total: Math.max(before?.total ?? 0, items.length) };
}

function patched(state: State, source: "sessions" | "tasks", at: number, value: unknown): State {
  const reading = state.snapshot[source];
  return reading.kind === "ok" ? setReading(state, source, { ...reading, at, value }) : state;
}

function newestEntries(map: Map<string, number>, limit: number): ReadonlyMap<string, number> {
  if (map.size <= limit) return map;
  return new Map([...map].slice(-limit));
}
