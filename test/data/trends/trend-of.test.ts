import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldSampled } from "../../../src/data/fold.ts";
import type { State } from "../../../src/data/state.ts";
import { trendOf } from "../../../src/data/trends/trend-of.ts";
import type { Slope } from "../../../src/data/trends/trend.ts";
import { answered, gatewayProcess, readyz, sampled, START } from "../../support/scene.ts";
import { HOUR, lived, MIB, MINUTE } from "./life.ts";
import { noise } from "./noise.ts";

const slopeIn = (state: State): Slope => {
  const trend = trendOf(state, "rssBytes");
  if (trend.kind === "none") throw new Error(`no slope: ${trend.why}`);
  return trend;
};

const leak = (perHour: number, spread = 4) => {
  const next = noise(perHour);
  return (hours: number) => ({ rssBytes: (700 + perHour * hours + spread * next()) * MIB });
};

describe("nothing is said from less than ten minutes", () => {
  test.each([
    [0, "too-few"],
    [9, "too-short"],
    [10.5, "too-short"],
  ])("after %d minutes", (minutes, why) => {
    expect(trendOf(lived({ minutes, at: leak(100) }), "rssBytes")).toEqual({ kind: "none", why });
  });

  test("and after twelve only perhaps", () => {
    const slope = slopeIn(lived({ minutes: 12, at: leak(100) }));
    expect(slope.confidence).toBe("low");
    expect(slope.to - slope.from).toBeGreaterThanOrEqual(10 * MINUTE);
  });

  test("nor of what was never measured", () => {
    expect(trendOf(lived({ minutes: 60, at: leak(100) }), "heapUsedBytes")).toEqual({ kind: "none", why: "too-few" });
  });

  test("nor of what is not measured any more", () => {
    const state = lived({ minutes: 60, at: leak(100) });
    expect(trendOf({ ...state, now: state.now + 4 * MINUTE }, "rssBytes").kind).toBe("slope");
    expect(trendOf({ ...state, now: state.now + 6 * MINUTE }, "rssBytes")).toEqual({ kind: "none", why: "too-few" });
  });
});

describe("how sure it is grows with what was seen", () => {
  test.each([
    [25, "low"],
    [45, "medium"],
    [110, "medium"],
    [150, "high"],
  ] as const)("%d minutes of a plain leak: %s", (minutes, confidence) => {
    const slope = slopeIn(lived({ minutes, at: leak(100) }));
    expect(slope.confidence).toBe(confidence);
    expect(slope.low).toBeLessThanOrEqual(100 * MIB);
    expect(slope.high).toBeGreaterThanOrEqual(100 * MIB);
    expect(Math.abs(slope.perHour / MIB - 100)).toBeLessThan(15);
  });

  test("a slope as wide as itself is not sure however long it was seen", () => {
    const next = noise(5);
    const slope = trendOf(lived({ minutes: 180, at: (hours) => ({ rssBytes: (700 + 3 * hours + 25 * next()) * MIB }) }), "rssBytes");
    expect(slope.kind === "none" || slope.confidence !== "high").toBe(true);
  });

  test("the line ends where memory stands", () => {
    expect(Math.abs(slopeIn(lived({ minutes: 90, at: leak(60) })).level / MIB - 790)).toBeLessThan(5);
  });
});

describe("no trend", () => {
  test("noise around a level: perhaps in one case of ten, and hardly ever more than perhaps", () => {
    const worlds = Array.from({ length: 60 }, (_, seed) => {
      const next = noise(seed);
      return trendOf(lived({ minutes: 125, everyMs: 30_000, at: () => ({ rssBytes: (700 + 30 * next()) * MIB }) }), "rssBytes");
    });
    const found = worlds.filter((trend) => trend.kind === "slope");
    expect(found.length).toBeLessThan(12);
    expect(found.filter(({ confidence }) => confidence !== "low").length).toBeLessThan(3);
  });

  test("what only wanders is called a slope seldom", () => {
    const worlds = Array.from({ length: 60 }, (_, seed) => {
      const next = noise(seed);
      let at = 700;
      return trendOf(lived({ minutes: 125, everyMs: 30_000, at: () => ({ rssBytes: (at += 2 * next()) * MIB }) }), "rssBytes");
    });
    expect(worlds.filter((trend) => trend.kind === "slope" && trend.confidence !== "low").length).toBeLessThan(20);
  });

  test("a saw of garbage collections that always comes back", () => {
    const saw = (hours: number) => ({ rssBytes: (700 + 80 * ((hours * 37) % 1)) * MIB });
    expect(trendOf(lived({ minutes: 120, at: saw }), "rssBytes")).toEqual({ kind: "none", why: "flat" });
  });

  test("one step, up and staying there, is not a slope for a day", () => {
    const step = (hours: number) => ({ rssBytes: (hours < 1 ? 700 : 900) * MIB });
    expect(trendOf(lived({ minutes: 180, everyMs: 30_000, at: step }), "rssBytes")).toEqual({ kind: "none", why: "flat" });
  });
});

