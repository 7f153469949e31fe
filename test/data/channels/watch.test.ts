// What is remembered of an account from look to look: through `update`, as the product does it.
import { describe, expect, test } from "vitest";
import type { AccountWatch } from "../../../src/data/channels/account-watch.ts";
import type { Event } from "../../../src/data/events.ts";
import type { ChannelAccount } from "../../../src/data/model/channels.ts";
import type { State } from "../../../src/data/state.ts";
import { update } from "../../../src/data/update.ts";
import { account, clock, link, openLink, record, sampled, scene, START, waitingLink } from "../../support/scene.ts";

const S = 1_000;
const MIN = 60_000;
const HOUR = 3_600_000;

const look = (at: number, ...accounts: readonly ChannelAccount[]): Event =>
  sampled("channels", { accounts, issues: [], partial: false }, START + at);
const seen = (at: number, given: Partial<ChannelAccount> = {}): Event => look(at, account(given));
const down = { lifecycle: "recovering", running: false, restartPending: true } as const;
const ring = (at: number, since: number, ...records: readonly Parameters<typeof record>[0][]): Event =>
  sampled("stability", { since, lastSeq: since + records.length, dropped: 0, records: records.map((one) => record(one)) }, START + at);

function watchOf(state: State, key = "telegram/poll"): AccountWatch {
  const watch = state.accounts.get(key);
  if (watch === undefined) throw new Error(`${key} is not watched`);
  return watch;
}
const watchAfter = (...events: readonly Event[]): AccountWatch => watchOf(scene(...events));
const states = (watch: AccountWatch): readonly string[] => watch.changes.map(({ at, state }) => `${(at - START) / S} ${state}`);

describe("states", () => {
  test.each<[string, readonly Event[], readonly string[]]>([
    ["the same state is one change", [seen(0), seen(2 * S), seen(4 * S)], ["0 ready"]],
    ["each change is kept", [seen(0), seen(2 * S, down), seen(4 * S)], ["0 ready", "2 recovering", "4 ready"]],
    ["nobody looked for two minutes", [seen(0), seen(120 * S)], ["0 ready", "0 unknown", "120 ready"]],
    [
      "nobody could look: the link was down",
      [link(openLink()), seen(0), link(waitingLink(), START + 3 * S), link(openLink(), START + 20 * S), seen(20 * S)],
      ["0 ready", "0 unknown", "20 ready"],
    ],
    [
      "an hour ago only what it began with",
      [seen(0), seen(50 * S, down), seen(100 * S), ...every(100 * S, 2 * HOUR), seen(2 * HOUR, down)],
      ["100 ready", "7200 recovering"],
    ],
  ])("%s", (_, events, changes) => {
    expect(states(watchAfter(...events))).toEqual(changes);
  });

  test("an account that flaps without end stays small", () => {
    const flaps = Array.from({ length: 400 }, (_, index) => seen(index * 2 * S, index % 2 === 0 ? {} : down));
    expect(watchAfter(...flaps).changes).toHaveLength(120);
  });

  test("after the clock was set back the future has not happened", () => {
    const events = [seen(0), seen(10 * S, down), clock(START - MIN), seen(-MIN)];
    expect(states(watchAfter(...events))).toEqual(["-60 ready"]);
    expect(watchAfter(...events).since).toBe(START - MIN);
  });

  test("an account that is gone is forgotten, unless the answer is not whole", () => {
    const other = account({ account: "hook" });
    const both = look(0, account(), other);
    expect([...scene(both, look(2 * S, other)).accounts.keys()]).toEqual(["telegram/hook"]);
    const part = sampled("channels", { accounts: [other], issues: [], partial: true }, START + 2 * S);
    expect([...scene(both, part).accounts.keys()]).toEqual(["telegram/poll", "telegram/hook"]);
  });
});

/** A look each 50 s, as the slowest rate has it. */
function every(from: number, to: number): readonly Event[] {
  return Array.from({ length: Math.floor((to - from) / (50 * S)) }, (_, index) => seen(from + index * 50 * S));
}

