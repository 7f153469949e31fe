// States built the only way the product builds them: by events through `update`.
import { checked } from "../../src/data/alerts/advance.ts";
import type { Check } from "../../src/data/alerts/alert.ts";
import { ruleById } from "../../src/data/alerts/rules.ts";
import type { Event, Push } from "../../src/data/events.ts";
import type { LinkState } from "../../src/data/link-state.ts";
import type { ChannelAccount } from "../../src/data/model/channels.ts";
import type { EventLoop, Hello, Lane, SystemInfo } from "../../src/data/model/gateway.ts";
import type { HttpProbe, ProcessReading, Readyz } from "../../src/data/model/local.ts";
import type { DiagnosticRecord, Session, Task } from "../../src/data/model/sessions.ts";
import { sources, type Source, type Values } from "../../src/data/snapshot.ts";
import type { State } from "../../src/data/state.ts";
import type { Target } from "../../src/data/target.ts";
import { initialState, update } from "../../src/data/update.ts";
import { target as anyTarget } from "./target.ts";

export const START = Date.UTC(2026, 10, 20, 14, 0, 0);

export const target: Target = { ...anyTarget, url: "ws://127.0.0.1:18789", port: 18789, name: "this host", credential: "token" };

export const hello: Hello = {
  version: "2026.9.6",
  protocol: 4,
  buildId: null,
  bootId: "41a2b3c4-0000-0000-0000-000000000000",
  connId: null,
  methods: [],
  events: [],
  capabilities: [],
  scopes: ["operator.read"],
  authMethod: "token",
  uptimeMs: 1_000,
  suspension: null,
  update: null,
  tickIntervalMs: 30_000,
  maxPayloadBytes: 26_214_400,
};

export const openLink = (since = START, given: Partial<Hello> = {}): LinkState => ({
  phase: "open",
  since,
  generation: 1,
  hello: { ...hello, ...given },
});

export const waitingLink = (given: Partial<Extract<LinkState, { phase: "waiting" }>> = {}): LinkState => ({
  phase: "waiting",
  since: START,
  retryAt: START,
  attempt: 1,
  why: "the connection was cut (1006)",
  code: 1006,
  announced: null,
  ...given,
});

export const eventLoop = (given: Partial<EventLoop> = {}): EventLoop => ({
  degraded: false,
  degradedSinceMs: null,
  reasons: [],
  delayP99Ms: 20,
  delayMaxMs: 25,
  utilization: 0.1,
  cpuCoreRatio: 0.1,
  ...given,
});

export const systemInfo = (given: Partial<SystemInfo> = {}): SystemInfo => ({
  pid: 2815,
  processInstanceId: null,
  uptimeMs: 60_000,
  hostname: null,
  platform: null,
  nodeVersion: null,
  memory: null,
  eventLoop: null,
  cpuCount: null,
  load1: null,
  memoryTotalBytes: null,
  memoryFreeBytes: null,
  diskTotalBytes: null,
  diskAvailableBytes: null,
  disks: [],
  ...given,
});

export const gatewayProcess = (given: Partial<Extract<ProcessReading, { found: true }>> = {}): ProcessReading => ({
  found: true,
  pid: 2815,
  evidence: "lock file",
  state: "S",
  cpuCores: 0.1,
  rssBytes: 1_000_000_000,
  threads: 20,
  openHandles: 100,
  maxOpenHandles: 524_288,
  children: 1,
  connections: 3,
  startedAt: START - 3_600_000,
  memoryLimit: null,
  acceptBacklog: 0,
  ...given,
});

export const answered = <T>(body: T, status = 200): HttpProbe<T> => ({ outcome: "answered", status, ms: 1, why: null, body });
export const silent = (ms = 2_000): HttpProbe<never> => ({ outcome: "timeout", status: null, ms, why: null, body: null });
export const readyz = (given: Partial<Readyz> = {}): Readyz => ({
  ready: true,
  failing: [],
  suppressed: [],
  uptimeMs: 60_000,
  eventLoop: null,
  ...given,
});

