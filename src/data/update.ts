// State, event → state. Pure; the clock arrives with the events.
import { advance } from "./alerts/advance.ts";
import { rules } from "./alerts/rules.ts";
import type { Event, Push } from "./events.ts";
import { foldSampled, markBoot, recordRoundTrip } from "./fold.ts";
import type { LinkState } from "./link-state.ts";
import type { Session, SessionList, Task } from "./model/sessions.ts";
import { failed, lastValue, type Reading } from "./reading.ts";
import { emptySeries } from "./series.ts";
import { emptySnapshot, sourceNames, sources, type Snapshot, type Source } from "./snapshot.ts";
import type { State } from "./state.ts";
import { act } from "./view.ts";

const NOTE_MS = 6_000;
const PROGRESS_KEPT = 20_000;

export function initialState(given: {
  readonly now: number;
  readonly columns: number;
  readonly rows: number;
  readonly rate?: number;
}): State {
  return {
    now: given.now,
    startedAt: given.now,
    target: null,
    link: { phase: "idle" },
    hello: null,
    announced: null,
    suspension: null,
    httpSilentSince: null,
    rpcMs: null,
    snapshot: emptySnapshot,
    history: {
      rssBytes: emptySeries,
      cpuCores: emptySeries,
      loopDelayMs: emptySeries,
      rpcMs: emptySeries,
      queued: emptySeries,
      openHandles: emptySeries,
    },
    traffic: null,
    progress: new Map(),
    channelStarts: new Map(),
    boots: [],
    lastProcess: null,
    lastServing: null,
    pushed: 0,
    gaps: 0,
    alerts: new Map(),
    note: null,
    view: {
      columns: given.columns,
      rows: given.rows,
      panel: "problems",
      selected: {},
      overlay: { kind: "none" },
      problemsOnly: false,
      rate: given.rate ?? 1,
      frozen: null,
    },
  };
}

function setReading(state: State, source: Source, reading: Reading<unknown>): State {
  return { ...state, snapshot: { ...state.snapshot, [source]: reading } };
}

/** With the link down no RPC reading can be new, whatever its age. */
function ageAll(state: State, why: string, which: (source: Source) => boolean): State {
  const snapshot: Partial<Record<Source, Reading<unknown>>> = { ...state.snapshot };
  for (const source of sourceNames) {
    const reading = state.snapshot[source] as Reading<unknown>;
    if (reading.kind === "ok" && which(source)) snapshot[source] = failed(reading, why);
  }
  return { ...state, snapshot: snapshot as Snapshot };
}

function onLink(state: State, at: number, link: LinkState): State {
  const next: State = { ...state, link };
  if (link.phase === "open") return onOpen(next, state, at, link);
  const down = state.link.phase === "open" ? ageAll(next, "the connection is down", (source) => sources[source].via === "rpc") : next;
  return { ...down, rpcMs: null };
}

function onOpen(next: State, before: State, at: number, link: Extract<LinkState, { phase: "open" }>): State {
  const was = before.hello?.value.bootId ?? null;
  const seenAt = before.hello?.at ?? at;
  const is = link.hello.bootId;
  const opened: State = { ...next, hello: { at, value: link.hello }, announced: null, suspension: link.hello.suspension };
  const short = (id: string): string => id.slice(0, 8);
  return was !== null && is !== null && was !== is
    ? markBoot(opened, { at, kind: "restart", from: `boot ${short(was)} → ${short(is)}` }, seenAt)
    : opened;
}

/** Draft of one batch: the maps and lists are copied once for the batch, not once for each push. */
type Draft = {
  state: State;
  sessions: Map<string, Session> | null;
  tasks: Map<string, Task> | null;
  progress: Map<string, number> | null;
  at: number;
};

const sessionDraft = (draft: Draft): Map<string, Session> =>
  (draft.sessions ??= new Map((lastValue(draft.state.snapshot.sessions)?.items ?? []).map((item) => [item.key, item])));
const taskDraft = (draft: Draft): Map<string, Task> =>
  (draft.tasks ??= new Map((lastValue(draft.state.snapshot.tasks) ?? []).map((task) => [task.id, task])));

function progressed(draft: Draft, key: string): void {
  draft.progress ??= new Map(draft.state.progress);
  draft.progress.delete(key);
  draft.progress.set(key, draft.at);
}

