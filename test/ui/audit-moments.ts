// Moments of the audit board: a calm ledger, dangerous tools, gatetop's own actions, holes between pages, no ledger, hostile names.
import "../support/late.ts";
import type { JournalEntry } from "../../src/data/action/journal.ts";
import type { Event } from "../../src/data/events.ts";
import { harmless } from "../../src/data/harmless.ts";
import type { Activity, ActivityPage } from "../../src/data/model/activity.ts";
import type { PresenceEntry } from "../../src/data/model/gateway.ts";
import type { State } from "../../src/data/state.ts";
import { act } from "../../src/data/view.ts";
import * as s from "../support/scene.ts";

const S = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;

/** The moment every frame is drawn at. */
export const NOW = s.START + 20 * MINUTE;
const ago = (ms: number): number => NOW - ms;

const method = "audit.activity.list";

export const activity = (sequence: number, given: Partial<Activity> = {}): Activity => ({
  sequence,
  at: ago(10 * S + (1_000 - sequence) * 4 * S),
  type: "agent_run",
  action: "agent.run.started",
  status: "started",
  agent: "main",
  sessionKey: "agent:main:main",
  runId: "run-1",
  callId: null,
  tool: null,
  channel: null,
  durationMs: null,
  error: null,
  by: "agent main",
  conversation: null,
  ...given,
});

type Step = Partial<Activity>;
const finished = (status = "succeeded", error: string | null = null): Step => ({ action: "agent.run.finished", status, error });
const tool = (name: string, callId: string, status: string | null = null, error: string | null = null): Step => ({
  type: "tool_action",
  tool: name,
  callId,
  action: status === null ? "tool.action.started" : "tool.action.finished",
  status: status ?? "started",
  error,
});
const message = (direction: "inbound" | "outbound", given: Step = {}): Step => ({
  type: `${direction}_message`,
  action: direction === "inbound" ? "message.inbound.processed" : "message.outbound.finished",
  status: "succeeded",
  channel: "telegram",
  conversation: "46c97d73",
  sessionKey: null,
  by: direction === "inbound" ? "channel sender ce3fe3dc" : "agent main",
  durationMs: direction === "inbound" ? 7_303 : 240,
  ...given,
});

/** Written one after the other; the last one is the newest, number 1000. */
const written = (steps: readonly Step[]): readonly Activity[] =>
  steps.map((step, index) => activity(1_000 - steps.length + 1 + index, step)).toReversed();

const turn = (runId: string, sessionKey: string, more: readonly Step[] = [], end: Step = finished()): readonly Step[] =>
  [{}, ...more, end, message("inbound", { runId }), message("outbound", { runId })].map((step) => ({
    runId,
    ...(step.type?.endsWith("_message") === true ? {} : { sessionKey }),
    ...step,
  }));

const ops = "agent:main:irc:group:#ops";
const calmSteps: readonly Step[] = [
  ...turn("run-a", "agent:main:main", [tool("read", "c1"), tool("read", "c1", "succeeded")]),
  ...turn("run-b", ops, [
    tool("web_search", "c2"),
    tool("web_search", "c2", "succeeded"),
    tool("memory_search", "c3"),
    tool("memory_search", "c3", "succeeded"),
  ]),
  ...turn("run-c", "agent:main:main"),
];
const dangerousSteps: readonly Step[] = [
  ...calmSteps,
  ...turn(
    "run-d",
    "agent:support:telegram:客服:group:值班🌙",
    [tool("exec", "c4"), tool("exec", "c4", "succeeded"), tool("apply_patch", "c5"), tool("apply_patch", "c5", "failed", "tool_failed")],
    finished("failed", "run_failed"),
  ),
  { runId: "run-e", ...tool("exec", "c6") },
  { runId: "run-e", ...tool("exec", "c6", "blocked", "tool_blocked") },
];

export const page = (rows: readonly Activity[], next: string | null = null): ActivityPage => ({ rows, next, method });

const client = (given: Partial<PresenceEntry>): PresenceEntry => ({
  deviceId: null,
  instanceId: null,
  host: null,
  mode: "ui",
  reason: "connect",
  at: ago(2 * MINUTE),
  version: "2026.9.6",
  scopes: ["operator.read"],
  ip: "192.0.2.7",
  platform: "linux",
  clientId: "gateway-client",
  user: "gateway-owner",
  onlineSince: null,
  roles: ["operator"],
  ...given,
});

const clients: readonly PresenceEntry[] = [
  client({ host: "prod-vps", mode: "gateway", reason: "self", instanceId: "gw", scopes: [], clientId: null, user: null, roles: [] }),
  client({ deviceId: "d1", instanceId: "gatetop-1", host: "gatetop", onlineSince: ago(12 * MINUTE) }),
  client({
    deviceId: "d2",
    instanceId: "i2",
    host: "lin-laptop",
    clientId: "openclaw-control-ui",
    onlineSince: ago(2 * HOUR),
    scopes: ["operator.read", "operator.write", "operator.admin"],
  }),
  client({
    deviceId: "d3",
    instanceId: "i3",
    host: "build-3",
    clientId: "cli",
    mode: "cli",
    reason: "disconnect",
    at: ago(26 * MINUTE),
    version: "2026.8.1",
  }),
];

const operator: JournalEntry["operator"] = { user: "ana", uid: 1000, peer: "100.64.0.7", pid: 4711 };
const common = (id: string, at: number) =>
  ({
    schema: "gatetop-journal/1",
    id,
    at,
    operator,
    target: { url: s.target.url, name: "prod-vps", local: true, version: "2026.9.6" },
  }) as const;
