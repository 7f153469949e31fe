// Deaf or quiet: the rule by its limits, then by its laws.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AccountWatch, Delivery } from "../../../src/data/channels/account-watch.ts";
import { deafness, type DeafGiven } from "../../../src/data/channels/deaf.ts";
import { usualGapMs } from "../../../src/data/channels/usual-gap.ts";
import type { ChannelAccount } from "../../../src/data/model/channels.ts";
import { account, START } from "../../support/scene.ts";

const S = 1_000;
const MIN = 60_000;
const NOW = START + 6 * 60 * MIN;
const ago = (ms: number): number => NOW - ms;

const watch = (given: Partial<AccountWatch> = {}): AccountWatch => ({
  since: ago(60 * MIN),
  changes: [{ at: ago(60 * MIN), state: "ready" }],
  inboundGapsMs: Array.from({ length: 20 }, () => 2 * MIN),
  transportGaps: Array.from({ length: 8 }, (_, index) => ({ at: ago(index * MIN), ms: 28 * S })),
  transportPeriodMs: 28 * S,
  deliveries: [],
  ...given,
});
const given = (more: Partial<DeafGiven> = {}): DeafGiven => ({
  now: NOW,
  since: ago(60 * MIN),
  shared: false,
  probeFailed: null,
  ...more,
});
const failed = (count: number, said: Delivery["said"] = "error"): readonly Delivery[] =>
  Array.from({ length: count }, (_, index) => ({ at: ago((index + 1) * S), said }));
const deliveries = (counts: Partial<Record<Delivery["said"], number>>): readonly Delivery[] =>
  Object.entries(counts).flatMap(([said, count]) => failed(count, said as Delivery["said"]));

/** Webhook: no transport that beats. */
const hook = (more: Partial<ChannelAccount> = {}): ChannelAccount =>
  account({ account: "hook", mode: "webhook", lastInboundAt: ago(41 * MIN), lastStartAt: ago(300 * MIN), lastConnectedAt: null, ...more });
/** Long poll: beats at least each 30 s. */
const poll = (more: Partial<ChannelAccount> = {}): ChannelAccount =>
  account({
    mode: "polling",
    lastInboundAt: ago(41 * MIN),
    lastTransportActivityAt: ago(10 * S),
    lastConnectedAt: ago(10 * S),
    lastStartAt: ago(300 * MIN),
    ...more,
  });
const silentFor = (ms: number): Partial<ChannelAccount> => ({ lastTransportActivityAt: ago(ms), lastConnectedAt: ago(ms) });

type Told = "no" | "perhaps" | "sure";
const told = (a: ChannelAccount, w: AccountWatch, g: DeafGiven = given()): Told => {
  const deaf = deafness(a, w, g);
  return deaf === null ? "no" : deaf.sure ? "sure" : "perhaps";
};

