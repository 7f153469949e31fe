// Moments worth a frame, each a list of events.
import type { Event } from "../../src/data/events.ts";
import type { ChannelAccount } from "../../src/data/model/channels.ts";
import type { Session } from "../../src/data/model/sessions.ts";
import type { State } from "../../src/data/state.ts";
import * as s from "../support/scene.ts";

const MINUTE = 60_000;
const GIB = 1024 ** 3;
const MIB = 1024 ** 2;

/** The moment every frame is drawn at: a quarter of an hour after the first event. */
export const NOW = s.START + 15 * MINUTE;

const at = (ago: number): number => NOW - ago;

const named = { ...s.target, name: "prod-vps" };

/** Fifteen minutes of history, a sample each five seconds. A wave, not noise: the same in every run. */
function history(rss: (share: number) => number): readonly Event[] {
  const steps = Array.from({ length: 180 }, (_, index) => index);
  return steps.flatMap((index): readonly Event[] => {
    const when = s.START + index * 5_000;
    const wave = (Math.sin(index / 9) + Math.sin(index / 2.3)) / 4 + 0.5;
    const loop = s.eventLoop({ delayP99Ms: 8 + 30 * wave ** 4, utilization: 0.05 + 0.2 * wave });
    return [
      s.sampled(
        "process",
        s.gatewayProcess({ rssBytes: rss(index / 180), cpuCores: 0.08 + 0.5 * wave ** 3, startedAt: s.START - 9 * 86_400_000 }),
        when,
      ),
      s.sampled("readyz", s.answered(s.readyz({ uptimeMs: 4 * 3_600_000 + when - s.START, eventLoop: loop })), when),
    ];
  });
}

const told = s.systemInfo({
  uptimeMs: 9 * 86_400_000,
  memory: { rssBytes: 734 * MIB, heapUsedBytes: 412 * MIB, heapTotalBytes: 520 * MIB, externalBytes: 38 * MIB, arrayBuffersBytes: 4 * MIB },
  cpuCount: 4,
  load1: 0.42,
});

const processNow = (rssBytes: number): Event =>
  s.sampled(
    "process",
    s.gatewayProcess({
      rssBytes,
      cpuCores: 0.34,
      threads: 23,
      openHandles: 141,
      connections: 4,
      startedAt: s.START - 9 * 86_400_000,
      memoryLimit: { bytes: 1.5 * GIB, from: "cgroup memory.max" },
    }),
    at(1_000),
  );

const sessions: readonly Session[] = [
  s.session({
    key: "agent:main:telegram:4411",
    status: "running",
    hasActiveRun: true,
    startedAt: at(84_000),
    model: "claude-sonnet-4-5",
    totalTokens: 48_200,
    contextTokens: 200_000,
  }),
  s.session({
    key: "agent:main:cron:digest",
    status: "running",
    hasActiveRun: true,
    startedAt: at(12_000),
    model: "gpt-5-mini",
    totalTokens: 5_120,
    contextTokens: 400_000,
  }),
  s.session({
    key: "agent:ops:irc:#deploys",
    lastActivityAt: at(340_000),
    model: "claude-sonnet-4-5",
    totalTokens: 182_900,
    contextTokens: 200_000,
  }),
  s.session({ key: "agent:main:main", lastActivityAt: at(7_400_000), model: "gpt-5-mini", totalTokens: 21_050, contextTokens: 400_000 }),
  s.session({
    key: "agent:main:telegram:9002",
    status: "failed",
    lastActivityAt: at(9_400_000),
    model: "gpt-5-mini",
    totalTokens: 940,
    contextTokens: 400_000,
  }),
];

const runs: Event = s.sampled(
  "tasks",
  [
    s.task({ id: "a", sessionKey: "agent:main:telegram:4411", startedAt: at(84_000), lastActivityAt: at(3_000) }),
    s.task({ id: "b", sessionKey: "agent:main:cron:digest", startedAt: at(12_000), lastActivityAt: at(1_500) }),
  ],
  at(2_000),
);

const channel = (given: Partial<ChannelAccount>): ChannelAccount =>
  s.account({ lastInboundAt: at(12_000), lastOutboundAt: at(14_000), lastStartAt: s.START - 3_600_000, ...given });

const channels = (...accounts: readonly ChannelAccount[]): Event =>
  s.sampled("channels", { accounts, issues: [], partial: false }, at(1_500));

const traffic: Event = s.sampled(
  "stability",
  {
    since: 0,
    lastSeq: 40,
    dropped: 0,
    records: Array.from({ length: 12 }, (_, index) =>
      s.record({
        seq: index + 1,
        at: at(60_000 - index * 1_000),
        type: index % 2 === 0 ? "message.received" : "message.processed",
        outcome: "completed",
        channel: "telegram",
        durationMs: index % 2 === 0 ? null : 900 + index * 40,
      }),
    ),
  },
  at(2_000),
);

