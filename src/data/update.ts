// State, event → state. Pure; the clock arrives with the events.
import { advance } from "./alerts/advance.ts";
import { carriedOver, withForgotten } from "./alerts/past.ts";
import { rules } from "./alerts/rules.ts";
import { noSettings, type AlertSettings } from "./alerts/settings.ts";
import { firstBoardViews } from "./boards/board.ts";
import type { Event } from "./events.ts";
import { foldPushes } from "./fold-pushes.ts";
import { ran } from "./fold-run.ts";
import { foldSampled, markBoot, recordRoundTrip, setReading } from "./fold.ts";
import { emptyDays, emptyHistory } from "./gauges.ts";
import { late } from "./late/late.ts";
import { emptyLate, firstLateView } from "./late/late-state.ts";
import type { LinkState } from "./link-state.ts";
import { failed, type Reading } from "./reading.ts";
import { emptySnapshot, sourceNames, sources, type Snapshot, type Source } from "./snapshot.ts";
import { ownRestart, recounts, withCounters } from "./restart/recount.ts";
import type { RestartRun } from "./restart/run.ts";
import type { State } from "./state.ts";
import type { ThemeName } from "./theme-names.ts";
import { act, pointed } from "./view.ts";
import { previewed, progressed } from "./view-confirm.ts";
import { typed } from "./view-press.ts";

const NOTE_MS = 6_000;

export function initialState(given: {
  readonly now: number;
  readonly columns: number;
  readonly rows: number;
  readonly rate?: number;
  readonly readonly?: string | null;
  readonly settings?: AlertSettings;
  readonly theme?: ThemeName;
  readonly themeStays?: string | null;
  readonly mouse?: boolean;
}): State {
  return {
    now: given.now,
    startedAt: given.now,
    watchedSince: given.now,
    target: null,
    link: { phase: "idle" },
    hello: null,
    announced: null,
    suspension: null,
    httpSilentSince: null,
    rpcMs: null,
    snapshot: emptySnapshot,
    history: emptyHistory,
    days: emptyDays,
    traffic: null,
    messageMarks: [],
    progress: new Map(),
    openTools: new Map(),
    laneQueues: new Map(),
    channelStarts: new Map(),
    boots: [],
    lastProcess: null,
    lastServing: null,
    lastDraining: null,
    pushed: 0,
    gaps: 0,
    run: null,
    acting: null,
    restarts: null,
    journalled: [],
    unitStarts: [],
    lastUnit: null,
    readonly: given.readonly ?? null,
    alerts: new Map(),
    past: [],
    settings: given.settings ?? noSettings,
    mutes: [],
    accounts: new Map(),
    liveProbes: new Map(),
    update: null,
    ring: [],
    late: emptyLate,
    replay: null,
    note: null,
    view: {
      columns: given.columns,
      rows: given.rows,
      panel: "problems",
      selected: {},
      overlay: { kind: "none" },
      problemsOnly: false,
      board: "overview",
      boardViews: firstBoardViews,
      late: firstLateView,
      trail: [],
      command: null,
      commands: [],
      theme: given.theme ?? "dark",
      themeStays: given.themeStays ?? null,
      mouse: given.mouse ?? false,
      rate: given.rate ?? 1,
      frozen: null,
    },
  };
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
  // A refusal stands until the next try has an answer: its instructions must not blink away with every knock.
  if (state.link.phase === "refused" && link.phase === "connecting") return state;
  const next: State = { ...state, link };
  if (link.phase === "open") return onOpen(next, state, at, link);
  const down = state.link.phase === "open" ? ageAll(next, "the connection is down", (source) => sources[source].via === "rpc") : next;
  // What a gateway said of itself ends with its connection; one that refuses is back from what it announced.
  return { ...down, rpcMs: null, suspension: null, announced: link.phase === "refused" ? null : down.announced };
}

function onOpen(next: State, before: State, at: number, link: Extract<LinkState, { phase: "open" }>): State {
  const was = before.hello?.value.bootId ?? null;
  const seenAt = before.hello?.at ?? at;
  const is = link.hello.bootId;
  const opened: State = {
    ...next,
    hello: { at, value: link.hello },
    announced: null,
    suspension: link.hello.suspension,
    update: link.hello.update,
  };
  const short = (id: string): string => id.slice(0, 8);
  if (was !== null && is !== null && was !== is) {
    return markBoot(opened, { at, kind: "restart", from: `boot ${short(was)} → ${short(is)}` }, seenAt);
  }
  // What ended while nobody listened is not told again.
  return { ...opened, openTools: new Map() };
}