const restart = { action: "restart", aim: "graceful", drainBudgetMs: null } as const;
const start = { action: "channel", verb: "start", channel: "telegram", account: "poll" } as const;
export const journal: readonly JournalEntry[] = [
  { ...common("3f9a2c", ago(70 * S)), entry: "began", request: restart, by: "dashboard", before: null },
  {
    ...common("3f9a2c", ago(63 * S)),
    entry: "ended",
    request: restart,
    verdict: {
      kind: "proved-in-process",
      sentence: "restarted: boot 41a2b3c4 → 619bb002, pid 2815 kept (in-process), down 2.1 s, 2/2 channels back after 6.4 s",
      facts: [{ fact: "bootId", before: "41a2b3c4-0000", after: "619bb002-0000", says: "changed" }],
      attribution: "ours",
      accepted: "scheduled",
      downMs: 2_100,
      readyMs: 6_400,
      suppressed: [],
    },
    outcome: null,
    after: null,
    milestones: [
      { name: "accepted", ms: 25, detail: "scheduled" },
      { name: "closed", ms: 640, detail: "1012" },
      { name: "hello", ms: 2_700, detail: null },
    ],
    tookMs: 6_400,
  },
  { ...common("77b0e1", ago(34 * S)), entry: "began", request: start, by: "command", before: null },
  {
    ...common("77b0e1", ago(30 * S)),
    entry: "left",
    request: start,
    why: "SIGHUP",
    milestones: [{ name: "accepted", ms: 24, detail: null }],
  },
];

const read = (rows: readonly Activity[], next: string | null = null): Event => s.sampled("activity", page(rows, next), ago(3 * S));
const olderPage = (below: number, rows: readonly Activity[], next: string | null = null): Event => ({
  type: "older-activity",
  at: ago(2 * S),
  below,
  page: page(rows, next),
  asking: false,
});
const present = (entries: readonly PresenceEntry[] = clients): Event => s.sampled("presence", entries, ago(4 * S));
const waiting = (count: number): Event =>
  s.sampled("approvals", { waiting: count, oldestAt: count === 0 ? null : ago(4 * MINUTE + 12 * S) }, ago(5 * S));
const needsScope: Event = {
  type: "missing",
  source: "approvals",
  at: ago(5 * S),
  why: 'exec.approval.list needs the scope operator.approvals, which this connection was not granted: set ask.approvals in the config file, then, on the gateway\'s host, run "openclaw devices list" and approve gatetop',
};

/** The newest page, rows that nobody read, and four from before them. */
const paged = (): readonly Event[] => {
  const rows = written(turn("run-c", "agent:main:main"));
  const old = Array.from({ length: 4 }, (_, index) => activity(936 - index, finished()));
  return [read(rows, String(rows.at(-1)?.sequence)), olderPage(937, old, "933")];
};

/** As the decoders let it in. */
const hostile = harmless("e\u202ex\u001b[31mec 🏴‍☠️ 中文 \u0301\u0301\u0301");
const oddNames: readonly Step[] = [
  ...turn("run-x", "agent:main:telegram:客服:direct:值班🌙 \u0301\u0301", [
    tool(hostile, "c1"),
    tool(hostile, "c1", "failed", "코드_오류"),
  ]),
  { runId: "run-y", ...tool("EXEC", "c2"), agent: "ops 👩‍👩‍👧", sessionKey: null },
  { type: "future_kind", status: "half_done", tool: null, agent: null, sessionKey: null, runId: null },
];

const moments = {
  calm: [read(written(calmSteps)), present(), waiting(0)],
  dangerous: [read(written(dangerousSteps)), present(), waiting(2)],
  journal: [read(written(dangerousSteps)), present(), needsScope, { type: "journal-lines", at: ago(S), entries: journal }],
  "no-scope": [
    {
      type: "missing",
      source: "activity",
      at: ago(3 * S),
      why: "audit.activity.list needs the scope operator.read, which this connection was not granted",
    },
    present([]),
    needsScope,
    { type: "journal-lines", at: ago(S), entries: journal },
  ],
  paged: [...paged(), present(), waiting(1)],
  "old-gateway": [
    { type: "missing", source: "activity", at: ago(3 * S), why: "this release keeps no audit ledger: OpenClaw 2026.7.1 and newer do" },
    present(clients.map((entry) => ({ ...entry, deviceId: null, instanceId: null, clientId: null, onlineSince: null }))),
    needsScope,
  ],
  "odd-names": [
    read(written(oddNames)),
    present([
      client({
        host: `lin 值班🌙 ${hostile}`,
        clientId: "x".repeat(60),
        version: "v".repeat(40),
        scopes: Array.from({ length: 20 }, (_, index) => `operator.right-${index}`),
      }),
    ]),
    waiting(1_234),
  ],
} as const satisfies Record<string, readonly Event[]>;

export type AuditMoment = keyof typeof moments;
export const auditMoments = Object.keys(moments) as readonly AuditMoment[];

export function auditMoment(name: AuditMoment): State {
  const target: Event = { type: "target", at: ago(MINUTE), target: { ...s.target, name: "prod-vps", ownInstanceId: "gatetop-1" } };
  const state = s.scene(
    ...s.well(ago(MINUTE)),
    target,
    ...s.well(ago(2 * S)).filter(({ type }) => type !== "target"),
    ...moments[name],
    s.clock(NOW),
  );
  return act(state, "audit-board");
}
