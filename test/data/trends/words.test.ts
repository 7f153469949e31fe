import { describe, expect, test } from "vitest";
import { timeToLimit } from "../../../src/data/trends/time-to-limit.ts";
import type { Slope } from "../../../src/data/trends/trend.ts";
import { baseWords, inAbout, limitWords, slopeWords, trendWords } from "../../../src/data/trends/words.ts";
import { HOUR, MIB, MINUTE } from "./life.ts";

const NOW = Date.UTC(2026, 10, 20, 14);
const slope = (given: Partial<Slope> = {}): Slope => ({
  kind: "slope",
  perHour: 38 * MIB,
  low: 31 * MIB,
  high: 44 * MIB,
  level: 1_200 * MIB,
  from: NOW - 130 * MINUTE,
  to: NOW,
  samples: 7_800,
  confidence: "high",
  ...given,
});

describe("a slope in words", () => {
  test.each([
    ["high", "+38 MiB/h (31–44)"],
    ["medium", "+38 MiB/h (likely 31–44)"],
    ["low", "perhaps +38 MiB/h (31–44)"],
  ] as const)("%s confidence is part of the sentence", (confidence, words) => {
    expect(slopeWords(slope({ confidence }), "bytes")).toBe(words);
  });

  test.each([
    ["gibibytes", 1.25 * 1024 * MIB, 0.9 * 1024 * MIB, 2 * 1024 * MIB, "+1.3 GiB/h (0.9–2)"],
    ["little", 0.4 * MIB, 0.2 * MIB, 0.5 * MIB, "+410 KiB/h (205–512)"],
    ["falling", -38 * MIB, -44 * MIB, -31 * MIB, "-38 MiB/h (31–44)"],
  ])("%s", (_, perHour, low, high, words) => {
    expect(slopeWords(slope({ perHour, low, high }), "bytes")).toBe(words);
  });

  test("a range that rounds to nothing is not told", () => {
    expect(slopeWords(slope({ low: 37.9 * MIB, high: 38.1 * MIB, confidence: "medium" }), "bytes")).toBe("+38 MiB/h");
  });

  test.each([
    [47.2, 40, 55, "+47/h (40–55)"],
    [0.43, 0.2, 0.7, "+0.4/h (0.2–0.7)"],
    [12_345, 9_000, 15_000, "+12345/h (9000–15000)"],
  ])("counts: %d an hour", (perHour, low, high, words) => {
    expect(slopeWords(slope({ perHour, low, high }), "count")).toBe(words);
  });

  test.each([
    ["too-short", "not seen for 10 minutes yet"],
    ["too-few", "not measured often enough"],
    ["flat", "neither rises nor falls"],
    ["restarted", "not seen for 10 minutes since it started"],
  ] as const)("none: %s", (why, words) => {
    expect(trendWords({ kind: "none", why }, "bytes")).toBe(words);
  });

  test("what it was taken from", () => {
    expect(baseWords(slope())).toBe("over 2h10m, high confidence");
  });
});

describe("the time to a limit", () => {
  const limit = { value: 1_500 * MIB, from: "MemoryMax of openclaw.service" };

  test("from the line, its earliest and latest from the interval", () => {
    const found = timeToLimit(slope(), limit, NOW);
    expect(found).toMatchObject({ limit: limit.value, from: limit.from });
    expect([found?.inMs, found?.earliestMs, found?.latestMs].map((ms) => Math.round((ms ?? 0) / MINUTE))).toEqual([474, 409, 581]);
  });

  test("time that went by since the line ended is off it", () => {
    expect(timeToLimit(slope(), limit, NOW + 2 * MINUTE)?.inMs).toBeCloseTo((300 / 38) * HOUR - 2 * MINUTE, 3);
  });

  test.each([
    ["what falls never meets it", { perHour: -1, low: -2, high: -0.5 }, null],
    ["what stands above it has met it", { level: 1_600 * MIB }, 0],
  ])("%s", (_, given, inMs) => {
    expect(timeToLimit(slope(given), limit, NOW)?.inMs ?? null).toBe(inMs);
  });

  test("a lower end that does not rise: perhaps never", () => {
    expect(timeToLimit(slope({ low: 0 }), limit, NOW)?.latestMs).toBeNull();
  });

  test.each([
    ["high", "reaches 1.46 GiB (MemoryMax of openclaw.service) in about 7h50m"],
    ["low", "would reach 1.46 GiB (MemoryMax of openclaw.service) in about 7h50m"],
  ] as const)("%s confidence", (confidence, words) => {
    const one = slope({ confidence });
    const found = timeToLimit(one, limit, NOW);
    expect(found && limitWords(one, found)).toBe(words);
  });

  test.each([
    [20_000, "at any moment"],
    [90_000, "in about 2m"],
    [8 * MINUTE, "in about 8m"],
    [33 * MINUTE, "in about 35m"],
    [58 * MINUTE, "in about 1h"],
    [7 * HOUR + 38 * MINUTE, "in about 7h40m"],
    [13.4 * HOUR, "in about 13h"],
    [3.2 * 24 * HOUR, "in about 3d"],
    [40 * 24 * HOUR, "in more than a month"],
  ])("%d ms: %s", (ms, words) => {
    expect(inAbout(ms)).toBe(words);
  });
});
