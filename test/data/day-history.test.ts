import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY_MS, dayPeaks, emptyDay, minutesSince, pushMinute, rangeSince, type DayHistory } from "../../src/data/day-history.ts";

const MINUTE = 60_000;
const pushed = (samples: readonly (readonly [at: number, value: number])[]): DayHistory =>
  samples.reduce((day, [at, value]) => pushMinute(day, at, value), emptyDay);

describe("a day by the minute", () => {
  test("each minute keeps its lowest, highest and last", () => {
    const day = pushed([
      [0, 5],
      [20_000, 9],
      [40_000, 7],
      [MINUTE, 1],
    ]);
    expect(minutesSince(day, 0)).toEqual([
      { at: 40_000, min: 5, max: 9, last: 7 },
      { at: MINUTE, min: 1, max: 1, last: 1 },
    ]);
  });

  test("minutes in which nothing was measured are not made up", () => {
    const day = pushed([
      [0, 5],
      [10 * MINUTE, 6],
    ]);
    expect(minutesSince(day, 0)).toHaveLength(2);
    expect(dayPeaks(day, 12 * MINUTE, 24 * 60).filter((value) => value !== null)).toEqual([5, 6]);
  });

  test("a day and no more: what is older goes, an hour at a time", () => {
    const day = pushed(Array.from({ length: 4_000 }, (_, minute) => [minute * MINUTE, minute]));
    const minutes = minutesSince(day, 0);
    expect(minutes.at(-1)?.last).toBe(3_999);
    expect(minutes.length).toBeGreaterThanOrEqual(24 * 60);
    expect(minutes.length).toBeLessThanOrEqual(25 * 60 + 1);
    expect(rangeSince(day, 3_999 * MINUTE - DAY_MS)).toEqual({ min: 3_999 - 24 * 60, max: 3_999 });
  });

  test("the closed minutes stay the same until another one is over", () => {
    const first = pushed([
      [0, 1],
      [MINUTE, 2],
    ]);
    const later = pushMinute(first, MINUTE + 30_000, 3);
    expect(later.closed).toBe(first.closed);
    expect(pushMinute(later, 2 * MINUTE, 4).closed).not.toBe(first.closed);
  });

  test("a clock set back drops what is the future again", () => {
    const day = pushMinute(pushed(Array.from({ length: 60 }, (_, minute) => [minute * MINUTE, minute])), 10 * MINUTE, 99);
    expect(minutesSince(day, 0).map(({ last }) => last)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 99]);
  });

  test("nothing measured has no range", () => {
    expect(rangeSince(emptyDay, 0)).toBeNull();
    expect(rangeSince(pushed([[0, 1]]), 1)).toBeNull();
  });

  test("whatever comes, in whatever order: lowest ≤ last ≤ highest, oldest first, and never more than a day", () => {
    const samples = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 * DAY_MS }), fc.double({ noNaN: true, noDefaultInfinity: true })), {
      maxLength: 300,
    });
    fc.assert(
      fc.property(samples, (all) => {
        const minutes = minutesSince(pushed(all), 0);
        expect(minutes.every(({ min, max, last }) => min <= last && last <= max)).toBe(true);
        expect(minutes.every(({ at }, index) => at >= (minutes[index - 1]?.at ?? 0))).toBe(true);
        expect(minutes.length).toBeLessThanOrEqual(25 * 60 + 1);
      }),
    );
  });
});