describe("nothing is heard while what is sent fails", () => {
  test.each<[string, Told, Partial<ChannelAccount>, Partial<AccountWatch>, Partial<DeafGiven>]>([
    ["quiet alone is not deaf", "no", {}, {}, {}],
    ["one failed delivery is not enough", "no", {}, { deliveries: failed(1) }, {}],
    ["two are", "sure", {}, { deliveries: failed(2) }, {}],
    ["more succeeded than failed", "no", {}, { deliveries: deliveries({ error: 2, completed: 3 }) }, {}],
    ["as many failed as succeeded", "sure", {}, { deliveries: deliveries({ error: 2, completed: 2 }) }, {}],
    [
      "what failed before the last message counts no more",
      "no",
      { lastInboundAt: ago(12 * MIN + S) },
      {
        deliveries: [
          { at: ago(13 * MIN), said: "error" },
          { at: ago(14 * MIN), said: "error" },
        ],
      },
      {},
    ],
    ["deliveries begin and do not end", "sure", {}, { deliveries: failed(3, "started") }, {}],
    ["deliveries begin and end", "no", {}, { deliveries: deliveries({ started: 3, completed: 3 }) }, {}],
    ["a live probe failed", "sure", {}, {}, { probeFailed: { agoMs: MIN, why: "401 Unauthorized" } }],
    ["a probe that failed before the last message", "no", {}, {}, { probeFailed: { agoMs: 42 * MIN, why: null } }],
    ["exactly six usual gaps of silence", "no", { lastInboundAt: ago(12 * MIN) }, { deliveries: failed(2) }, {}],
    ["just over six usual gaps", "sure", { lastInboundAt: ago(12 * MIN + S) }, { deliveries: failed(2) }, {}],
    [
      "a busy account is not deaf after one minute",
      "no",
      { lastInboundAt: ago(10 * MIN) },
      { inboundGapsMs: Array.from({ length: 20 }, () => S), deliveries: failed(9) },
      {},
    ],
    [
      "one that is written to twice a day is not deaf at noon",
      "no",
      { lastInboundAt: ago(5 * 60 * MIN) },
      { inboundGapsMs: Array.from({ length: 20 }, () => 60 * MIN), deliveries: failed(9) },
      {},
    ],
    ["seven gaps tell little", "perhaps", {}, { inboundGapsMs: Array.from({ length: 7 }, () => 2 * MIN), deliveries: failed(2) }, {}],
    ["no gap seen yet", "perhaps", {}, { inboundGapsMs: [], deliveries: failed(2) }, {}],
    ["watched for 29 minutes", "perhaps", {}, { deliveries: failed(2) }, { since: ago(29 * MIN) }],
    ["watched for half an hour", "sure", {}, { deliveries: failed(2) }, { since: ago(30 * MIN) }],
    ["another account of the channel may be meant", "perhaps", {}, { deliveries: failed(2) }, { shared: true }],
    ["a probe is of this account", "sure", {}, {}, { shared: true, probeFailed: { agoMs: MIN, why: null } }],
    ["never heard anything since it connected", "perhaps", { lastInboundAt: null }, { inboundGapsMs: [], deliveries: failed(2) }, {}],
    [
      "never heard anything, and connected just now",
      "no",
      { lastInboundAt: null, lastConnectedAt: ago(MIN) },
      { inboundGapsMs: [], deliveries: failed(2) },
      {},
    ],
    [
      "nothing at all is told of it",
      "no",
      { lastInboundAt: null, lastConnectedAt: null, lastStartAt: null },
      { deliveries: failed(2) },
      {},
    ],
  ])("%s: %s", (_, answer, a, w, g) => {
    expect(told(hook(a), watch({ transportGaps: [], transportPeriodMs: null, ...w }), given(g))).toBe(answer);
  });
});

describe("its connection is silent beyond its own period", () => {
  test.each<[string, Told, Partial<ChannelAccount>, Partial<AccountWatch>, Partial<DeafGiven>]>([
    ["it beats", "no", {}, {}, {}],
    ["just under 90 s", "no", silentFor(90 * S), {}, {}],
    ["just over", "sure", silentFor(91 * S), {}, {}],
    ["exactly three of its periods", "no", silentFor(180 * S), { transportPeriodMs: 60 * S }, {}],
    ["just over three of its periods", "sure", silentFor(181 * S), { transportPeriodMs: 60 * S }, {}],
    ["a period nobody has seen yet: a long poll's own", "perhaps", silentFor(91 * S), { transportPeriodMs: null, transportGaps: [] }, {}],
    ["a period nobody can know", "no", { ...silentFor(20 * MIN), mode: null }, { transportPeriodMs: null, transportGaps: [] }, {}],
    [
      "one that is written to twice a day still beats",
      "sure",
      silentFor(10 * MIN),
      { inboundGapsMs: Array.from({ length: 20 }, () => 300 * MIN) },
      {},
    ],
    ["few beats were seen", "perhaps", silentFor(91 * S), { transportGaps: [{ at: ago(2 * MIN), ms: 28 * S }] }, {}],
    ["watched for ten minutes", "perhaps", silentFor(91 * S), {}, { since: ago(10 * MIN) }],
    ["a message is activity too", "no", { ...silentFor(20 * MIN), lastInboundAt: ago(30 * S) }, {}, {}],
    ["what the account sent is none", "sure", { ...silentFor(20 * MIN), lastOutboundAt: ago(S) }, {}, {}],
    ["a fresh connection has its time", "no", { lastTransportActivityAt: ago(20 * MIN), lastConnectedAt: ago(60 * S) }, {}, {}],
    ["a release that tells no activity", "no", { lastTransportActivityAt: null, lastConnectedAt: ago(20 * MIN) }, {}, {}],
  ])("%s: %s", (_, answer, a, w, g) => {
    expect(told(poll(a), watch(w), given(g))).toBe(answer);
  });
});

