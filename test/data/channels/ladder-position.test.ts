// Where an account stands in the gateway's retries, against a ladder that was really climbed.
import { describe, expect, test } from "vitest";
import { gaveUp, ladderPosition, waitMs } from "../../../src/data/channels/ladder-position.ts";
import type { ChannelAccount } from "../../../src/data/model/channels.ts";
import type { LogNote } from "../../../src/data/model/log-notes.ts";
import { account, START } from "../../support/scene.ts";
import { capturedRows } from "./captured-rows.ts";

const irc = (given: Partial<ChannelAccount>): ChannelAccount => account({ channel: "irc", account: "default", ...given });
const climbing = irc({
  running: false,
  connected: false,
  lifecycle: "recovering",
  restartPending: true,
  reconnectAttempts: 4,
  lastStopAt: START,
});
const retry = (given: Partial<Extract<LogNote, { of: "retry" }>> = {}): LogNote => ({
  at: START,
  of: "retry",
  account: "irc/default",
  attempt: 4,
  attempts: 10,
  inMs: 42_000,
  ...given,
});

test.each<[string, Partial<ChannelAccount>, readonly LogNote[], ReturnType<typeof ladderPosition>]>([
  ["a ready account that keeps its last number", { lifecycle: "ready", running: true, connected: true, restartPending: false }, [], null],
  ["an account that was never retried", { reconnectAttempts: 0 }, [], null],
  ["a release that tells no attempts", { reconnectAttempts: null }, [], null],
  ["a blocked account: nothing is tried", { lifecycle: "blocked", terminalDisconnect: true, restartPending: false }, [], null],
  ["a running account that looks for its connection itself", { running: true, connected: true, restartPending: false }, [], null],
  ["without a line, by the doubling", {}, [], { attempt: 4, of: 10, nextAt: START + 42_000 }],
  ["the log's own seconds", {}, [retry({ inMs: 43_000, at: START + 12 })], { attempt: 4, of: 10, nextAt: START + 43_012 }],
  ["a line of another ladder, an hour ago", {}, [retry({ at: START - 3_600_000 })], { attempt: 4, of: 10, nextAt: START + 42_000 }],
  ["another account's line", {}, [retry({ account: "irc/other", inMs: 1 })], { attempt: 4, of: 10, nextAt: START + 42_000 }],
  ["another attempt's line", {}, [retry({ attempt: 3, inMs: 1 })], { attempt: 4, of: 10, nextAt: START + 42_000 }],
  ["a gateway that tries more often says so", {}, [retry({ attempts: 20 })], { attempt: 4, of: 20, nextAt: START + 42_000 }],
  ["an attempt under way", { lifecycle: "starting", running: true, restartPending: false }, [], { attempt: 4, of: 10, nextAt: null }],
  ["an account whose stop is not told", { lastStopAt: null }, [], { attempt: 4, of: 10, nextAt: null }],
  ["given up", { lifecycle: "stopped", restartPending: false, reconnectAttempts: 11 }, [], { attempt: 11, of: 10, nextAt: null }],
])("%s", (_, given, notes, position) => {
  expect(ladderPosition({ ...climbing, ...given }, notes)).toEqual(position);
});

test("eleven of ten is given up, ten of ten is not", () => {
  expect(gaveUp({ attempt: 10, of: 10, nextAt: null })).toBe(false);
  expect(gaveUp({ attempt: 11, of: 10, nextAt: null })).toBe(true);
});

describe("the ladder of a server that stayed away, as captured", () => {
  const rows = capturedRows("irc-start-down");
  const steps = rows.filter(
    ({ account: a }, index) => a.restartPending === true && a.reconnectAttempts !== rows[index - 1]?.account.reconnectAttempts,
  );

  test("is climbed step by step", () => {
    expect(steps.map(({ account: a }) => ladderPosition(a)?.attempt)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test.each(steps.slice(0, -1).map((step, index) => [index + 1, step, steps[index + 1]] as const))(
    "attempt %i: the next one began when it was said to",
    (_, { account: a }, next) => {
      const said = ladderPosition(a)?.nextAt ?? Number.NaN;
      const began = next?.account.lastStartAt ?? Number.NaN;
      const waited = began - (a.lastStopAt ?? Number.NaN);
      expect(Math.abs(began - said)).toBeLessThanOrEqual(waited * 0.06);
    },
  );
});

test("no wait is longer than five minutes", () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8, 50].map(waitMs)).toEqual([5_250, 10_500, 21_000, 42_000, 84_000, 168_000, 300_000, 300_000, 300_000]);
});
