// Moments of the boards of events and usage, on top of those of the whole screen.
import type { Event } from "../../../src/data/events.ts";
import { harmless } from "../../../src/data/harmless.ts";
import type { DiagnosticRecord } from "../../../src/data/model/sessions.ts";
import type { Cost, ModelAuth } from "../../../src/data/model/upkeep.ts";
import type { Quota, Spent, Usage } from "../../../src/data/model/usage.ts";
import type { State } from "../../../src/data/state.ts";
import { update } from "../../../src/data/update.ts";
import { act } from "../../../src/data/view.ts";
import * as s from "../../support/scene.ts";
import { moment, NOW } from "../moments.ts";
import "../../support/late.ts";

const MINUTE = 60_000;
const at = (ago: number): number => NOW - ago;
const after = (state: State, ...events: readonly Event[]): State => events.reduce(update, state);
const typed = (state: State, text: string): State =>
  Array.from(text).reduce((now, key) => update(now, { type: "typed", at: NOW, key }), act(state, "filter"));
/** As the decoders let it in. */
const hostile = harmless("客服🌙 \u202enoc.lave \u001b[31mred");

type Draft = Partial<DiagnosticRecord> & { readonly ago: number };

/** Numbered in the order given, oldest first. */
const numbered = (first: number, drafts: readonly Draft[]): readonly DiagnosticRecord[] =>
  drafts.map(({ ago, ...given }, index) => s.record({ seq: first + index, at: at(ago), ...given }));

const slice = (since: number, records: readonly DiagnosticRecord[], dropped = 0): Event =>
  s.sampled("stability", { since, lastSeq: records.at(-1)?.seq ?? since, dropped, records }, at(1_000));

/** What one message leaves behind, `ago` when it came; it takes longer the later it is. */
function message(ago: number, channel: string, index: number): readonly Draft[] {
  const tookMs = 1_200 + index * 90;
  const call = { provider: "anthropic", model: "claude-sonnet-4-5" };
  const end = ago - tookMs;
  return [
    { ago, type: "message.received", channel, source: "dispatchInboundMessage" },
    { ago: ago - 2, type: "queue.lane.dequeue", source: `session:agent:main:${channel}`, waitMs: 1, queueSize: 0 },
    { ago: ago - 60, type: "queue.lane.dequeue", source: "main", waitMs: 58 + index, queueSize: 0 },
    { ago: ago - 80, type: "model.call.started", ...call },
    {
      ago: end + 300,
      type: "model.call.completed",
      ...call,
      durationMs: tookMs - 400,
      timeToFirstByteMs: 310,
      requestBytes: 41_000,
      responseBytes: 600,
    },
    { ago: end + 100, type: "message.delivery.completed", channel, durationMs: 140, outcome: "completed" },
    { ago: end, type: "message.processed", channel, durationMs: tookMs, outcome: "completed" },
  ];
}

const oldestFirst = (drafts: readonly Draft[]): readonly Draft[] => drafts.toSorted((a, b) => b.ago - a.ago);

const calm: readonly Draft[] = oldestFirst(
  Array.from({ length: 40 }, (_, index) => message(48 * MINUTE - index * 70_000, index % 4 === 0 ? "irc" : "telegram", index)).flat(),
);

const bad: readonly Draft[] = oldestFirst([
  ...calm.filter(({ ago }) => ago < 20 * MINUTE),
  ...Array.from({ length: 4 }, (_, index): readonly Draft[] => [
    {
      ago: 150_000 - index * 30_000,
      type: "model.call.error",
      provider: "openai",
      model: "gpt-5-mini",
      reason: "rate_limit",
      durationMs: 900 + index,
    },
    {
      ago: 149_000 - index * 30_000,
      type: "message.processed",
      channel: "telegram",
      outcome: "error",
      reason: "model_error",
      durationMs: 1_000,
    },
  ]).flat(),
  ...Array.from({ length: 7 }, (_, index): Draft => ({ ago: 240_000 - index * 20_000, type: "webhook.received", channel: "telegram" })),
  { ago: 200_000, type: "webhook.processed", channel: "telegram", durationMs: 4 },
  { ago: 60_000, type: "message.delivery.error", channel: "irc", outcome: "error", reason: "Error", durationMs: 21 },
  { ago: 50_000, type: "tool.execution.completed", toolName: "exec", durationMs: 2_100 },
  { ago: 45_000, type: "tool.execution.blocked", toolName: "write", outcome: "blocked", reason: "policy_denied" },
  { ago: 40_000, type: "session.stalled", outcome: "processing", reason: "active_work_without_progress", ageMs: 470_000, queueDepth: 3 },
  { ago: 30_000, type: "diagnostic.liveness.warning", level: "warning", reason: "event_loop_delay", durationMs: 12_000 },
  { ago: 25_000, type: "diagnostic.memory.pressure", level: "critical", reason: "rss_threshold", bytes: 1.4 * 1024 ** 3 },
  { ago: 20_000, type: "payload.large", channel: "telegram", bytes: 9_400_000, reason: "rejected" },
]);

const ringOf = (drafts: readonly Draft[]): Event => slice(0, numbered(800, drafts));
/** A minute was not read: the ring went round. */
const lost: readonly Event[] = [
  slice(
    0,
    numbered(
      800,
      calm.filter(({ ago }) => ago > 12 * MINUTE),
    ),
  ),
  slice(
    2_000,
    numbered(
      2_214,
      calm.filter(({ ago }) => ago <= 11 * MINUTE),
    ),
    214,
  ),
];

/** Everything well, and nothing known of what the ring held before. */
const quiet = (): State => {
  const state = moment("well");
  return { ...state, ring: [], traffic: null, snapshot: { ...state.snapshot, stability: { kind: "pending" } } };
};