test.each<[string, Partial<ChannelAccount>]>([
  ["recovering, whatever its flags say", { lifecycle: "recovering" }],
  ["stopped", { lifecycle: "stopped", running: false }],
  ["blocked", { lifecycle: "blocked", terminalDisconnect: true }],
  ["disabled", { enabled: false }],
  ["not connected", { connected: false }],
])("an account that is %s is not called deaf: its lifecycle tells", (_, a) => {
  expect(told(poll({ ...silentFor(60 * MIN), ...a }), watch({ deliveries: failed(9) }))).toBe("no");
});

test.each<[string, ChannelAccount, Partial<AccountWatch>, Partial<DeafGiven>]>([
  ["its connection has been silent for 3m12s, its own period is 28s", poll(silentFor(192 * S)), {}, {}],
  ["its connection has been silent for 3m12s, a long poll takes 30s", poll(silentFor(192 * S)), { transportPeriodMs: null }, {}],
  [
    "heard nothing for 41m (usually within 2m), 4 of 5 deliveries failed since",
    hook(),
    { deliveries: deliveries({ error: 4, completed: 1 }) },
    {},
  ],
  ["heard nothing for 41m (usually within 2m), 2 deliveries began since and did not end", hook(), { deliveries: failed(2, "started") }, {}],
  [
    "heard nothing for 41m, a live probe failed: 401 Unauthorized",
    hook(),
    { inboundGapsMs: [] },
    { probeFailed: { agoMs: S, why: "401 Unauthorized" } },
  ],
])("%s", (sentence, a, w, g) => {
  expect(deafness(a, watch(w), given(g))?.why).toBe(sentence);
});

