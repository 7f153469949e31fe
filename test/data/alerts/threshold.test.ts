import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Judging, Severity, Threshold } from "../../../src/data/alerts/alert.ts";
import { beyond } from "../../../src/data/alerts/threshold.ts";

const threshold = (given: Partial<Threshold> = {}): Threshold => ({
  quantity: "share",
  unit: "%",
  warn: 80,
  crit: 90,
  hysteresis: 0.05,
  ...given,
});
const judging = (standing: Severity | null, { warn, crit }: Threshold): Judging => ({ warn, crit, standing: () => standing });
const step = (value: number, standing: Severity | null = null, of: Threshold = threshold()) =>
  beyond(value, of, judging(standing, of), "x");

test.each([
  ["at its limit it is not beyond", 80, null, null],
  ["just over it is", 80.01, null, "warn"],
  ["at the second limit it is still a warning", 90, null, "warn"],
  ["over the second it is critical", 90.01, null, "crit"],
  ["what stands comes back by its share of the limit", 76.01, "warn", "warn"],
  ["and is gone below that", 76, "warn", null],
  ["what stands as critical becomes a warning below its own", 85.5, "crit", "warn"],
  ["and stays critical above it", 85.51, "crit", "crit"],
  ["a warning is not critical before the limit", 89, "warn", "warn"],
] as const)("%s", (_, value, standing, expected) => {
  expect(step(value, standing)).toBe(expected);
});

const below = threshold({ side: "below", warn: 10, crit: 5 });

test.each([
  ["at its limit it is not under", 10, null, null],
  ["just under it is", 9.99, null, "warn"],
  ["under the second it is critical", 4.99, null, "crit"],
  ["what stands must rise over its share", 10.49, "warn", "warn"],
  ["then it is gone", 10.5, "warn", null],
] as const)("below: %s", (_, value, standing, expected) => {
  expect(step(value, standing, below)).toBe(expected);
});

test("a limit that is null does not exist", () => {
  expect(step(1e9, null, threshold({ warn: null, crit: null }))).toBeNull();
  expect(step(85, null, threshold({ warn: null }))).toBeNull();
  expect(step(95, null, threshold({ crit: null }))).toBe("warn");
});

test("a severity that was set does not take the hysteresis away from a rule with one limit", () => {
  expect(step(86, "info", threshold({ warn: null }))).toBe("crit");
});

test("law: what stands is never gone earlier than what does not, and worse values are never milder", () => {
  const rank = { crit: 2, warn: 1 } as const;
  const worth = (found: "warn" | "crit" | null): number => (found === null ? 0 : rank[found]);
  const value = fc.double({ min: 0, max: 200, noNaN: true });
  fc.assert(
    fc.property(value, value, fc.constantFrom<Severity | null>("warn", "crit", null), (a, b, standing) => {
      const [low, high] = a < b ? [a, b] : [b, a];
      expect(worth(step(low, standing))).toBeLessThanOrEqual(worth(step(high, standing)));
      expect(worth(step(a, null))).toBeLessThanOrEqual(worth(step(a, "warn")));
    }),
  );
});