const board = (state: State, id: "events-board" | "usage-board"): State => act(state, id);
const events = (...facts: readonly Event[]): State => board(after(quiet(), ...facts), "events-board");
const without = (source: "stability" | "usage" | "quotas", why: string): Event => ({ type: "missing", source, at: at(1_000), why });

export const eventMoments = {
  calm: () => events(ringOf(calm)),
  errors: () => events(ringOf(bad)),
  lost: () => events(...lost),
  "new-process": () =>
    events(
      ringOf(calm.filter(({ ago }) => ago > 12 * MINUTE)),
      slice(0, numbered(44, [{ ago: 5_000, type: "diagnostic.phase.completed", phase: "channels.irc.start", durationMs: 84 }])),
    ),
  filter: () => typed(events(ringOf(bad)), "error|stalled"),
  "filter-none": () => typed(events(ringOf(calm)), "no such thing"),
  empty: () => events(slice(0, [])),
  "old-gateway": () => events(without("stability", "OpenClaw 2026.3.23 has no diagnostics.stability")),
  down: () => after(events(ringOf(calm)), s.link(s.waitingLink({ since: at(9_000), retryAt: NOW + 1_000 }), at(9_000))),
  hostile: () =>
    events(
      ringOf([
        ...calm,
        { ago: 900, type: "message.processed", channel: hostile, outcome: hostile },
        { ago: 800, type: `x.${hostile}`, source: hostile },
      ]),
    ),
} as const satisfies Record<string, () => State>;

const day = (date: string, usd: number, unpriced = 0): Cost["days"][number] => ({ date, usd, tokens: Math.round(usd * 690_000), unpriced });
const week = [5.1, 6.2, 4.8, 0, 7.3, 6.6, 5.9].map((usd, index) => day(`2026-11-${13 + index}`, usd));
const cost = (today: number, given: Partial<Cost> = {}): Event =>
  s.sampled("cost", { fresh: true, days: [...week, day("2026-11-20", today)], ...given }, at(20_000));
const spent = (name: string, usd: number, unpriced = 0): Spent => ({ name, usd, tokens: Math.round(usd * 690_000), unpriced });
const usage = (given: Partial<Usage> = {}): Event =>
  s.sampled(
    "usage",
    {
      fresh: true,
      from: "2026-11-14",
      to: "2026-11-20",
      total: { usd: 38.6, tokens: 26_600_000, unpriced: 0 },
      byModel: [spent("claude-sonnet-4-5", 31.2), spent("gpt-5-mini", 7.1), spent("gemini-3-flash", 0.3)],
      byProvider: [spent("anthropic", 31.2), spent("openai", 7.1), spent("google", 0.3)],
      byAgent: [spent("main", 30), spent("support", 8.6)],
      byChannel: [spent("telegram", 22), spent("irc", 4)],
      bySession: [spent("agent:main:main", 14.2), spent(`agent:support:telegram:${hostile}`, 8.6), spent("agent:main:irc:#ops", 4)],
      ...given,
    },
    at(12_000),
  );
const quota = (window: string, usedPercent: number, resetsMs: number): Quota => ({
  provider: "anthropic",
  plan: "Max",
  window,
  usedPercent,
  resetsAt: NOW + resetsMs,
  why: null,
});
const quotas = s.sampled("quotas", [quota("5h", 42, 8_640_000), quota("Week", 86, 276_000_000)], at(60_000));
const auth = (provider: string, given: Partial<ModelAuth>): ModelAuth => ({
  provider,
  profile: null,
  status: "static",
  renewed: false,
  expiresAt: null,
  ...given,
});
const auths = s.sampled(
  "modelAuth",
  [
    auth("anthropic", { status: "expiring", expiresAt: NOW + 19_800_000 }),
    auth("openai", {}),
    auth("google", { status: "expired", expiresAt: at(90_000) }),
  ],
  at(60_000),
);
const money = (...facts: readonly Event[]): State => board(after(quiet(), auths, ...facts), "usage-board");
const budget: Event = { type: "settings", at: NOW, settings: { rules: { "cost-budget": { warn: 8, crit: 12 } } } };
const zeros = { usd: 0, tokens: 0, unpriced: 0 };
const nothing = { byModel: [], byProvider: [], byAgent: [], byChannel: [], bySession: [], total: zeros };

export const usageMoments = {
  fresh: () => money(cost(3.4), usage(), quotas),
  refreshing: () => money(cost(0, { fresh: false, days: [day("2026-11-20", 0)] }), usage({ fresh: false, ...nothing })),
  "over-budget": () => money(cost(9.7), usage(), quotas, budget),
  unpriced: () =>
    money(
      cost(0, { days: [...week, { ...day("2026-11-20", 0), tokens: 410_000, unpriced: 12 }] }),
      usage({
        total: { usd: 31.2, tokens: 26_600_000, unpriced: 40 },
        byModel: [spent("claude-sonnet-4-5", 31.2), { ...spent("local-llama", 0), tokens: 5_000_000, unpriced: 40 }],
      }),
      without("quotas", "OpenClaw 2026.3.23 has no usage.status"),
    ),
  sessions: () => act(act(act(act(money(cost(3.4), usage(), quotas), "usage-group"), "usage-group"), "usage-group"), "usage-group"),
  filter: () => typed(money(cost(3.4), usage(), quotas), "gpt"),
  "old-gateway": () =>
    money(without("usage", "OpenClaw 2026.1.9 has no sessions.usage"), without("quotas", "OpenClaw 2026.1.9 has no usage.status")),
  unasked: () => money(),
  down: () => after(money(cost(3.4), usage(), quotas), s.link(s.waitingLink({ since: at(9_000), retryAt: NOW + 1_000 }), at(9_000))),
} as const satisfies Record<string, () => State>;
