// A schedule on a fake clock, with probes that answer by script. Import it only in files whose clock may be faked.
import { afterEach, beforeEach, expect, vi } from "vitest";
import type { Event } from "../../src/data/events.ts";
import type { LinkState } from "../../src/data/link-state.ts";
import { decodeHello } from "../../src/data/gateway/decode/hello.ts";
import { sourceNames, sources, type Source } from "../../src/data/snapshot.ts";
import type { State } from "../../src/data/state.ts";
import type { Target } from "../../src/data/target.ts";
import { target } from "./target.ts";
import { initialState, update } from "../../src/data/update.ts";
import type { Probe, Probes, World } from "../../src/probes/probe.ts";
import { createSchedule, type Schedule } from "../../src/probes/schedule.ts";

const hello = decodeHello({ server: { version: "2026.5.7" }, protocol: 3 });
export const open = (generation: number): LinkState => ({ phase: "open", since: 0, generation, hello });
export const waiting: LinkState = { phase: "waiting", since: 0, retryAt: 0, attempt: 1, why: "closed", code: 1006, announced: null };

type Answer = () => unknown;

const quietLog = { cursor: 0, file: null, watched: false, askedAt: 0, reachesBackTo: null, notes: [], work: { notes: [], errors: [] } };

/** Values whose content matters to the schedule itself; every other source answers with an empty object. */
export const healthy: Partial<Record<Source, Answer>> = {
  port: () => ({ outcome: "open", ms: 1, why: null }),
  healthz: () => ({ outcome: "answered", status: 200, ms: 1, why: null, body: null }),
  startupz: () => ({ outcome: "answered", status: 200, ms: 1, why: null, body: null }),
  readyz: () => ({ outcome: "answered", status: 200, ms: 1, why: null, body: null }),
  process: () => ({ found: false, why: "scripted" }),
  health: () => ({ modelRuntimeDegraded: null, pluginErrors: [], pluginsUnavailable: [], configReload: "active", failedDeliveries: [] }),
  status: () => ({ version: null, pid: null, memory: null, eventLoop: null }),
  systemInfo: () => ({ pid: null, memory: null, eventLoop: null, disks: [] }),
  channels: () => ({ accounts: [], issues: [], partial: false }),
  sessions: () => ({ items: [], total: 0 }),
  tasks: () => [],
  presence: () => [],
  lanes: () => ({ lanes: [], dynamic: null }),
  stability: () => ({ since: 0, lastSeq: 0, dropped: 0, records: [] }),
  preflight: () => ({ safe: true, counts: {}, blockers: [], summary: null }),
  supervisor: () => ({ found: false, why: "scripted", problems: [] }),
  bootHistory: () => [],
  restartLog: () => quietLog,
  cost: () => ({ fresh: true, days: [] }),
  modelAuth: () => [],
  cron: () => [],
  approvals: () => ({ waiting: 0, oldestAt: null }),
};

/** An answer that comes late by the fake clock: no time passes but what the test lets pass. */
export function answersAfter(ms: number, value: unknown): Promise<unknown> {
  if (!vi.isFakeTimers()) throw new Error("an answer may only be late on the fake clock");
  return new Promise((answer) => void setTimeout(answer, ms, value));
}

function rig(change: { readonly target?: Target; readonly visible?: (source: Source) => boolean } = {}) {
  const script: Partial<Record<Source, Answer>> = { ...healthy };
  const asked: { readonly source: Source; readonly at: number }[] = [];
  const running = new Map<Source, number>();
  const seen = { most: 0, reachable: 0 };
  const events: Event[] = [];
  const on: Partial<Record<Source, readonly string[]>> = { channels: ["health"], sessions: ["sessions.changed"], readyz: ["shutdown"] };
  let methods: readonly string[] | null = null;
  let state: State = initialState({ now: 0, columns: 80, rows: 24 });
  const began = Date.now();

  const again: Partial<Record<Source, number>> = {};

  const probeOf = (source: Source): Probe<Source> => ({
    source,
    ...(sources[source].via === "rpc" ? { method: sources[source].from } : {}),
    get on() {
      return on[source] ?? [];
    },
    again: () => again[source] ?? null,
    read: async () => {
      asked.push({ source, at: Date.now() - began });
      running.set(source, (running.get(source) ?? 0) + 1);
      seen.most = Math.max(seen.most, running.get(source) ?? 0);
      try {
        return (await (script[source] ?? (() => ({})))()) as never;
      } finally {
        running.set(source, (running.get(source) ?? 0) - 1);
      }
    },
  });

  const schedule: Schedule = createSchedule({
    world: { now: Date.now, methods: () => methods } as World,
    probes: Object.fromEntries(sourceNames.map((source) => [source, probeOf(source)])) as Probes,
    target: change.target ?? target,
    state: () => state,
    send: (event) => {
      events.push(event);
      state = update(state, event);
      schedule.heard(event);
    },
    setTimer: (run, ms) => setTimeout(run, ms),
    clearTimer: (timer) => clearTimeout(timer as NodeJS.Timeout),
    random: () => 0.5,
    onReachable: () => (seen.reachable += 1),
    ...(change.visible ? { visible: change.visible } : {}),
  });

  return {
    script,
    /** source → the value read is not all there is: ask again after so many ms. */
    again,
    /** source → the names of news after which it is read. */
    on,
    schedule,
    events,
    seen,
    asked: (source: Source) => asked.filter((item) => item.source === source).map(({ at }) => at),
    askedSince: (from: number) => asked.filter(({ at }) => at >= from).map(({ source }) => source),
    outcomes: (source: Source) => events.filter((event) => "source" in event && event.source === source),
    link: (link: LinkState, advertised: readonly string[] | null = null) => {
      methods = link.phase === "open" ? (advertised ?? []) : null;
      const event: Event = { type: "link", at: Date.now(), link };
      state = update(state, event);
      schedule.heard(event);
    },
    freeze: (frozen: boolean) => {
      state = { ...state, view: { ...state.view, frozen: frozen ? state : null } };
    },
    slow: (rate: number) => {
      state = { ...state, view: { ...state.view, rate } };
    },
    pass: (ms: number) => vi.advanceTimersByTimeAsync(ms),
    now: () => Date.now() - began,
  };
}

let rigs: Schedule[] = [];
/** Stopped after the test; no timer may be left then. */
export const build = (...given: Parameters<typeof rig>): ReturnType<typeof rig> => {
  const made = rig(...given);
  rigs.push(made.schedule);
  return made;
};

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  for (const schedule of rigs) schedule.stop();
  rigs = [];
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

export const never = (): Promise<never> => new Promise(() => {});
