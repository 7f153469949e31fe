import { describe, expect, test } from "vitest";
import type { State } from "../../../src/data/state.ts";
import { foldSampled } from "../../../src/data/fold.ts";
import { memoryTrend } from "../../../src/data/trends/memory-trend.ts";
import { sampled, systemInfo, START } from "../../support/scene.ts";
import { HOUR, lived, MIB } from "./life.ts";

const limited = { memoryLimit: { bytes: 1_536 * MIB, from: "MemoryMax of openclaw.service" } };
const rising = (perHour: number) => (hours: number) => ({ rssBytes: (1_100 + perHour * hours) * MIB, ...limited });

type SampledEvent = Parameters<typeof foldSampled>[1];
const told = (state: State, at: number, heap: number, rest: number): State => {
  const memory = {
    rssBytes: (heap + rest) * MIB,
    heapUsedBytes: heap * 0.8 * MIB,
    heapTotalBytes: heap * MIB,
    externalBytes: null,
    arrayBuffersBytes: null,
  };
  return foldSampled(
    { ...state, now: at },
    sampled("systemInfo", systemInfo({ memory, memoryTotalBytes: 8_192 * MIB }), at) as SampledEvent,
  );
};

describe("where memory goes", () => {
  test("the sentence has the level, the slope, the limit and the time, as sure as it is", () => {
    const trend = memoryTrend(lived({ minutes: 180, at: rising(38) }));
    expect(trend).toMatchObject({ kind: "rising", toLimit: { limit: 1_536 * MIB } });
    expect(trend.kind === "rising" && trend.message).toBe(
      "1.19 GiB · +38 MiB/h · reaches 1.50 GiB (MemoryMax of openclaw.service) in about 8h30m",
    );
    expect(trend.kind === "rising" && trend.toLimit && trend.toLimit.inMs / HOUR).toBeCloseTo((1_536 - 1_100 - 3 * 38) / 38, 1);
  });

  test("after a quarter of an hour it is only perhaps", () => {
    const trend = memoryTrend(lived({ minutes: 15, at: rising(38) }));
    expect(trend.kind === "rising" && trend.message).toMatch(/· perhaps \+38 MiB\/h · would reach/u);
  });

  test.each([
    ["not seen long enough", 8, 38, { kind: "unknown", why: "not seen for 10 minutes yet" }],
    ["it falls", 60, -38, { kind: "steady" }],
    ["it stays", 60, 0, { kind: "steady" }],
  ])("%s", (_, minutes, perHour, expected) => {
    expect(memoryTrend(lived({ minutes, at: rising(perHour) }))).toEqual(expected);
  });

  test("not measured at all is unknown", () => {
    expect(memoryTrend(lived({ minutes: 30, at: () => ({ rssBytes: null }) }))).toMatchObject({ kind: "unknown" });
  });

  test("with no limit known it still rises, towards nothing", () => {
    const trend = memoryTrend(lived({ minutes: 60, at: (hours) => ({ ...rising(38)(hours), memoryLimit: null }) }));
    expect(trend).toMatchObject({ kind: "rising", toLimit: null });
  });
});

describe("heap against what is outside it", () => {
  const steps = Array.from({ length: 241 }, (_, index) => index);
  const minute = (index: number): number => START + index * 15_000;

  test.each([
    ["the heap", 30, 0, /^\+24 MiB\/h/u, /^neither rises nor falls$/u],
    ["the rest", 0, 30, /^neither rises nor falls$/u, /^\+30 MiB\/h/u],
  ])("evidence says that %s grows", (_, heapPerHour, restPerHour, heap, rest) => {
    const begin = lived({ minutes: 0, at: () => ({ rssBytes: null }) });
    const state = steps.reduce(
      (next, index) => told(next, minute(index), 400 + (heapPerHour * index) / 240, 200 + (restPerHour * index) / 240),
      begin,
    );
    const trend = memoryTrend(state);
    if (trend.kind !== "rising") throw new Error(trend.kind);
    expect(trend.evidence.map(({ label }) => label)).toEqual(["rss", "heap in use", "outside the heap"]);
    expect(trend.evidence[1]?.value).toMatch(heap);
    expect(trend.evidence[2]?.value).toMatch(rest);
    // Away from its host the gateway's own figures are all there is.
    expect(trend.message).toContain("+30 MiB/h");
    expect(trend.message).toContain("host memory");
  });
});