const folds: { readonly [P in Push["push"]]: (draft: Draft, push: Extract<Push, { push: P }>) => void } = {
  session: (draft, { session }) => {
    sessionDraft(draft).set(session.key, session);
  },
  "session-removed": (draft, { key }) => void sessionDraft(draft).delete(key),
  task: (draft, { task }) => {
    taskDraft(draft).set(task.id, task);
    if (task.sessionKey !== null && task.execution !== "queued") progressed(draft, task.sessionKey);
  },
  progress: (draft, { sessionKey }) => progressed(draft, sessionKey),
  presence: (draft, { entries }) => {
    draft.state = setReading(draft.state, "presence", { kind: "ok", at: draft.at, value: entries, from: "event presence", tookMs: null });
  },
  health: (draft, { health }) => {
    draft.state = setReading(draft.state, "health", { kind: "ok", at: draft.at, value: health, from: "event health", tookMs: null });
  },
  shutdown: (draft, { announced }) => {
    draft.state = { ...draft.state, announced };
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

function onPushes(state: State, at: number, pushes: readonly Push[]): State {
  const draft: Draft = { state: { ...state, pushed: state.pushed + pushes.length }, sessions: null, tasks: null, progress: null, at };
  for (const push of pushes) (folds[push.push] as (draft: Draft, push: Push) => void)(draft, push);
  let next = draft.state;
  if (draft.sessions)
    next = patched(next, "sessions", at, { items: [...draft.sessions.values()], total: totalOf(next, draft.sessions.size) });
  if (draft.tasks) next = patched(next, "tasks", at, [...draft.tasks.values()]);
  if (draft.progress) next = { ...next, progress: newestEntries(draft.progress, PROGRESS_KEPT) };
  return next;
}

const totalOf = (state: State, size: number): number => Math.max(lastValue<SessionList>(state.snapshot.sessions)?.total ?? 0, size);

/** A push patches a list that was read; without a list, one push is not the list. */
function patched(state: State, source: "sessions" | "tasks", at: number, value: unknown): State {
  const reading = state.snapshot[source];
  return reading.kind === "ok" ? setReading(state, source, { ...reading, at, value }) : state;
}

function newestEntries(map: Map<string, number>, limit: number): ReadonlyMap<string, number> {
  if (map.size <= limit) return map;
  return new Map([...map].slice(-limit));
}

function onGap(state: State, from: number, to: number): State {
  const why = `events ${from + 1} to ${to - 1} were lost; reading again`;
  const fed: readonly Source[] = ["sessions", "tasks", "presence"];
  return ageAll({ ...state, gaps: state.gaps + 1 }, why, (source) => fed.includes(source));
}

function fold(state: State, event: Event): State {
  switch (event.type) {
    case "sampled":
      return foldSampled(state, event);
    case "failed":
      return setReading(state, event.source, failed<unknown>(state.snapshot[event.source], event.why));
    case "missing":
      return setReading(state, event.source, { kind: "absent", why: event.why });
    case "link":
      return onLink(state, event.at, event.link);
    case "pushed":
      return onPushes(state, event.at, event.pushes);
    case "gap":
      return onGap(state, event.from, event.to);
    case "round-trip":
      return recordRoundTrip(state, event.at, event.ms);
    case "target":
      return { ...state, target: event.target };
    case "note":
      return { ...state, note: { at: event.at, text: event.text, tone: event.tone } };
    case "resized":
      return { ...state, view: { ...state.view, columns: event.columns, rows: event.rows } };
    case "acted":
      return act(state, event.action);
    case "clock":
      return state.note && event.at - state.note.at > NOTE_MS ? { ...state, note: null } : state;
  }
}

/** Facts can change what is wrong; a key or a round trip cannot. */
const judged: ReadonlySet<Event["type"]> = new Set(["sampled", "failed", "missing", "link", "pushed", "gap", "clock", "target"]);

export function update(state: State, event: Event): State {
  const now = "at" in event ? Math.max(state.now, event.at) : state.now;
  const next = fold(now === state.now ? state : { ...state, now }, event);
  if (!judged.has(event.type)) return next;
  const alerts = advance(next, rules);
  return alerts === next.alerts ? next : { ...next, alerts };
}
