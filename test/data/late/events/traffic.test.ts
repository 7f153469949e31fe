// Counts, rates and latencies of the last hour, and that they are those the alerts judge by.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hourOf, minutesOf, perMinute } from "../../../../src/data/late/events/hour.ts";
import { trafficRows, unansweredWebhooks } from "../../../../src/data/late/events/traffic-rows.ts";
import { warnedOf } from "../../../../src/data/late/events/warnings.ts";
import type { DiagnosticRecord } from "../../../../src/data/model/sessions.ts";
import { failedShare, recentTraffic } from "../../../../src/data/recent-traffic.ts";
import type { State } from "../../../../src/data/state.ts";
import { checkedById, clock, record, sampled, scene, START, well } from "../../../support/scene.ts";

const MINUTE = 60_000;
/** On the full minute: half of the records below are of the minute that goes on, or the one before. */
const NOW = START + 90 * MINUTE;

const withRing = (...records: readonly Partial<DiagnosticRecord>[]): State => {
  const numbered = records.map((given, index) => record({ seq: index + 1, at: NOW - 1_000, ...given }));
  const slice = { since: 0, lastSeq: numbered.length, dropped: 0, records: numbered };
  return scene(...well(NOW), sampled("stability", slice, NOW), clock(NOW));
};

const rowOf = (state: State, key: string) => trafficRows(state).find((row) => row.key === key);

describe("minutes", () => {
  const spread = fc.array(fc.integer({ min: -120 * MINUTE, max: 500 }), { maxLength: 200 });

  test("every record of the hour is in exactly one of sixty", () => {
    fc.assert(
      fc.property(spread, (moments) => {
        const state = withRing(...moments.map((ms) => ({ at: NOW + ms })));
        const hour = hourOf(state);
        const minutes = minutesOf(hour, hour.records);
        expect(minutes).toHaveLength(60);
        expect(minutes.reduce<number>((sum, count) => sum + (count ?? 0), 0)).toBe(hour.records.length);
        const inside = moments.filter((ms) => Math.floor((NOW + ms) / MINUTE) > Math.floor(NOW / MINUTE) - 60);
        expect(hour.records).toHaveLength(inside.length);
      }),
    );
  });

  test("before the oldest record nothing is known, after it nothing is zero", () => {
    const state = withRing({ at: NOW - 3 * MINUTE }, { at: NOW - 1 * MINUTE });
    const minutes = minutesOf(hourOf(state), hourOf(state).records);
    expect(minutes.slice(-5)).toEqual([null, 1, 0, 1, 0]);
  });

  test.each([
    ["five whole minutes", [9, 1, 2, 3, 4, 5, 100], 3],
    ["only those watched", [null, null, null, null, 4, 6, 100], 5],
    ["none yet", [null, null, null, null, null, null, 100], null],
  ])("a rate is the mean of whole minutes: %s", (_, minutes, rate) => {
    expect(perMinute(minutes)).toBe(rate);
  });
});