/** Well, with work going on. */
const wellNow: readonly Event[] = [
  ...s
    .well(at(2_000))
    .filter(
      (event) => !(event.type === "sampled" && ["process", "readyz", "channels", "sessions", "lanes", "tasks"].includes(event.source)),
    ),
  { type: "target", at: at(2_000), target: named },
  s.link(s.openLink(s.START), at(2_000)),
  s.sampled(
    "readyz",
    s.answered(s.readyz({ uptimeMs: 4 * 3_600_000 + 15 * MINUTE, eventLoop: s.eventLoop({ delayP99Ms: 23, utilization: 0.12 }) })),
    at(900),
  ),
  s.sampled("systemInfo", told, at(1_200)),
  processNow(734 * MIB),
  s.sampled("unit", { supervisor: "systemd-user", unit: "openclaw-gateway.service", active: true }, at(4_000)),
  s.sampled(
    "host",
    {
      hostname: "prod-vps",
      cpuPercent: 12,
      cpuCount: 4,
      memoryUsedBytes: 3.1 * GIB,
      memoryTotalBytes: 7.7 * GIB,
      load1: 0.42,
      diskUsedPercent: 57,
    },
    at(1_000),
  ),
  channels(
    channel({ account: "hook", mode: "webhook" }),
    channel({ account: "poll", mode: "polling", lastInboundAt: at(190_000), lastOutboundAt: at(186_000) }),
    channel({ channel: "irc", account: "default", activeRuns: 1 }),
    channel({ account: "off", enabled: false, running: false, connected: false, lifecycle: null }),
  ),
  s.sampled(
    "lanes",
    {
      lanes: [s.lane({ lane: "main", active: 2, limit: 4 }), s.lane({ lane: "cron", limit: 8 }), s.lane({ lane: "subagent", limit: 8 })],
      dynamic: { laneCount: 2, active: 2, queued: 0 },
    },
    at(1_000),
  ),
  s.sampled("sessions", { items: sessions, total: 5 }, at(3_000)),
  runs,
  traffic,
  s.sampled("preflight", { safe: false, counts: { embeddedRuns: 2, totalActive: 2 }, blockers: [], summary: null }, at(2_000)),
  { type: "round-trip", at: at(700), ms: 3 },
];

const past = history((share) => (640 + 94 * share) * MIB);
const well: readonly Event[] = [...past, ...wellNow];

const shifted = (events: readonly Event[], ms: number): readonly Event[] =>
  events.map((event) => ("at" in event ? { ...event, at: event.at - ms } : event));

/** Every two seconds for three minutes, then now: alerts have their hold times behind them. */
function lasting(trouble: readonly Event[]): readonly Event[] {
  const changed = new Set(trouble.map((event) => (event.type === "sampled" ? event.source : null)));
  const now = [...wellNow.filter((event) => event.type !== "sampled" || !changed.has(event.source)), ...trouble];
  const before = Array.from({ length: 90 }, (_, index) => 180_000 - index * 2_000);
  return [...shifted(past, 185_000), ...before.flatMap((ms) => shifted(now, ms)), ...now];
}

/** Well until `ms` ago; then only `trouble`, every second. */
function sudden(ms: number, trouble: readonly Event[]): readonly Event[] {
  const steps = Array.from({ length: Math.floor(ms / 1_000) }, (_, index) => ms - 1_000 - index * 1_000);
  return [...shifted(past, ms), ...shifted(wellNow, ms), ...steps.flatMap((ago) => shifted(trouble, ago))];
}

const hung = "agent:main:telegram:4411";

/** Three things wrong at once. */
const incident: readonly Event[] = lasting([
  processNow(1.3 * GIB),
  channels(
    channel({ account: "hook", mode: "webhook" }),
    channel({
      account: "poll",
      running: false,
      connected: false,
      lifecycle: "recovering",
      restartPending: true,
      reconnectAttempts: 4,
      lastError: "connect ETIMEDOUT 149.154.167.220:443",
      lastInboundAt: at(2_460_000),
      lastOutboundAt: at(2_640_000),
    }),
    channel({ channel: "irc", account: "default" }),
    channel({ account: "off", enabled: false, running: false, connected: false, lifecycle: null }),
  ),
  s.sampled(
    "sessions",
    { items: sessions.map((one) => (one.key === hung ? { ...one, startedAt: at(492_000) } : one)), total: 5 },
    at(1_000),
  ),
  s.sampled(
    "tasks",
    [
      s.task({ id: "a", sessionKey: hung, startedAt: at(492_000), lastActivityAt: at(372_000) }),
      ...[1, 2, 3].map((index) => s.task({ id: `q${index}`, sessionKey: hung, execution: "queued", createdAt: at(90_000 * index) })),
    ],
    at(1_000),
  ),
  s.sampled(
    "lanes",
    {
      lanes: [s.lane({ lane: "main", active: 2, queued: 3, limit: 2, blockedBy: "lane" }), s.lane({ lane: "cron", limit: 8 })],
      dynamic: null,
    },
    at(800),
  ),
]);

