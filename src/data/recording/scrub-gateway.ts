// What leaves this host of the values the gateway tells over RPC.
import type { Activity, ActivityPage } from "../model/activity.ts";
import type { ChannelAccount, ChannelBoard, ChannelIssue, ChannelProbe } from "../model/channels.ts";
import type {
  EventLoop,
  FailedDeliveries,
  GatewayHealth,
  GatewayStatus,
  Hello,
  Lane,
  LaneBoard,
  PresenceEntry,
  ProcessMemory,
  SystemInfo,
  WorkInFlight,
} from "../model/gateway.ts";
import type { Approvals, Cost, CronJob, ModelAuth, UpdateAvailable } from "../model/upkeep.ts";
import type { Quota, Spent, Usage } from "../model/usage.ts";
import type { Names } from "./names.ts";
import { account, dropped, each, fields, keyed, named, nullOr, release, sentence, sessionKey, word, type Scrub } from "./scrub.ts";

/** `session:agent:main:…` is a lane of one session; the others are words or somebody's. */
export const lane = <T extends string | null>(value: T, names: Names): T =>
  (value?.startsWith("session:") === true ? `session:${names.sessionKey(value.slice("session:".length))}` : word(value, names)) as T;

/** `2026-11-20`; anything else is no date. */
const day: Scrub<string> = (value) => (/^\d{4}-\d{2}-\d{2}$/u.test(value) ? value : "");

export const eventLoop = fields<EventLoop>({
  degraded: "kept",
  degradedSinceMs: "kept",
  reasons: each(word),
  delayP99Ms: "kept",
  delayMaxMs: "kept",
  utilization: "kept",
  cpuCoreRatio: "kept",
});

const memory = fields<ProcessMemory>({
  rssBytes: "kept",
  heapUsedBytes: "kept",
  heapTotalBytes: "kept",
  externalBytes: "kept",
  arrayBuffersBytes: "kept",
});

export const systemInfo = fields<SystemInfo>({
  pid: "kept",
  processInstanceId: named("process"),
  uptimeMs: "kept",
  hostname: named("host"),
  platform: word,
  nodeVersion: release,
  memory: nullOr(memory),
  eventLoop: nullOr(eventLoop),
  cpuCount: "kept",
  load1: "kept",
  memoryTotalBytes: "kept",
  memoryFreeBytes: "kept",
  diskTotalBytes: "kept",
  diskAvailableBytes: "kept",
  disks: each(fields<SystemInfo["disks"][number]>({ path: named("file"), totalBytes: "kept", availableBytes: "kept" })),
});

export const gatewayStatus = fields<GatewayStatus>({
  version: release,
  pid: "kept",
  memory: nullOr(memory),
  eventLoop: nullOr(eventLoop),
});

export const health = fields<GatewayHealth>({
  ok: "kept",
  builtAt: "kept",
  durationMs: "kept",
  eventLoop: nullOr(eventLoop),
  modelRuntimeDegraded: "kept",
  pluginErrors: nullOr(each(sentence)),
  pluginsUnavailable: nullOr(each(word)),
  configReload: word,
  failedDeliveries: nullOr(each(fields<FailedDeliveries>({ queue: account, direction: "kept", count: "kept", oldestAt: "kept" }))),
});

export const update = fields<UpdateAvailable>({ current: release, latest: release, channel: word });

export const hello = fields<Hello>({
  version: release,
  protocol: "kept",
  buildId: named("id"),
  bootId: named("boot"),
  connId: named("id"),
  methods: each(word),
  events: each(word),
  capabilities: each(word),
  scopes: nullOr(each(word)),
  authMethod: word,
  uptimeMs: "kept",
  suspension: word,
  update: nullOr(update),
  tickIntervalMs: "kept",
  maxPayloadBytes: "kept",
});

const channelProbe = fields<ChannelProbe>({ ok: "kept", error: sentence, status: "kept", tookMs: "kept" });

