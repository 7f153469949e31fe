import { expect, test } from "vitest";
import type { Push } from "../../../src/data/events.ts";
import { createPushBatch } from "../../../src/data/gateway/push-batch.ts";
import { manualTimers } from "./manual-timers.ts";

function batchWith() {
  const timers = manualTimers();
  const delivered: (readonly Push[])[] = [];
  const gaps: (readonly [number, number])[] = [];
  const batch = createPushBatch({
    timers,
    batchMs: 100,
    onPushed: (pushes) => delivered.push(pushes),
    onGap: (from, to) => gaps.push([from, to]),
  });
  return { timers, batch, delivered, gaps };
}
const tick: Push = { push: "tick" };
const shutdown: Push = { push: "shutdown", announced: { at: 0, kind: "restart", expectedMs: null, reason: "r" } };

test("pushes come together, once per interval, none lost and in order", () => {
  const { timers, batch, delivered } = batchWith();
  for (let second = 0; second < 60; second += 1) {
    for (let slice = 0; slice < 100; slice += 1) {
      for (let index = 0; index < 200; index += 1) batch.add({ push: "other", name: `${second}/${slice}/${index}` });
      timers.advance(10);
    }
  }
  timers.advance(100);
  expect(delivered.flat()).toHaveLength(20_000 * 60);
  expect(delivered.length).toBeLessThanOrEqual(601);
  expect(delivered.flat().at(-1)).toEqual({ push: "other", name: "59/99/199" });
});

test("nothing to say, no timer", () => {
  const { timers, batch, delivered } = batchWith();
  batch.flush();
  batch.add(tick);
  timers.advance(100);
  expect(delivered).toEqual([[tick]]);
  expect(timers.count()).toBe(0);
});

test("a shutdown does not wait, nor what came before it", () => {
  const { timers, batch, delivered } = batchWith();
  batch.add(tick);
  batch.add(shutdown);
  expect(delivered).toEqual([[tick, shutdown]]);
  expect(timers.count()).toBe(0);
});

test.each([
  ["without holes", [1, 2, 3], []],
  ["beginning anywhere", [40, 41], []],
  ["one missing", [1, 3], [[2, 2]]],
  ["several holes of one batch are one", [1, 3, 4, 9], [[2, 8]]],
  ["numbers that are not given do not count", [1, null, 2], []],
  ["a repeated number is no hole", [5, 5, 6], []],
])("sequence numbers %s", (_name, seqs, expected) => {
  const { timers, batch, gaps } = batchWith();
  for (const seq of seqs) batch.saw(seq);
  timers.advance(100);
  expect(gaps).toEqual(expected);
});

test("each connection counts for itself", () => {
  const { timers, batch, gaps } = batchWith();
  batch.saw(8);
  batch.newConnection();
  batch.saw(1);
  batch.saw(2);
  timers.advance(100);
  expect(gaps).toEqual([]);
});
