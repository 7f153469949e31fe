// Rank, grouping by cause, and what a row says.
import { describe, expect, test } from "vitest";
import type { Alert } from "../../../src/data/alerts/alert.ts";
import { causeOf } from "../../../src/data/alerts/cause.ts";
import type { Mute } from "../../../src/data/alerts/mute.ts";
import { problemLine } from "../../../src/data/alerts/problem-line.ts";
import { alertsOf, problemRows } from "../../../src/data/alerts/problems.ts";
import { channelSubject } from "../../../src/data/action/subject.ts";
import { account, sampled, scene, START, well } from "../../support/scene.ts";
import type { State } from "../../../src/data/state.ts";
import { verdict } from "../../../src/data/verdict.ts";

const alert = (given: Partial<Alert> = {}): Alert => ({
  id: "channel-recovering",
  subject: "irc/a",
  topic: "channel",
  follows: false,
  severity: "warn",
  message: "recovering · reconnect 4 · connect ECONNREFUSED 127.0.0.1:6667",
  remedy: null,
  repair: null,
  since: START - 60_000,
  raised: true,
  clearedAt: null,
  unknownWhy: null,
  cause: null,
  evidence: [],
  turns: [],
  ...given,
});
const of = (cause: string, count: number, given: Partial<Alert> = {}): readonly Alert[] =>
  Array.from({ length: count }, (_, n) => alert({ cause, subject: `irc/a${n}`, since: START - 1_000 * n, ...given }));
const state = (alerts: readonly Alert[], mutes: readonly Mute[] = []): State => ({
  ...scene(...well()),
  alerts: new Map(alerts.map((one) => [`${one.id}/${one.subject}`, one])),
  mutes,
});
const ack = (key: string): Mute => ({ id: "abcdef", kind: "ack", key, since: START, until: null, by: "ana", reason: null });
const keys = (given: State): readonly string[] => problemRows(given).map(({ key }) => key);
const said = (given: State): readonly string[] =>
  problemRows(given).map((row) => {
    const { subject, message } = problemLine(row, given.now);
    return `${subject} ${message}`;
  });

test("worst first, then causes before consequences, then the oldest; what cannot be judged and what is muted last", () => {
  const given = state(
    [
      alert({ id: "cpu", subject: "cpu", unknownWhy: "not read", severity: "crit" }),
      alert({ id: "update-available", subject: "gateway", severity: "info" }),
      alert({ id: "memory", subject: "rss", since: START - 5_000 }),
      alert({ id: "lane-full", subject: "main", follows: true, since: START - 90_000 }),
      alert({ id: "slow", subject: "gateway", since: START - 9_000 }),
      alert({ id: "crash-loop", subject: "gateway", severity: "crit", since: START }),
      alert({ id: "silent", subject: "gateway", severity: "crit" }),
    ],
    [ack("silent/gateway")],
  );
  expect(keys(given)).toEqual([
    "crash-loop/gateway",
    "slow/gateway",
    "memory/rss",
    "lane-full/main",
    "update-available/gateway",
    "cpu/cpu",
    "silent/gateway",
  ]);
});

describe("twenty channels that fail for one reason", () => {
  const given = state(of("ECONNREFUSED", 20));

  test("are one row, since the oldest", () => {
    expect(keys(given)).toEqual(["channel-recovering/*ECONNREFUSED"]);
    expect(said(given)).toEqual(["irc ×20 recovering · ECONNREFUSED · a19, a18, a17, a16, a15 and 15 more"]);
    expect(problemLine(problemRows(given)[0] ?? { kind: "one", key: "", alert: alert(), flapping: false, mute: null }, START).since).toBe(
      START - 19_000,
    );
  });

  test("are one thing in the verdict", () => {
    expect(verdict(given)).toMatchObject({ level: "warning", more: 0, summary: expect.stringMatching(/^irc ×20 recovering/u) });
  });

  test("two of them are two rows", () => {
    expect(keys(state(of("ECONNREFUSED", 2)))).toHaveLength(2);
  });

  test("those without a cause, or of another one, stand by themselves", () => {
    expect(
      keys(state([...of("ECONNREFUSED", 3), alert({ subject: "tg/x" }), alert({ subject: "tg/y", cause: "ETIMEDOUT" })])),
    ).toHaveLength(3);
  });

  test("one that is critical is not hidden behind the warnings, and what somebody has seen to is not counted", () => {
    const [worst] = of("ECONNREFUSED", 1, { severity: "crit", subject: "irc/worst" });
    const mixed = state([...of("ECONNREFUSED", 4), ...(worst ? [worst] : [])], [ack("channel-recovering/irc/a0")]);
    expect(problemRows(mixed).map((row) => alertsOf(row).length)).toEqual([1, 3, 1]);
    expect(keys(mixed)).toEqual(["channel-recovering/irc/worst", "channel-recovering/*ECONNREFUSED", "channel-recovering/irc/a0"]);
  });

  test("some of them gone are told, all of them gone is gone", () => {
    const some = of("ECONNREFUSED", 4).map((one, n) => (n === 0 ? { ...one, clearedAt: START - 1_000 } : one));
    expect(said(state(some))[0]).toContain("1 of 4 gone");
    const all = of("ECONNREFUSED", 4, { clearedAt: START - 2_000 });
    expect(said(state(all))[0]).toMatch(/^irc ×4 gone for 2s · was: recovering/u);
  });

  test("of several channels they are counted as channels", () => {
    const mixed = [...of("ECONNREFUSED", 2), alert({ subject: "telegram/b", cause: "ECONNREFUSED" })];
    expect(said(state(mixed))[0]).toMatch(/^channel ×3 recovering · ECONNREFUSED · telegram\/b, irc\/a1, irc\/a0$/u);
  });

  test("c is about the worst of them that is not gone", () => {
    const accounts = ["a0", "a1", "a2"].map((name) => account({ channel: "irc", account: name, lifecycle: "recovering" }));
    const three = of("ECONNREFUSED", 3).map((one) => (one.subject === "irc/a2" ? { ...one, clearedAt: START } : one));
    const read = scene(...well(), sampled("channels", { accounts, issues: [], partial: false }));
    expect(channelSubject({ ...read, alerts: state(three).alerts })).toBe("irc/a1");
  });
});

test("what flaps says so first", () => {
  const turns = [0, 1, 2, 3, 4, 5, 6].map((n) => START - 720_000 + n * 60_000);
  expect(said(state([alert({ turns })]))[0]).toMatch(/^irc\/a flapping: 4 times in 12m · recovering/u);
});

test.each([
  ["connect ECONNREFUSED 127.0.0.1:6667", "ECONNREFUSED"],
  ["Call to 'getMe' failed! (401: Unauthorized)", "Unauthorized"],
  ["gateway restart-loop breaker tripped: 3 unclean boots", "restart-loop breaker"],
  ["closed by peer after 17 s", "closed by peer after n s"],
  ["  ", null],
  [null, null],
])("the cause of %j is %j", (error, cause) => {
  expect(causeOf(error)).toBe(cause);
});
