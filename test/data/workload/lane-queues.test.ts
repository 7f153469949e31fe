// Whether a queue grows, from what was read of it.
import { array, assert, integer, nat, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { growthPerMinute, laneQueuesAt, laneTrend, type LaneQueues } from "../../../src/data/workload/lane-queues.ts";
import { growthWords } from "../../../src/data/select/growth.ts";
import { lane, START } from "../../support/scene.ts";

const none: LaneQueues = new Map();
const board = (queued: number, name = "main") => ({ lanes: [lane({ lane: name, queued })], dynamic: null });

/** Read every two seconds for so long; `queued` of the seconds since the beginning. */
function watched(seconds: number, queued: (second: number) => number): LaneQueues {
  let queues = none;
  for (let second = 0; second <= seconds; second += 2) queues = laneQueuesAt(queues, board(queued(second)), START + second * 1_000);
  return queues;
}

const main = (queues: LaneQueues) => queues.get("main") ?? [];

describe("growth", () => {
  test.each([
    ["less than a minute: not said", 40, (second: number) => second, null],
    ["six more each minute", 120, (second: number) => 1 + second / 10, 6],
    ["it drains", 120, (second: number) => 200 - second, -60],
    ["it stands still", 300, () => 4, 0],
    ["only the last five minutes count", 900, (second: number) => (second < 590 ? 1_000 - second : 410), 0],
  ])("%s", (_, seconds, queued, perMinute) => {
    const found = growthPerMinute(main(watched(seconds, queued)), START + seconds * 1_000);
    if (perMinute === null) expect(found).toBeNull();
    else expect(found).toBeCloseTo(perMinute, 1);
  });

  test.each([
    [6, "+6/min"],
    [1.25, "+1.3/min"],
    [-0.5, "-0.5/min"],
    [0.05, "steady"],
    [-0.09, "steady"],
    [123.4, "+123/min"],
  ])("%d reads %s", (perMinute, words) => {
    expect(growthWords(perMinute)).toBe(words);
  });
});

test("a trend needs ten minutes", () => {
  expect(laneTrend(main(watched(560, (second) => second)))).toMatchObject({ kind: "none", why: "too-short" });
  expect(laneTrend(main(watched(840, (second) => second)))).toMatchObject({ kind: "slope" });
});

test("lanes that never held anything are not kept, and never more than sixteen", () => {
  expect(laneQueuesAt(none, board(0), START).size).toBe(0);
  const lanes = Array.from({ length: 40 }, (_, index) => lane({ lane: `l${index}`, queued: index }));
  const queues = laneQueuesAt(none, { lanes, dynamic: { laneCount: 1, active: 0, queued: 7 } }, START);
  expect(queues.size).toBe(16);
  expect(queues.has("l39")).toBe(true);
  expect(queues.has("l1")).toBe(false);
});

test("a quarter of an hour at most, whatever the clock does", () => {
  assert(
    property(array(integer({ min: -120, max: 120 }), { maxLength: 60, size: "max" }), nat(50), (steps, queued) => {
      let queues = none;
      let at = START;
      for (const step of steps) {
        at += step * 1_000;
        queues = laneQueuesAt(queues, board(queued + 1), at);
      }
      const samples = main(queues);
      const growth = growthPerMinute(samples, at);
      expect(growth === null || Number.isFinite(growth)).toBe(true);
      for (const [index, sample] of samples.entries()) {
        if (index > 0) expect(sample.at).toBeGreaterThan(samples[index - 1]?.at ?? 0);
        expect(at - sample.at).toBeLessThan(900_000);
      }
    }),
    // Read again before there is anything new to keep.
    { examples: [[[...Array.from({ length: 8 }, () => 120), 59, 4], 3]] },
  );
});