const channelAccount = fields<ChannelAccount>({
  channel: word,
  account: named("account"),
  enabled: "kept",
  configured: "kept",
  running: "kept",
  connected: "kept",
  lifecycle: word,
  stateReason: word,
  healthState: word,
  restartPending: "kept",
  reconnectAttempts: "kept",
  terminalDisconnect: "kept",
  lastStartAt: "kept",
  lastStopAt: "kept",
  lastConnectedAt: "kept",
  lastTransportActivityAt: "kept",
  lastInboundAt: "kept",
  lastOutboundAt: "kept",
  lastEventAt: "kept",
  lastError: sentence,
  mode: word,
  activeRuns: "kept",
  busy: "kept",
  probe: nullOr(channelProbe),
  lastProbeAt: "kept",
});

export const channels = fields<ChannelBoard>({
  accounts: each(channelAccount),
  issues: each(fields<ChannelIssue>({ channel: word, account: named("account"), kind: word, message: sentence, fix: sentence })),
  partial: "kept",
  toldAt: "kept",
});

const laneRow = fields<Lane>({ lane, active: "kept", queued: "kept", limit: "kept", draining: "kept", blockedBy: lane });

export const lanes = fields<LaneBoard>({
  lanes: each(laneRow),
  dynamic: nullOr(fields<NonNullable<LaneBoard["dynamic"]>>({ laneCount: "kept", active: "kept", queued: "kept" })),
});

export const blocker = fields<WorkInFlight["blockers"][number]>({ kind: word, count: "kept", message: sentence });

export const preflight = fields<WorkInFlight>({
  safe: "kept",
  counts: keyed((key, names) => names.word(key)),
  blockers: each(blocker),
  summary: sentence,
});

export const presence: Scrub<readonly PresenceEntry[]> = each(
  fields<PresenceEntry>({
    deviceId: named("device"),
    instanceId: named("device"),
    host: named("host"),
    mode: word,
    reason: word,
    at: "kept",
    version: release,
    scopes: each(word),
    ip: dropped,
    platform: word,
    clientId: word,
    user: named("person"),
    onlineSince: "kept",
    roles: each(word),
  }),
);

export const cost = fields<Cost>({
  fresh: "kept",
  days: each(fields<Cost["days"][number]>({ date: day, tokens: "kept", usd: "kept", unpriced: "kept" })),
});

export const modelAuth: Scrub<readonly ModelAuth[]> = each(
  fields<ModelAuth>({ provider: word, profile: named("profile"), status: word, renewed: "kept", expiresAt: "kept" }),
);

export const cron: Scrub<readonly CronJob[]> = each(
  fields<CronJob>({
    id: named("job"),
    name: named("job"),
    enabled: "kept",
    everyMs: "kept",
    nextRunAt: "kept",
    lastRunAt: "kept",
    runningAt: "kept",
    lastStatus: word,
    consecutiveErrors: "kept",
    autoDisabled: sentence,
  }),
);

export const approvals = fields<Approvals>({ waiting: "kept", oldestAt: "kept" });

const spentOn = (name: Scrub<string>): Scrub<readonly Spent[]> =>
  each(fields<Spent>({ name, tokens: "kept", usd: "kept", unpriced: "kept" }));

export const usage = fields<Usage>({
  fresh: "kept",
  from: nullOr(day),
  to: nullOr(day),
  total: fields<Usage["total"]>({ tokens: "kept", usd: "kept", unpriced: "kept" }),
  byModel: spentOn(word),
  byProvider: spentOn(word),
  byAgent: spentOn(named("agent")),
  byChannel: spentOn(word),
  bySession: spentOn(sessionKey),
});

export const quotas: Scrub<readonly Quota[]> = each(
  fields<Quota>({ provider: word, plan: word, window: word, usedPercent: "kept", resetsAt: "kept", why: sentence }),
);

export const activity = fields<ActivityPage>({
  rows: each(
    fields<Activity>({
      sequence: "kept",
      at: "kept",
      type: word,
      action: word,
      status: word,
      agent: named("agent"),
      sessionKey,
      runId: named("run"),
      callId: named("id"),
      tool: word,
      channel: word,
      durationMs: "kept",
      error: word,
      by: sentence,
      conversation: named("id"),
    }),
  ),
  next: dropped,
  method: (value) => (value === "audit.list" ? value : "audit.activity.list"),
});