export const account = (given: Partial<ChannelAccount> = {}): ChannelAccount => ({
  channel: "telegram",
  account: "poll",
  enabled: true,
  configured: true,
  running: true,
  connected: true,
  lifecycle: "ready",
  stateReason: null,
  healthState: null,
  restartPending: false,
  reconnectAttempts: 0,
  terminalDisconnect: null,
  lastStartAt: START - 60_000,
  lastStopAt: null,
  lastConnectedAt: START - 60_000,
  lastTransportActivityAt: null,
  lastInboundAt: null,
  lastOutboundAt: null,
  lastEventAt: null,
  lastError: null,
  mode: null,
  activeRuns: null,
  busy: null,
  probe: null,
  lastProbeAt: null,
  ...given,
});

export const lane = (given: Partial<Lane> = {}): Lane => ({
  lane: "main",
  active: 0,
  queued: 0,
  limit: 2,
  draining: false,
  blockedBy: null,
  ...given,
});

export const session = (given: Partial<Session> = {}): Session => ({
  key: "agent:main:a",
  sessionId: null,
  agent: "main",
  status: "done",
  hasActiveRun: null,
  kind: null,
  channel: null,
  model: null,
  provider: null,
  startedAt: null,
  endedAt: null,
  updatedAt: null,
  lastActivityAt: null,
  inputTokens: null,
  outputTokens: null,
  totalTokens: null,
  contextTokens: null,
  estimatedCostUsd: null,
  abortedLastRun: null,
  totalTokensFresh: null,
  spawnedBy: null,
  parentSessionKey: null,
  spawnDepth: null,
  restartRecoveryStatus: null,
  lastRunError: null,
  classification: null,
  ...given,
});

export const task = (given: Partial<Task> = {}): Task => ({
  id: "t1",
  runId: null,
  sessionKey: "agent:main:a",
  childSessionKey: null,
  parentTaskId: null,
  status: "running",
  execution: "running",
  title: null,
  runtime: null,
  createdAt: null,
  startedAt: null,
  endedAt: null,
  lastActivityAt: null,
  toolUseCount: null,
  lastToolName: null,
  error: null,
  ...given,
});

export const record = (given: Partial<DiagnosticRecord> = {}): DiagnosticRecord => ({
  seq: 1,
  at: START,
  type: "message.processed",
  outcome: null,
  reason: null,
  channel: null,
  source: null,
  provider: null,
  model: null,
  phase: null,
  toolName: null,
  level: null,
  durationMs: null,
  ageMs: null,
  waitMs: null,
  timeToFirstByteMs: null,
  requestBytes: null,
  responseBytes: null,
  bytes: null,
  queueDepth: null,
  queueSize: null,
  count: null,
  webhooks: null,
  ...given,
});

export const sampled = <K extends Source>(source: K, value: Values[K], at = START): Event =>
  ({ type: "sampled", source, at, value, from: sources[source].from, tookMs: 1 }) as Event;
export const link = (state: LinkState, at = START): Event => ({ type: "link", at, link: state });
export const pushed = (pushes: readonly Push[], at = START): Event => ({ type: "pushed", at, pushes });
export const clock = (at: number): Event => ({ type: "clock", at });

export const refusedPort = sampled("port", { outcome: "refused", ms: 0, why: null });

/** The clock of so many seconds of watching. */
export const ticks = (seconds: number): readonly Event[] =>
  Array.from({ length: seconds }, (_, second) => clock(START + (second + 1) * 1_000));

export const scene = (...events: readonly Event[]): State => events.reduce(update, initialState({ now: START, columns: 120, rows: 36 }));

/** Everything well, seen at `at`. */
export const well = (at = START): readonly Event[] => [
  { type: "target", at, target },
  link(openLink(at), at),
  { type: "round-trip", at, ms: 3 },
  sampled("port", { outcome: "open", ms: 1, why: null }, at),
  sampled("healthz", answered({ ok: true, status: "live" }), at),
  sampled("startupz", answered({ status: "started", version: "2026.9.6", uptimeMs: 60_000, pendingReason: null }), at),
  sampled("readyz", answered(readyz({ uptimeMs: at - START + 60_000 })), at),
  sampled("process", gatewayProcess(), at),
  sampled("unit", { supervisor: "none", unit: null, active: null }, at),
  sampled("systemInfo", systemInfo(), at),
  sampled("channels", { accounts: [account()], issues: [], partial: false }, at),
  sampled("lanes", { lanes: [lane()], dynamic: null }, at),
  sampled("sessions", { items: [session()], total: 1 }, at),
  sampled("tasks", [], at),
];

/** What one rule of the table says of a state. */
export function checkedById(id: string, state: State): Check {
  const rule = ruleById(id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return checked(rule, state);
}
