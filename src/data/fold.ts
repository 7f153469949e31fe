// What a sampled value changes besides its own slot: histories, counters, boot marks.
import { foldAccounts, foldDeliveries } from "./channels/fold-account.ts";
import type { Event, Sampled } from "./events.ts";
import { queuedFact } from "./facts.ts";
import { record } from "./gauges.ts";
import { late } from "./late/late.ts";
import { marked, perMinute } from "./message-rate.ts";
import { accountKey } from "./model/channels.ts";
import type { ProcessMemory } from "./model/gateway.ts";
import { freshValue, lastValue, type Reading } from "./reading.ts";
import { unitStart } from "./restart/recount.ts";
import { ringWith } from "./ring.ts";
import type { Source } from "./snapshot.ts";
import type { BootMark, State } from "./state.ts";
import { foldSlice } from "./traffic.ts";
import { laneQueuesAt } from "./workload/lane-queues.ts";

const HOUR_MS = 3_600_000;
const BOOTS_KEPT = 100;

/**
 * One boot shows itself up to three times: pid, serving uptime, bootId. A sign whose previous look (`seenAt`) is older than
 * the last mark tells of the boot that was marked already.
 */
export function markBoot(state: State, mark: BootMark, seenAt: number): State {
  const last = state.boots.at(-1);
  if (last === undefined || last.at <= seenAt) return { ...state, boots: [...state.boots, mark].slice(-BOOTS_KEPT) };
  if (mark.kind === last.kind || mark.kind === "restart") return state;
  return { ...state, boots: [...state.boots.slice(0, -1), { ...last, kind: "new-process" }] };
}

/** What V8 holds, and what the process holds beside it: a leak in one is not mended in the other. */
function recordMemory(state: State, at: number, memory: ProcessMemory | null): State {
  if (memory === null) return state;
  const offHeap = memory.heapTotalBytes === null ? null : memory.rssBytes - memory.heapTotalBytes;
  const next = record(record(state, "heapUsedBytes", at, memory.heapUsedBytes), "offHeapBytes", at, offHeap);
  return localProcess(next) ? next : record(next, "rssBytes", at, memory.rssBytes);
}

const tellsMemory = ({ snapshot }: State): boolean => (freshValue(snapshot.systemInfo)?.memory ?? null) !== null;

type Fold<K extends Source> = (state: State, event: Extract<Sampled, { source: K }>, before: State) => State;

/** The process gauge is preferred: it is measured by the kernel and needs no answer from the gateway. */
const localProcess = (state: State): boolean => {
  const process = state.snapshot.process;
  return process.kind === "ok" && process.value.found && process.value.rssBytes !== null;
};

