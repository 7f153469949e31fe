import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { median, theilSen, type Point } from "../../../src/data/trends/theil-sen.ts";
import { noise } from "./noise.ts";

const line = (count: number, slope: number, level: number): readonly Point[] =>
  Array.from({ length: count }, (_, x) => ({ x, y: level + slope * x }));

const whole = fc.integer({ min: -10_000, max: 10_000 });
const times = fc.uniqueArray(fc.integer({ min: 0, max: 5_000 }), { minLength: 4, maxLength: 60 }).map((all) => all.sort((a, b) => a - b));
const cloud = times.chain((xs) =>
  fc.array(whole, { minLength: xs.length, maxLength: xs.length }).map((ys) => xs.map((x, index): Point => ({ x, y: ys[index] ?? 0 }))),
);

describe("the slope", () => {
  test.each([
    ["three points", [0, 1, 4], 2],
    ["a step in the middle", [0, 0, 0, 0, 9, 9, 9, 9], 1.5],
    ["one spike", [5, 5, 500, 5, 5], 0],
  ])("of %s", (_, ys, slope) => {
    expect(theilSen(ys.map((y, x) => ({ x, y })))?.slope).toBeCloseTo(slope, 9);
  });

  test("of an exact line is its own, and nothing is in doubt", () => {
    fc.assert(
      fc.property(times, whole, whole, (xs, slope, level) => {
        expect(theilSen(xs.map((x) => ({ x, y: slope * x + level })))).toEqual({ slope, low: slope, high: slope, level });
      }),
    );
  });

  test("is not turned by outliers, be they nearly three in ten and anywhere", () => {
    const steep = fc.integer({ min: 1, max: 1_000 });
    const count = fc.integer({ min: 10, max: 80 });
    fc.assert(
      fc.property(
        steep,
        fc.boolean(),
        count,
        fc.array(fc.nat(), { maxLength: 23 }),
        fc.infiniteStream(whole),
        (slope, falls, n, where, wild) => {
          const signed = falls ? -slope : slope;
          const bad = new Set(where.slice(0, Math.floor(n * 0.28)).map((at) => at % n));
          const points = line(n, signed, 0).map((point, index) =>
            bad.has(index) ? { x: point.x, y: (wild.next().value ?? 0) * 1_000 } : point,
          );
          expect(Math.sign(theilSen(points)?.slope ?? 0)).toBe(Math.sign(signed));
        },
      ),
    );
  });

  test("lies in its own interval", () => {
    fc.assert(
      fc.property(cloud, (points) => {
        const fit = theilSen(points);
        expect(fit === null || (fit.low <= fit.slope && fit.slope <= fit.high)).toBe(true);
      }),
    );
  });

  // Powers of two, so that not even the last digit may differ.
  test("in other units is the same slope in other units, also its interval", () => {
    const power = fc.integer({ min: -4, max: 4 }).map((exponent) => 2 ** exponent);
    fc.assert(
      fc.property(cloud, power, power, whole, (points, tall, wide, higher) => {
        const fit = theilSen(points);
        const other = theilSen(points.map(({ x, y }) => ({ x: x * wide, y: (y + higher) * tall })));
        const by = tall / wide;
        expect(other && [other.slope, other.low, other.high]).toEqual(fit && [fit.slope * by, fit.low * by, fit.high * by]);
      }),
    );
  });

  test("upside down falls as it rose", () => {
    fc.assert(
      fc.property(cloud, (points) => {
        const fit = theilSen(points);
        const other = theilSen(points.map(({ x, y }) => ({ x, y: -y })));
        expect(other?.slope).toBeCloseTo(-(fit?.slope ?? 0), 9);
      }),
    );
  });

  test("does not depend on the order of points of one time", () => {
    const crowded = fc.array(fc.record({ x: fc.integer({ min: 0, max: 5 }), y: whole }), { minLength: 4, maxLength: 40 });
    fc.assert(
      fc.property(crowded, (points) => {
        const up = theilSen(points.toSorted((a, b) => a.x - b.x || a.y - b.y));
        const down = theilSen(points.toSorted((a, b) => a.x - b.x || b.y - a.y));
        expect([up?.slope, up?.level]).toEqual([down?.slope, down?.level]);
      }),
    );
  });

  test("of one moment is none", () => {
    expect(
      theilSen([
        { x: 1, y: 1 },
        { x: 1, y: 9 },
      ]),
    ).toBeNull();
    expect(theilSen([])).toBeNull();
  });
});

describe("the interval", () => {
  const worlds = Array.from({ length: 200 }, (_, seed) => noise(seed));

  test("holds the true slope about nine times in ten when the noise is of the moment", () => {
    const held = worlds.filter((next) => {
      const fit = theilSen(line(60, 3, 0).map(({ x, y }) => ({ x, y: y + 40 * next() })));
      return fit !== null && fit.low <= 3 && 3 <= fit.high;
    });
    expect(held.length / worlds.length).toBeGreaterThan(0.82);
  });

  test("is not taken in by what only wanders: most walks have no slope", () => {
    const sure = worlds.filter((next) => {
      let at = 0;
      const fit = theilSen(Array.from({ length: 120 }, (_, x) => ({ x, y: (at += next()) })));
      return fit !== null && (fit.low > 0 || fit.high < 0);
    });
    expect(sure.length / worlds.length).toBeLessThan(0.4);
  });
});

test.each([
  [[3], 3],
  [[1, 9], 5],
  [[9, 1, 2], 2],
  [[10, 9, 100, 1], 9.5],
])("the median of %j is %d", (values, expected) => {
  expect(median(values)).toBe(expected);
});
