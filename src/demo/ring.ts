// The gateway's diagnostics ring: at most a thousand records, read by sequence number (RPC diagnostics.stability).
import { happeningsBetween, type Happening } from "./happenings.ts";
import { chance, round } from "./noise.ts";
import type { Run } from "./runs.ts";
import type { Scenario } from "./scenario.ts";
import { phaseAt, worldAt } from "./world.ts";

type RingRecord = { readonly seq: number; readonly ts: number; readonly type: string } & Readonly<Record<string, unknown>>;
type Draft = { readonly type: string; readonly after?: number } & Readonly<Record<string, unknown>>;

export type Ring = {
  /** By the script as it is now; it may have changed since. */
  readonly advance: (toMs: number, scenario: Scenario) => void;
  readonly read: (params: {
    readonly sinceSeq?: number;
    readonly limit?: number;
    readonly type?: string;
  }) => Readonly<Record<string, unknown>>;
};

type MemorySample = Readonly<Record<"rssBytes" | "heapUsedBytes", number>>;

const workers = {
  workerCount: 1,
  workerHeapSampledCount: 1,
  workerHeapTotalBytes: 50_380_800,
  workerHeapUsedBytes: 48_987_144,
  workerHeaps: [{ script: "sqlite-store.worker.js", heapUsed: 48_987_144, heapTotal: 50_380_800 }],
};

/** 2026.5 recorded less. */
const olderTypes: ReadonlySet<string> = new Set([
  "message.queued",
  "message.processed",
  "session.state",
  "queue.lane.enqueue",
  "queue.lane.dequeue",
  "webhook.received",
  "webhook.processed",
  "diagnostic.memory.sample",
  "diagnostic.heartbeat",
]);

const capacity = 1000;
const firstSeq = 48_213;
/** Where a new process begins to count. */
const freshSeq = 44;

const viaChannel = (run: Run): Record<string, unknown> => (run.session.via === null ? {} : { channel: run.session.via.channel });

function modelCall(run: Run, durationMs: number): Draft {
  const call = { provider: run.session.provider, model: run.session.model, durationMs, requestBytes: 41_000 + Math.round(durationMs * 2) };
  return run.failed === null
    ? {
        type: "model.call.completed",
        ...call,
        responseBytes: 400 + Math.round(durationMs / 8),
        timeToFirstByteMs: Math.round(durationMs * 0.3),
      }
    : { type: "model.call.error", ...call, responseBytes: 522, timeToFirstByteMs: durationMs, reason: "Error" };
}

function created(run: Run): readonly Draft[] {
  const channel = viaChannel(run);
  const session = `session:${run.session.key}`;
  const arrival: Draft[] =
    run.session.via === null
      ? []
      : [
          { type: "message.received", ...channel, source: "dispatchInboundMessage" },
          { type: "message.queued", ...channel, source: "dispatch", queueDepth: 1 },
          { type: "message.dispatch.started", ...channel, source: "replyResolver" },
          { type: "session.turn.created", source: run.session.agent, ...channel, outcome: "user" },
        ];
  return [
    ...arrival,
    { type: "queue.lane.enqueue", source: session, queueSize: 1 },
    { type: "queue.lane.dequeue", source: session, queueSize: 0, waitMs: 1 },
    { type: "queue.lane.enqueue", source: run.session.lane, queueSize: 1 },
  ];
}

function started(run: Run): readonly Draft[] {
  const waitMs = (run.startedAt ?? run.createdAt) - run.createdAt;
  return [
    { type: "queue.lane.dequeue", source: run.session.lane, queueSize: 0, waitMs },
    { type: "run.execution_phase", phase: "runner_entered" },
    { type: "run.execution_phase", phase: "model_resolution", provider: run.session.provider, model: run.session.model },
    { type: "session.state", outcome: "processing", reason: "run_started", queueDepth: 0 },
  ];
}

function ended(run: Run): readonly Draft[] {
  const tookMs = (run.endedAt ?? 0) - (run.startedAt ?? 0);
  const channel = viaChannel(run);
  const idle: Draft = { type: "session.state", outcome: "idle", reason: "run_completed", queueDepth: 0 };
  const call = modelCall(run, Math.min(tookMs - 100, 8_000));
  if (run.session.via === null) return [call, idle];
  const totalMs = (run.endedAt ?? 0) - run.createdAt;
  const delivery = { ...channel, deliveryKind: "other" };
  return [
    call,
    idle,
    { type: "message.delivery.started", ...delivery },
    {
      type: "message.delivery.completed",
      ...delivery,
      durationMs: 90 + Math.round(chance(run.session.key, run.nth) * 160),
      resultCount: 1,
      outcome: "completed",
    },
    { type: "message.dispatch.completed", ...channel, source: "replyResolver", durationMs: totalMs - 5, outcome: "completed" },
    { type: "message.processed", ...channel, durationMs: totalMs, outcome: "completed" },
  ];
}

const tool = (run: Run): readonly Draft[] => [
  { ...modelCall({ ...run, failed: null }, 3_400) },
  { type: "run.execution_phase", phase: "tool_execution_started", toolName: "exec" },
  { type: "exec.process.completed", target: "host", mode: "child", outcome: "completed", durationMs: 210, commandLength: 31, exitCode: 0 },
  { type: "model.call.started", provider: run.session.provider, model: run.session.model },
];