describe("a restart begins anew", () => {
  const before = (): State => lived({ minutes: 60, at: leak(100) });
  const after = (state: State, minutes: number, pid: number): State => {
    const boot = state.now + 1_000;
    return Array.from({ length: minutes * 6 }, (_, index) => index * 10_000).reduce((next, ms) => {
      const process = gatewayProcess({ pid, startedAt: boot, rssBytes: (300 - 50 * (ms / HOUR)) * MIB });
      return foldSampled({ ...next, now: boot + ms }, sampled("process", process, boot + ms) as Parameters<typeof foldSampled>[1]);
    }, state);
  };

  test("the slope of the old process is not told of the new one", () => {
    expect(trendOf(after(before(), 5, 77), "rssBytes")).toEqual({ kind: "none", why: "restarted" });
  });

  test("its first two minutes are warm-up; ten more are needed", () => {
    expect(trendOf(after(before(), 12, 77), "rssBytes")).toEqual({ kind: "none", why: "restarted" });
    const slope = slopeIn(after(before(), 15, 77));
    expect(slope.perHour).toBeLessThan(0);
    expect(slope.from).toBeGreaterThanOrEqual(START + HOUR + 2 * MINUTE);
  });

  test("also one in the same process: only the serving uptime tells", () => {
    const state = before();
    const seen = sampled("readyz", answered(readyz({ uptimeMs: 30_000 })), state.now) as Parameters<typeof foldSampled>[1];
    expect(trendOf(state, "rssBytes").kind).toBe("slope");
    expect(trendOf(foldSampled(state, seen), "rssBytes")).toEqual({ kind: "none", why: "restarted" });
  });

  test("whenever it was, whatever went on before: nothing of it is in the slope", () => {
    const minutes = fc.integer({ min: 3, max: 60 });
    const perHour = fc.integer({ min: -500, max: 500 });
    fc.assert(
      fc.property(minutes, minutes, perHour, perHour, (old, young, was, is) => {
        const boot = old / 60;
        const at = (hours: number) =>
          hours < boot
            ? { rssBytes: (1_000 + was * hours) * MIB }
            : { pid: 77, startedAt: START + old * MINUTE, rssBytes: (300 + is * (hours - boot)) * MIB };
        const trend = trendOf(lived({ minutes: old + young, everyMs: 20_000, at }), "rssBytes");
        if (trend.kind === "slope") {
          expect(trend.from).toBeGreaterThanOrEqual(START + (old + 2) * MINUTE);
          expect(trend.perHour / MIB).toBeCloseTo(is, 6);
        } else {
          expect(trend.why).toBe(young < 13 ? "restarted" : "flat");
          expect(young < 13 || is === 0).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("one that was before gatetop came counts as well", () => {
    const young = lived({ minutes: 11, at: (hours) => ({ ...leak(100)(hours), startedAt: START - MINUTE }) });
    expect(trendOf(young, "rssBytes")).toEqual({ kind: "none", why: "restarted" });
  });
});

describe("the stretch it is taken from", () => {
  test("of a leak that began an hour ago, the quiet hours before it say nothing", () => {
    const next = noise(9);
    const late = (hours: number) => ({ rssBytes: (700 + 90 * Math.max(0, hours - 11) + 4 * next()) * MIB });
    const slope = slopeIn(lived({ minutes: 12 * 60, everyMs: 20_000, at: late }));
    expect(slope.to - slope.from).toBeLessThanOrEqual(2 * HOUR);
    expect(Math.abs(slope.perHour / MIB - 90)).toBeLessThan(25);
  });

  test("a slow leak under strong noise needs the day, and gets it", () => {
    const next = noise(4);
    const slow = (hours: number) => ({ rssBytes: (700 + 4 * hours + 20 * next()) * MIB });
    const slope = slopeIn(lived({ minutes: 20 * 60, everyMs: 30_000, at: slow }));
    expect(slope.to - slope.from).toBeGreaterThan(6 * HOUR);
    expect(Math.abs(slope.perHour / MIB - 4)).toBeLessThan(2);
  });

  test("a leak that ended an hour ago has ended", () => {
    const next = noise(3);
    const ended = (hours: number) => ({ rssBytes: (700 + 90 * Math.min(5, hours) + 4 * next()) * MIB });
    expect(trendOf(lived({ minutes: 6.5 * 60, everyMs: 20_000, at: ended }), "rssBytes")).toEqual({ kind: "none", why: "flat" });
  });
});

test("however often it is asked, it changes once a minute", () => {
  const state = lived({ minutes: 60, at: leak(100) });
  const more = (seconds: number): State => {
    const at = state.now + seconds * 1_000;
    const event = sampled("process", gatewayProcess({ startedAt: START - 9 * 24 * HOUR, rssBytes: 2_000 * MIB }), at);
    return foldSampled({ ...state, now: at }, event as Parameters<typeof foldSampled>[1]);
  };
  expect(trendOf(more(10), "rssBytes")).toBe(trendOf(state, "rssBytes"));
  expect(trendOf(more(60), "rssBytes")).not.toBe(trendOf(state, "rssBytes"));
});