describe("rows", () => {
  const done = (channel: string, durationMs: number): Partial<DiagnosticRecord> => ({ type: "message.processed", channel, durationMs });

  test("a kind, and each of its groups, the busiest first", () => {
    const state = withRing(done("irc", 10), done("telegram", 20), done("telegram", 400), { type: "message.received", channel: "telegram" });
    const keys = trafficRows(state).map(({ key }) => key);
    expect(keys).toEqual(["messages", "messages/telegram", "messages/irc", "model calls"]);
    expect(rowOf(state, "messages")).toMatchObject({ received: 1, done: 3, failed: 0, latency: { p50Ms: 20, p95Ms: 400, mostMs: 400 } });
    expect(rowOf(state, "messages/irc")).toMatchObject({ received: 0, done: 1, latency: { p50Ms: 10 } });
  });

  test("one group alone has no row of its own", () => {
    const state = withRing(done("irc", 10), done("irc", 20));
    expect(trafficRows(state).map(({ key, only }) => [key, only])).toEqual([
      ["messages", "irc"],
      ["model calls", null],
    ]);
  });

  test("a release that tells of no arrival has none, not zero", () => {
    expect(rowOf(withRing(done("irc", 10)), "messages")?.received).toBeNull();
    expect(rowOf(withRing({ type: "model.call.started" }), "messages")?.received).toBe(0);
  });

  test.each<[string, Partial<DiagnosticRecord>, number, number]>([
    ["a message that failed", { type: "message.processed", outcome: "failed" }, 0, 1],
    ["one that was skipped", { type: "message.processed", outcome: "skipped" }, 1, 0],
    ["a call that failed", { type: "model.call.error", reason: "timeout" }, 0, 1],
    ["a delivery that failed", { type: "message.delivery.error" }, 0, 1],
    ["a tool that was refused", { type: "tool.execution.blocked", toolName: "exec" }, 0, 1],
    ["a command that ended badly", { type: "exec.process.completed", outcome: "failed" }, 0, 1],
    ["a webhook refused with an error", { type: "webhook.error" }, 0, 1],
    ["a wait in a lane", { type: "queue.lane.dequeue", waitMs: 5 }, 1, 0],
  ])("%s", (_, given, well_, failed) => {
    const row = trafficRows(withRing(given)).find((one) => one.done + one.failed > 0);
    expect(row).toMatchObject({ done: well_, failed });
  });

  test("waits are of lanes; each session's own lane is one of many", () => {
    const wait = (source: string, waitMs: number): Partial<DiagnosticRecord> => ({ type: "queue.lane.dequeue", source, waitMs });
    const state = withRing(wait("main", 900), wait("session:agent:main:a", 1), wait("session:agent:main:b", 3));
    expect(rowOf(state, "queue waits/sessions")).toMatchObject({ done: 2, latency: { mostMs: 3 } });
    expect(rowOf(state, "queue waits/main")).toMatchObject({ done: 1, latency: { p95Ms: 900 } });
  });

  test("what took no time told is not called instant", () => {
    expect(rowOf(withRing({ type: "model.call.error", provider: "lab" }), "model calls")).toMatchObject({ latency: null, firstByte: null });
  });

  test("why calls failed, the most frequent first", () => {
    const failed = (reason: string): Partial<DiagnosticRecord> => ({ type: "model.call.error", provider: "lab", reason });
    expect(rowOf(withRing(failed("timeout"), failed("aborted"), failed("timeout")), "model calls")?.reasons).toEqual([
      ["timeout", 2],
      ["aborted", 1],
    ]);
  });

  test.each([
    ["none came", 0, 0, 0, null],
    ["all were processed", 3, 3, 0, 0],
    ["two were refused without a word", 5, 2, 1, 2],
  ])("webhooks: %s", (_, received, processed, errors, lost) => {
    const of = (type: string, times: number) => Array.from({ length: times }, () => ({ type, channel: "telegram" }));
    const state = withRing(...of("webhook.received", received), ...of("webhook.processed", processed), ...of("webhook.error", errors));
    expect(unansweredWebhooks(state)).toBe(lost);
  });
});

test("the share of failures on the board is the one in the alert", () => {
  const message = { type: "message.processed", at: NOW - 30_000 };
  const state = withRing(
    ...Array.from({ length: 20 }, () => message),
    { type: "model.call.error", at: NOW - 20_000 },
    { ...message, outcome: "error" },
  );
  const recent = recentTraffic(state);
  expect(recent && failedShare(recent)).toEqual({ failed: 2, messages: 21, share: 2 / 21 });
  expect(checkedById("error-rate", state)).toMatchObject({ findings: [{ message: "10 % fail: 2 of 21 in 5m" }] });
});

test("of a few messages there is no share", () => {
  const recent = recentTraffic(withRing(...Array.from({ length: 9 }, () => ({ type: "message.processed", outcome: "error" }))));
  expect(recent && failedShare(recent)).toEqual({ failed: 9, messages: 9, share: null });
});

test("what diagnostics warned of, newest first; a look at liveness is no warning", () => {
  const state = withRing(
    { type: "payload.large", at: NOW - 300_000, bytes: 9_000_000 },
    { type: "diagnostic.memory.pressure", level: "warning", at: NOW - 200_000 },
    { type: "diagnostic.liveness.warning", level: "info", at: NOW - 100_000 },
    { type: "payload.large", at: NOW - 90_000 },
    { type: "payload.large", at: NOW - 2 * 3_600_000 },
  );
  expect(warnedOf(state)).toEqual([
    { what: "large payload", times: 2, at: NOW - 90_000 },
    { what: "memory pressure", times: 1, at: NOW - 200_000 },
  ]);
});