function summaryOf(records: readonly RingRecord[]): Readonly<Record<string, unknown>> {
  const byType: Record<string, number> = {};
  for (const one of records) byType[one.type] = (byType[one.type] ?? 0) + 1;
  const samples = records.flatMap((one) => (one.type === "diagnostic.memory.sample" ? [one["memory"] as MemorySample] : []));
  const latest = samples.at(-1);
  if (latest === undefined) return { byType };
  const most = (field: keyof MemorySample): number => Math.max(...samples.map((sample) => sample[field]));
  return { byType, memory: { latest, maxRssBytes: most("rssBytes"), maxHeapUsedBytes: most("heapUsedBytes"), pressureCount: 0 } };
}

/** `startMs`: how far back the ring reaches; `startAt`: epoch ms of the scenario's zero. */
export function createRing(script: Scenario, startMs: number, startAt: number): Ring {
  let scenario = script;
  let process = phaseAt(script, startMs).onHost.process;
  let reached = startMs;
  let seq = firstSeq;
  let dropped = 0;
  let records: RingRecord[] = [];
  const webhooks = { received: 1_207, processed: 1_207, errors: 0 };

  const webhook = (run: Run): readonly Draft[] => {
    const account = scenario.accounts.find((one) => one.channel === run.session.via?.channel && one.account === run.session.via.account);
    if (account?.mode !== "webhook") return [];
    webhooks.received += 1;
    webhooks.processed += 1;
    return [
      { type: "webhook.received", channel: account.channel },
      { type: "webhook.processed", channel: account.channel, durationMs: 2 },
    ];
  };

  const beat = (at: number): readonly Draft[] => {
    const world = worldAt(scenario, at, startAt);
    const heapUsedBytes = Math.round(world.gauges.rssBytes * 0.37);
    const active = world.lanes.reduce((sum, lane) => sum + lane.active, 0);
    const queued = world.lanes.reduce((sum, lane) => sum + lane.queued, 0);
    const memory = {
      rssBytes: world.gauges.rssBytes,
      heapTotalBytes: Math.round(heapUsedBytes * 1.3),
      heapUsedBytes,
      externalBytes: 42_099_678,
      arrayBuffersBytes: 4_184_551,
      ...(scenario.release === "2026.5.7" ? {} : workers),
    };
    return [
      { type: "diagnostic.memory.sample", memory },
      { type: "diagnostic.heartbeat", webhooks: { ...webhooks }, active, waiting: 0, queued },
    ];
  };

  const drafts = (happening: Happening): readonly Draft[] => {
    if (happening.what === "heartbeat") return beat(happening.at);
    if (happening.what === "detector") {
      const { type, reason, workSinceMs, queueDepth } = happening.detector;
      return [
        { type, outcome: "processing", reason, ageMs: round(happening.at - workSinceMs, 0), queueDepth, activeWorkKind: "model_call" },
      ];
    }
    if (happening.what === "record") {
      if (happening.record.type === "webhook.received") webhooks.received += 1;
      return [happening.record];
    }
    if (happening.what !== "run") return [];
    const { run } = happening;
    if (happening.step === "created") return [...webhook(run), ...created(run)];
    if (happening.step === "started") return started(run);
    if (happening.step === "model") return [{ type: "model.call.started", provider: run.session.provider, model: run.session.model }];
    if (happening.step === "tool") return tool(run);
    return happening.step === "ended" ? ended(run) : [];
  };

  return {
    advance: (toMs, now) => {
      scenario = now;
      if (toMs <= reached) return;
      const current = phaseAt(scenario, toMs).onHost.process;
      if (current !== process) {
        [process, seq, dropped, records] = [current, freshSeq, 0, []];
        reached = Math.max(reached, worldAt(scenario, toMs, startAt).process.startedMs);
      }
      for (const happening of happeningsBetween(scenario, reached, toMs)) {
        for (const draft of drafts(happening)) {
          if (scenario.release === "2026.5.7" && !olderTypes.has(draft.type)) continue;
          records.push({ seq, ts: Math.round(startAt + happening.at), ...draft });
          seq += 1;
        }
      }
      dropped += Math.max(0, records.length - capacity);
      records = records.slice(-capacity);
      reached = toMs;
    },
    read: ({ sinceSeq, limit = 50, type }) => {
      // Counts and sequence bounds speak of everything that matches; `limit` only cuts the oldest from `events`.
      const wanted = records.filter((one) => (sinceSeq === undefined || one.seq > sinceSeq) && (type === undefined || one.type === type));
      const first = wanted[0];
      const last = wanted.at(-1);
      return {
        generatedAt: new Date(Math.round(startAt + reached)).toISOString(),
        capacity,
        count: wanted.length,
        dropped,
        ...(first === undefined ? {} : { firstSeq: first.seq }),
        ...(last === undefined ? {} : { lastSeq: last.seq }),
        events: wanted.slice(-limit),
        summary: summaryOf(wanted),
      };
    },
  };
}
