// How long an account is usually quiet.
import { expect, test } from "vitest";
import { periodMs, usualGapMs, withGap, withSpell } from "../../../src/data/channels/usual-gap.ts";
import type { QuietSpell } from "../../../src/data/channels/account-watch.ts";

const HOUR = 3_600_000;
const spells = (...ms: readonly number[]): readonly QuietSpell[] =>
  ms.reduce<readonly QuietSpell[]>((known, one, index) => withSpell(known, { at: index * 1_000, ms: one }), []);

test.each<[readonly number[], number | null]>([
  [[], null],
  [[7], 7],
  [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 9],
  [[1, 1, 1, 1, 1, 1, 1, 1, 1, 500], 1],
])("of gaps %j nine of ten are at most %j", (gaps, usual) => {
  expect(usualGapMs(gaps)).toBe(usual);
});

test("the newest 64 gaps are kept", () => {
  const gaps = Array.from({ length: 100 }, (_, index) => index).reduce<readonly number[]>(withGap, []);
  expect(gaps).toEqual(Array.from({ length: 64 }, (_, index) => 36 + index));
});

test.each<[string, readonly number[], number | null]>([
  ["nothing moved yet", [], null],
  ["one beat", [28], 28],
  ["a steady poll", [25, 30, 28, 29, 27], 30],
  ["traffic between the beats does not shorten it", [30, 29, 2, 1, 1, 3, 1, 2, 1, 1, 1], 30],
  ["one outage is not a period", [28, 30, 1_200, 29, 27], 30],
  ["two outages of different length are none", [28, 30, 1_200, 29, 600, 27], 30],
  ["a silence that comes again is", [28, 300, 30, 290, 29], 300],
])("%s", (_, seen, period) => {
  expect(periodMs(spells(...seen))).toBe(period);
});

test("what was long ago is forgotten", () => {
  const old = spells(600, 590);
  const later = [1, 2, 3].reduce<readonly QuietSpell[]>((known, nth) => withSpell(known, { at: 6 * HOUR + nth * 1_000, ms: 30 }), old);
  expect(periodMs(later)).toBe(30);
});