const folds: { readonly [K in Source]?: Fold<K> } = {
  // Page by page it becomes the ledger of the audit board.
  activity: (state, { at, value }) => {
    const { asking } = state.late.activity;
    return late()?.fold(state, { type: "older-activity", at, below: Infinity, page: value, asking }) ?? state;
  },
  process: (state, { at, value }, before) => {
    if (!value.found) return state;
    let next = record(state, "rssBytes", at, value.rssBytes);
    next = record(next, "cpuCores", at, value.cpuCores);
    next = record(next, "openHandles", at, value.openHandles);
    next = record(next, "threads", at, value.threads);
    next = record(next, "children", at, value.children);
    next = record(next, "connections", at, value.connections);
    const seen = before.lastProcess;
    const changed =
      seen !== null && (seen.pid !== value.pid || differs(seen.startedAt, value.startedAt)) && !isChild(seen, value.startedAt);
    next = { ...next, lastProcess: { pid: value.pid, startedAt: value.startedAt, at } };
    if (!changed) return next;
    return markBoot(next, { at, kind: "new-process", from: `pid ${seen.pid} → ${value.pid}` }, before.lastProcess?.at ?? at);
  },
  systemInfo: (state, { at, value }) => {
    const next = recordMemory(state, at, value.memory);
    return localProcess(state) ? next : record(next, "cpuCores", at, value.eventLoop?.cpuCoreRatio);
  },
  status: (state, { at, value }) => (tellsMemory(state) ? state : recordMemory(state, at, value.memory)),
  readyz: (state, { at, value }, before) => {
    const draining = value.body === null ? state.lastDraining : value.body.failing.includes("gateway-draining") ? at : null;
    const next = record({ ...state, lastDraining: draining }, "loopDelayMs", at, value.body?.eventLoop?.delayP99Ms);
    const uptimeMs = value.body?.uptimeMs ?? null;
    if (uptimeMs === null) return next;
    const served: State = { ...next, lastServing: { at, uptimeMs } };
    const was = before.lastServing;
    return was !== null && uptimeMs < was.uptimeMs ? markBoot(served, { at, kind: "restart", from: "/readyz uptime" }, was.at) : served;
  },
  healthz: (state, { at, value }) => {
    if (value.outcome === "timeout") return { ...state, httpSilentSince: state.httpSilentSince ?? at - value.ms };
    return state.httpSilentSince === null ? state : { ...state, httpSilentSince: null };
  },
  lanes: (state, { at, value }) =>
    record({ ...state, laneQueues: laneQueuesAt(state.laneQueues, value, at) }, "queued", at, queuedFact(state)?.value),
  channels: (unwatched, { at, value }, before) => {
    const state = foldAccounts(unwatched, at, value, before.snapshot.channels);
    const was = lastValue(before.snapshot.channels);
    if (!was) return state;
    const earlier = new Map(was.accounts.map((account) => [accountKey(account), account.lastStartAt]));
    const starts = new Map(state.channelStarts);
    for (const account of value.accounts) {
      const key = accountKey(account);
      const known = earlier.get(key);
      if (account.lastStartAt === null || known === undefined || known === null || account.lastStartAt <= known) continue;
      starts.set(
        key,
        [...(starts.get(key) ?? []), account.lastStartAt].filter((start) => at - start < HOUR_MS),
      );
    }
    return { ...state, channelStarts: starts };
  },
  supervisor: (state, { at, value }) => {
    if (!value.found) return state;
    const start = unitStart(state.lastUnit, { at, facts: value.facts });
    const unitStarts = start === null ? state.unitStarts : [...state.unitStarts, start].slice(-BOOTS_KEPT);
    return { ...state, unitStarts, lastUnit: { at, facts: value.facts } };
  },
  stability: (state, { at, value }) => {
    const traffic = foldSlice(state.traffic, value);
    // Old releases tell of no message that came, only of those that were answered.
    const messageMarks = marked(state.messageMarks, { at, total: Math.max(traffic.received, traffic.processed) });
    const ring = ringWith(state.ring, value);
    const next = record({ ...state, traffic, messageMarks, ring }, "messagesPerMinute", at, perMinute(messageMarks));
    return foldDeliveries(next, value.records);
  },
};

/** Start times are computed from clock ticks: a second of difference is the same process. */
function differs(a: number | null, b: number | null): boolean {
  return a !== null && b !== null && Math.abs(a - b) > 2_000;
}

const CHILD_WITHIN_MS = 5_000;

/** Up to 2026.3 a parent holds the lock and its child listens: two processes of one boot, both there before the child was found. */
function isChild(seen: NonNullable<State["lastProcess"]>, startedAt: number | null): boolean {
  if (seen.startedAt === null || startedAt === null || startedAt > seen.at) return false;
  return Math.abs(startedAt - seen.startedAt) < CHILD_WITHIN_MS;
}

export function setReading(state: State, source: Source, reading: Reading<unknown>): State {
  return { ...state, snapshot: { ...state.snapshot, [source]: reading } };
}

export function foldSampled(state: State, event: Extract<Event, { type: "sampled" }>): State {
  const reading = { kind: "ok", at: event.at, value: event.value, from: event.from, tookMs: event.tookMs } as const;
  const next: State = { ...state, snapshot: { ...state.snapshot, [event.source]: reading } };
  // The one cast: the row of the table belongs to the event's own source.
  const fold = folds[event.source] as Fold<Source> | undefined;
  return fold ? fold(next, event, state) : next;
}

export function recordRoundTrip(state: State, at: number, ms: number): State {
  return record({ ...state, rpcMs: { at, ms } }, "rpcMs", at, ms);
}