/** The kernel accepts, the process sleeps. */
const hostNow: Event = s.sampled(
  "host",
  {
    hostname: "prod-vps",
    cpuPercent: 3,
    cpuCount: 4,
    memoryUsedBytes: 3.1 * GIB,
    memoryTotalBytes: 7.7 * GIB,
    load1: 0.12,
    diskUsedPercent: 57,
  },
  at(300),
);

const frozenGateway: readonly Event[] = sudden(24_000, [
  s.sampled(
    "process",
    s.gatewayProcess({ state: "T", rssBytes: 734 * MIB, cpuCores: 0, openHandles: 141, startedAt: s.START - 9 * 86_400_000 }),
    at(500),
  ),
  s.sampled("port", { outcome: "open", ms: 0.3, why: null }, at(500)),
  ...(["healthz", "startupz", "readyz"] as const).map((source) => s.sampled(source, s.silent(), at(400))),
  hostNow,
]);

const gone: readonly Event[] = sudden(8_000, [
  s.link(s.waitingLink({ since: at(8_000), retryAt: NOW + 3_200, attempt: 4, why: "connect ECONNREFUSED 127.0.0.1:18789" }), at(600)),
  s.sampled("process", { found: false, why: "pid 2815 of the lock file does not run" }, at(500)),
  s.sampled("port", { outcome: "refused", ms: 0.2, why: null }, at(500)),
  ...(["healthz", "startupz", "readyz"] as const).map((source) =>
    s.sampled(source, { outcome: "refused", status: null, ms: 0.3, why: null, body: null }, at(400)),
  ),
  hostNow,
]);

const refused: readonly Event[] = [
  { type: "target", at: at(3_000), target: named },
  s.sampled("port", { outcome: "open", ms: 0.4, why: null }, at(800)),
  s.sampled("healthz", s.answered({ ok: true, status: "live" }), at(700)),
  s.sampled("startupz", s.answered({ status: "started", version: "2026.9.6", uptimeMs: 4 * 3_600_000, pendingReason: null }), at(700)),
  s.sampled("readyz", s.answered(s.readyz({ uptimeMs: 4 * 3_600_000, eventLoop: s.eventLoop() })), at(700)),
  processNow(734 * MIB),
  s.link(
    {
      phase: "refused",
      since: at(2_000),
      refusal: {
        code: "AUTH_TOKEN_MISMATCH",
        why: "the gateway does not accept this token: it is not the one in its configuration",
        fix: "put the gateway's token into OPENCLAW_GATEWAY_TOKEN, or let gatetop read it: gatetop --token-file ~/.openclaw/token",
      },
      retryAt: null,
    },
    at(2_000),
  ),
];

/** Names and errors as hostile as they come; `harmless` has cut what a decoder would have cut. */
const oddNames: readonly Event[] = [
  ...well,
  channels(
    channel({ channel: "微信", account: "客户服务中心第一组" }),
    channel({ channel: "線", account: "カスタマーサポート" }),
    channel({ channel: "telegram", account: "👨‍👩‍👧‍👦🇩🇪⚠️👍🏽" }),
    channel({ channel: "x".repeat(300), account: "y", lastError: "z".repeat(300), lifecycle: "blocked" }),
    channel({ channel: "é̀̂̃", account: "नमस्ते" }),
  ),
  s.sampled(
    "sessions",
    {
      items: [
        s.session({ key: `agent:main:${"深夜のバッチ処理".repeat(20)}`, model: "模型-大-".repeat(10), lastActivityAt: at(1_000) }),
        ...sessions,
      ],
      total: 6,
    },
    at(1_000),
  ),
  s.sampled("lanes", { lanes: [s.lane({ lane: "车道".repeat(30), active: 2, queued: 30_000, limit: 2 })], dynamic: null }, at(800)),
];

const crowd: readonly Event[] = [
  ...well,
  s.sampled(
    "sessions",
    {
      items: Array.from({ length: 10_000 }, (_, index) =>
        s.session({ key: `agent:main:telegram:${index}`, lastActivityAt: at(index * 1_000) }),
      ),
      total: 10_000,
    },
    at(1_000),
  ),
];

const moments = {
  well,
  incident,
  "frozen-gateway": frozenGateway,
  gone,
  refused,
  "first-second": [{ type: "target", at: NOW, target: named }, s.link({ phase: "connecting", attempt: 0, since: NOW }, NOW)],
  "odd-names": oddNames,
  crowd,
} as const satisfies Record<string, readonly Event[]>;

export type Moment = keyof typeof moments;

export const momentNames = Object.keys(moments) as readonly Moment[];

/** The state at NOW. Alerts get their hold times: the clock is told every second of the last minute. */
export function moment(name: Moment): State {
  const known = built.get(name);
  if (known !== undefined) return known;
  const state = build(name);
  built.set(name, state);
  return state;
}

const built = new Map<Moment, State>();

function build(name: Moment): State {
  const events: readonly Event[] = moments[name];
  const holds = name === "first-second" || name === "well" ? [] : Array.from({ length: 6 }, (_, index) => s.clock(NOW - 500 + index * 100));
  return s.scene(...events, ...holds, s.clock(NOW));
}