describe("gaps between messages", () => {
  const heard = (at: number, lastInboundAt: number | null, more: Partial<ChannelAccount> = {}): Event =>
    seen(at, { lastInboundAt: lastInboundAt === null ? null : START + lastInboundAt, ...more });

  test.each<[string, readonly Event[], readonly number[]]>([
    ["one message tells none", [heard(0, null), heard(2 * S, S)], []],
    ["two tell one", [heard(0, -MIN), heard(2 * S, S)], [61 * S]],
    ["nothing new is no gap", [heard(0, -MIN), heard(2 * S, -MIN)], []],
    ["a time that goes back is no gap", [heard(0, -MIN), heard(2 * S, -2 * MIN)], []],
    ["what came while nobody looked is not counted", [heard(0, -MIN), heard(5 * MIN, 4 * MIN)], []],
    ["what it could not hear is no habit", [heard(0, -MIN), heard(2 * S, -MIN, down), heard(90 * S, -MIN), heard(92 * S, 91 * S)], []],
    ["a channel that is down hears nothing", [heard(0, -MIN), heard(2 * S, S, down)], []],
  ])("%s", (_, events, gaps) => {
    expect(watchAfter(...events).inboundGapsMs).toEqual(gaps);
  });
});

describe("the beat of its connection", () => {
  const beat = (at: number, lastTransportActivityAt: number): Event =>
    seen(at, { lastTransportActivityAt: START + lastTransportActivityAt });

  test("is learned from the times it moved", () => {
    const watch = watchAfter(beat(0, -10 * S), beat(20 * S, 20 * S), beat(50 * S, 48 * S), beat(80 * S, 77 * S));
    expect(watch.transportGaps.map(({ ms }) => ms)).toEqual([30 * S, 29 * S, 28 * S]);
    expect(watch.transportPeriodMs).toBe(30 * S);
  });

  test("is not known of one that never moved", () => {
    expect(watchAfter(beat(0, -S), beat(2 * S, -S)).transportPeriodMs).toBeNull();
  });
});

describe("deliveries of its channel", () => {
  const said = (watch: AccountWatch): readonly string[] => watch.deliveries.map((one) => one.said);

  test("are told from the ring, to each account of the channel and to no other", () => {
    const irc = account({ channel: "irc", account: "default" });
    const state = scene(
      look(0, account(), account({ account: "hook" }), irc),
      ring(
        S,
        0,
        { type: "message.delivery.started", channel: "telegram", at: START },
        { type: "message.delivery.error", channel: "telegram", at: START + 60 },
        { type: "message.received", channel: "telegram" },
      ),
    );
    for (const key of ["telegram/poll", "telegram/hook"]) expect(said(watchOf(state, key))).toEqual(["started", "error"]);
    expect(said(watchOf(state, "irc/default"))).toEqual([]);
  });

  test("also from a ring that was read before the channels were", () => {
    expect(said(watchAfter(ring(0, 0, { type: "message.delivery.error", channel: "telegram", at: START }), seen(S)))).toEqual(["error"]);
  });

  test("a ring that is read from its beginning again tells nothing twice", () => {
    const error = { type: "message.delivery.error", channel: "telegram", at: START } as const;
    const again = ring(4 * S, 0, error, { ...error, seq: 2, at: START + 3 * S });
    expect(said(watchAfter(seen(0), ring(S, 0, error), again))).toEqual(["error", "error"]);
  });

  test("the newest 64 are kept", () => {
    const many = Array.from({ length: 100 }, (_, index) => ({
      seq: index,
      type: "message.delivery.completed",
      channel: "telegram",
      at: START + index,
    }));
    const watch = watchAfter(seen(0), ring(S, 0, ...many));
    expect(watch.deliveries.map(({ at }) => at - START)).toEqual(Array.from({ length: 64 }, (_, index) => 36 + index));
  });
});

test("a look that brings nothing new changes nothing: two hundred accounts are looked at each two seconds", () => {
  const accounts = Array.from({ length: 200 }, (_, index) => account({ account: `a${index}` }));
  const before = scene(look(0, ...accounts));
  expect(update(before, look(2 * S, ...accounts)).accounts).toBe(before.accounts);
});