function onGap(state: State, from: number, to: number): State {
  const lost = from === to ? `event ${from} was lost` : `events ${from} to ${to} were lost`;
  const why = `${lost}; reading again`;
  const fed: readonly Source[] = ["sessions", "tasks", "presence"];
  return ageAll({ ...state, gaps: state.gaps + 1, openTools: new Map() }, why, (source) => fed.includes(source));
}

/** A restart of our own is counted from its proof on. */
function proven(state: State, run: RestartRun): State {
  const told = ownRestart(run);
  const known = told === null || state.journalled.some(({ reason }) => reason === told.reason);
  return known ? state : { ...state, journalled: [...state.journalled, told] };
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
      return foldPushes(state, event.at, event.pushes);
    case "gap":
      return onGap(state, event.from, event.to);
    case "round-trip":
      return recordRoundTrip(state, event.at, event.ms);
    case "run":
      return ran(proven(state, event.run), event.run);
    case "progress":
      return progressed(state, event.progress);
    case "previewed":
      return previewed(state, event.preview);
    case "typed":
      return typed(state, event.key);
    case "mutes":
      return { ...state, mutes: event.mutes };
    case "settings":
      return { ...state, settings: event.settings };
    case "live-probe":
      return { ...state, liveProbes: new Map(state.liveProbes).set(event.probe.account, event.probe) };
    case "journal":
      return { ...state, journalled: event.restarts };
    case "target":
      return { ...state, target: event.target };
    case "note":
      return { ...state, note: { at: event.at, text: event.text, tone: event.tone } };
    case "log":
    case "no-log":
    case "log-json":
    case "log-searched":
    case "older-activity":
    case "journal-lines":
    case "guard":
      return late()?.fold(state, event) ?? state;
    case "replaying":
      return { ...state, replay: event.replay };
    case "pointed":
      return pointed(state, event);
    case "resized":
      return { ...state, view: { ...state.view, columns: event.columns, rows: event.rows } };
    case "commands":
      return { ...state, view: { ...state.view, commands: event.lines } };
    case "acted":
      return act(state, event.action);
    case "clock":
      return state.note && Math.abs(event.at - state.note.at) > NOTE_MS ? { ...state, note: null } : state;
  }
}

/** Facts can change what is wrong; a key or a round trip cannot. */
const judged: ReadonlySet<Event["type"]> = new Set(["sampled", "failed", "missing", "link", "pushed", "gap", "clock", "target"]);

/** The clock ticks every second: a longer pause was ours (stopped, suspended, asleep), not the gateway's. */
const BREAK_MS = 3_000;
/** A clock set back by more than this is believed; late events of the last moment are not. */
const SET_BACK_MS = 2_000;

function timed(state: State, event: Event): State {
  if (!("at" in event)) return state;
  const setBack = event.type === "clock" && event.at < state.now - SET_BACK_MS;
  const now = setBack ? event.at : Math.max(state.now, event.at);
  if (now === state.now) return state;
  return setBack || now - state.now > BREAK_MS ? { ...state, now, watchedSince: now, httpSilentSince: null } : { ...state, now };
}

const rebooted = (state: State): State => ({ ...state, ...carriedOver(state), progress: new Map(), laneQueues: new Map() });

/** While the screen is frozen nothing is asked, and nothing may be judged by its absence. */
export function update(state: State, event: Event): State {
  const folded = fold(timed(state, event), event);
  const thawed = state.view.frozen !== null && folded.view.frozen === null;
  const awake = thawed ? { ...folded, watchedSince: folded.now, httpSilentSince: null } : folded;
  const booted = awake.boots === state.boots ? awake : rebooted(awake);
  const next = recounts(event, booted, state) ? withCounters(booted) : booted;
  if (!judged.has(event.type) || next.view.frozen !== null) return next;
  const alerts = advance(next, rules);
  const past = withForgotten(next.past, next.alerts, alerts, next.now);
  return alerts === next.alerts && past === next.past ? next : { ...next, alerts, past };
}