describe("laws", () => {
  const ms = fc.integer({ min: 0, max: 7 * 24 * 60 * MIN });
  const at = fc.option(ms.map(ago), { nil: null });
  const accounts = fc
    .record({
      lastInboundAt: at,
      lastOutboundAt: at,
      lastTransportActivityAt: at,
      lastConnectedAt: at,
      lastStartAt: at,
      polls: fc.boolean(),
    })
    .map(({ polls, ...times }) => account({ ...times, mode: polls ? "polling" : null }));
  const watches = fc
    .record({
      inboundGapsMs: fc.array(fc.integer({ min: 1, max: 24 * 60 * MIN }), { maxLength: 30 }),
      transportGaps: fc.array(fc.record({ at: ms.map(ago), ms: fc.integer({ min: 1, max: 60 * MIN }) }), { maxLength: 8 }),
      transportPeriodMs: fc.option(fc.integer({ min: 1, max: 60 * MIN }), { nil: null }),
      deliveries: fc.array(fc.record({ at: ms.map(ago), said: fc.constantFrom<Delivery["said"]>("started", "completed", "error") }), {
        maxLength: 30,
      }),
    })
    .map((fields) => watch(fields));
  const givens = fc
    .record({
      since: ms.map(ago),
      shared: fc.boolean(),
      probeFailed: fc.option(fc.record({ agoMs: ms, why: fc.constant("refused") }), { nil: null }),
    })
    .map((fields) => given(fields));

  const share = fc.double({ min: 0, max: 1, noNaN: true });

  test("an account whose last message is younger than its usual gap is never deaf by what it hears", () => {
    fc.assert(
      fc.property(accounts, watches, givens, share, (a, w, g, part) => {
        const usualMs = usualGapMs(w.inboundGapsMs);
        fc.pre(usualMs !== null);
        const heard = { ...a, lastInboundAt: NOW - Math.floor((usualMs ?? 0) * part) };
        expect(deafness(heard, w, g)?.by).not.toBe("inbound");
      }),
    );
  });

  test("an account whose last message is younger than three periods is never deaf by its connection", () => {
    fc.assert(
      fc.property(accounts, watches, givens, share, (a, w, g, part) => {
        const heard = { ...a, lastInboundAt: NOW - Math.floor((w.transportPeriodMs ?? 30 * S) * 3 * part) };
        expect(deafness(heard, w, g)?.by).not.toBe("transport");
      }),
    );
  });

  const stretch = (times: number) => {
    const moved = <T extends number | null>(time: T): T => (time === null ? time : ((NOW - (NOW - time) * times) as T));
    return {
      account: (a: ChannelAccount): ChannelAccount => ({
        ...a,
        lastInboundAt: moved(a.lastInboundAt),
        lastOutboundAt: moved(a.lastOutboundAt),
        lastTransportActivityAt: moved(a.lastTransportActivityAt),
        lastConnectedAt: moved(a.lastConnectedAt),
        lastStartAt: moved(a.lastStartAt),
      }),
      watch: (w: AccountWatch): AccountWatch => ({
        ...w,
        inboundGapsMs: w.inboundGapsMs.map((gap) => gap * times),
        transportPeriodMs: w.transportPeriodMs === null ? null : w.transportPeriodMs * times,
        deliveries: w.deliveries.map((one) => ({ ...one, at: moved(one.at) })),
      }),
      given: (g: DeafGiven): DeafGiven => ({
        ...g,
        since: moved(g.since),
        probeFailed: g.probeFailed && { ...g.probeFailed, agoMs: g.probeFailed.agoMs * times },
      }),
    };
  };

  test("the same story told slower is no less deaf: only its least times are absolute", () => {
    // A long poll's 30 s do not stretch: the period must be its own.
    const owned = watches.filter(({ transportPeriodMs }) => transportPeriodMs !== null);
    fc.assert(
      fc.property(accounts, owned, givens, fc.integer({ min: 1, max: 50 }), (a, w, g, times) => {
        const rank = { no: 0, perhaps: 1, sure: 2 } as const;
        const slower = stretch(times);
        expect(rank[told(slower.account(a), slower.watch(w), slower.given(g))]).toBeGreaterThanOrEqual(rank[told(a, w, g)]);
      }),
    );
  });

  test("when it happened does not matter", () => {
    fc.assert(
      fc.property(accounts, watches, givens, fc.integer({ min: -1e9, max: 1e9 }), (a, w, g, by) => {
        const moved = <T extends number | null>(time: T): T => (time === null ? time : ((time + by) as T));
        const shifted = {
          ...a,
          lastInboundAt: moved(a.lastInboundAt),
          lastTransportActivityAt: moved(a.lastTransportActivityAt),
          lastConnectedAt: moved(a.lastConnectedAt),
          lastStartAt: moved(a.lastStartAt),
        };
        const later = { ...w, deliveries: w.deliveries.map((one) => ({ ...one, at: one.at + by })) };
        expect(deafness(shifted, later, { ...g, now: g.now + by, since: g.since + by })).toEqual(deafness(a, w, g));
      }),
    );
  });

  test("a clock set back makes no nonsense: ages are never negative, words never NaN", () => {
    fc.assert(
      fc.property(accounts, watches, givens, fc.integer({ min: 0, max: 1e9 }), (a, w, g, back) => {
        const deaf = deafness(a, w, { ...g, now: g.now - back });
        if (deaf === null) return;
        expect(deaf.inboundAgeMs ?? 0).toBeGreaterThanOrEqual(0);
        expect(deaf.why).not.toMatch(/NaN|-\d|undefined|Infinity/u);
      }),
    );
  });

  test("a delivery that succeeds never makes it deaf", () => {
    fc.assert(
      fc.property(accounts, watches, givens, ms, (a, w, g, when) => {
        fc.pre(told(a, w, g) === "no");
        expect(told(a, { ...w, deliveries: [...w.deliveries, { at: ago(when), said: "completed" }] }, g)).toBe("no");
      }),
    );
  });
});
