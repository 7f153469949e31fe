// What is kept of the diagnostics ring, over slices, losses and processes.
import { describe, expect, test } from "vitest";
import type { DiagnosticRecord, DiagnosticSlice } from "../../src/data/model/sessions.ts";
import { ringWith, type Ring } from "../../src/data/ring.ts";
import { record, sampled, scene, START } from "../support/scene.ts";

const recordsFrom = (seq: number, count: number, at = START): readonly DiagnosticRecord[] =>
  Array.from({ length: count }, (_, index) => record({ seq: seq + index, at: at + index }));

const slice = (since: number, records: readonly DiagnosticRecord[], dropped = 0): DiagnosticSlice => ({
  since,
  lastSeq: records.at(-1)?.seq ?? since,
  dropped,
  records,
});

const grown = (...slices: readonly DiagnosticSlice[]): Ring => slices.reduce(ringWith, []);
const held = (ring: Ring): number => ring.reduce((sum, { records }) => sum + records.length, 0);
const numbers = (ring: Ring): readonly number[] => ring.flatMap(({ records }) => records.map(({ seq }) => seq));

test("the state keeps what the stability source read", () => {
  const state = scene(sampled("stability", slice(0, recordsFrom(44, 3))), sampled("stability", slice(46, recordsFrom(47, 2))));
  expect(numbers(state.ring)).toEqual([44, 45, 46, 47, 48]);
});

test("a reading with nothing new is the same ring", () => {
  const ring = grown(slice(0, recordsFrom(44, 3)));
  expect(ringWith(ring, slice(46, []))).toBe(ring);
});

test("what passed unread is kept with the records after it", () => {
  const ring = grown(slice(0, recordsFrom(1, 2)), slice(2, recordsFrom(217, 2, START + 5_000), 214));
  expect(ring.map(({ lost }) => lost)).toEqual([0, 214]);
});

test("natural gaps in the numbers are no loss", () => {
  const ring = grown(slice(0, recordsFrom(1, 1)), slice(1, [record({ seq: 9, at: START + 9 })]));
  expect(ring.map(({ lost }) => lost)).toEqual([0, 0]);
});

describe("the ring read anew", () => {
  test("of another process: the old records stay, the new ones begin there", () => {
    const ring = grown(slice(0, recordsFrom(800, 3)), slice(0, recordsFrom(44, 2, START + 60_000)));
    expect(numbers(ring)).toEqual([800, 801, 802, 44, 45]);
    expect(ring.map(({ anew }) => anew)).toEqual([false, true]);
  });

  test("of the same one: nothing is held twice", () => {
    const ring = grown(slice(0, recordsFrom(44, 3)), slice(0, recordsFrom(44, 5)));
    expect(numbers(ring)).toEqual([44, 45, 46, 47, 48]);
    expect(ring.map(({ anew }) => anew)).toEqual([false, false]);
  });
});

test.each([
  ["slices of ten", 10],
  ["slices of a thousand", 1_000],
  ["one of seven thousand", 7_000],
])("at most five thousand, or the newest slice: %s", (_, each) => {
  let ring: Ring = [];
  for (let seq = 1; seq <= 21_000; seq += each) ring = ringWith(ring, slice(seq - 1, recordsFrom(seq, each, START + seq)));
  expect(numbers(ring).at(-1)).toBe(21_000);
  expect(held(ring)).toBe(Math.max(5_000, each));
});
