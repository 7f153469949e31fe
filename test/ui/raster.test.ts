import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { beforeAll, describe, expect, test } from "vitest";
import { type Chart, drawChart, loadRaster, rasterFailure } from "../../src/ui/raster.ts";

const plain = (line: string) => line.replace(/\u001b\[[\d;]*m/gu, "");
const flat = (length: number, value: number | null) => Array.from({ length }, () => value);
const chart = (over: Partial<Chart>): Chart => ({ width: 10, height: 3, series: [], ascii: false, color: false, ...over });
const one = (values: readonly (number | null)[], over: Partial<Chart> = {}) => chart({ series: [{ values, color: "cyan" }], ...over });

/** The dots of a plot, row by row from the top, as a caller would see them. */
function dots(lines: readonly string[]): string[] {
  const bits = [
    [0x1, 0x8],
    [0x2, 0x10],
    [0x4, 0x20],
    [0x40, 0x80],
  ];
  return lines.flatMap((line) =>
    bits.map((pair) =>
      plain(line)
        .split("")
        .map((char) => pair.map((bit) => ((char === " " ? 0 : char.charCodeAt(0) - 0x2800) & bit ? "#" : ".")).join(""))
        .join(""),
    ),
  );
}

test("before it is loaded there is no chart and no failure", () => {
  expect(drawChart(one([1, 1]))).toBeNull();
  expect(rasterFailure()).toBeNull();
});

describe("once loaded", () => {
  const listeners = () => process.eventNames().map((name) => [String(name), process.listenerCount(name as "exit")]);
  let before: unknown;

  beforeAll(async () => {
    before = listeners();
    await loadRaster();
  });

  test("loading and drawing add no process listeners", () => {
    expect(drawChart(one(flat(20, 0.5)))).not.toBeNull();
    expect(listeners()).toEqual(before);
  });

  test.each([
    ["0 is the lowest dot row", 0, 11],
    ["1 is the highest dot row", 1, 0],
    ["above 1 is held at the top", 7, 0],
    ["below 0 is held at the bottom", -3, 11],
  ])("%s", (_, value, row) => {
    const rows = dots(drawChart(one(flat(20, value))) ?? []);
    expect(rows).toEqual(rows.map((_, index) => (index === row ? "#" : ".").repeat(20)));
  });

  test.each([
    [1, 1],
    [7, 2],
    [60, 10],
    [190, 20],
  ])("every line of a %dx%d plot is exactly that wide", (width, height) => {
    const values = Array.from({ length: width * 2 }, (_, index) => (index % 7 === 0 ? null : Math.sin(index) / 2 + 0.5));
    const lines = drawChart(one(values, { width, height, color: true, marks: [0, width] })) ?? [];
    expect(lines.map((line) => plain(line).length)).toEqual(flat(height, width));
    expect(lines.join("").replace(/\u001b\[[\d;]*m/gu, "")).toMatch(/^[ \u2801-\u28ff]*$/u);
  });

  test("a gap is not a zero and does not connect its neighbours; a lonely value is seen", () => {
    const rows = dots(drawChart(one([0, 0, 0, null, null, 0, null, 0, 0, 0], { width: 5, height: 1 })) ?? []);
    expect(rows).toEqual(["..........", "..........", "..........", "###..#.###"]);
  });

  test("the newest value is at the right edge, whatever the length", () => {
    const few = dots(drawChart(one([0, 0], { width: 4, height: 1 })) ?? []);
    const many = dots(drawChart(one([...flat(30, 0), 1, 1], { width: 4, height: 1 })) ?? []);
    expect(few.at(-1)).toBe("......##");
    expect(many[0]).toBe("......##");
  });

  test("nothing measured is an empty plot", () => {
    expect(drawChart(one(flat(20, null)))).toEqual(flat(3, null).map(() => " ".repeat(10)));
    expect(drawChart(chart({}))).toEqual(flat(3, null).map(() => " ".repeat(10)));
  });

  test("marks are dotted columns that never hide the line", () => {
    const lines = drawChart(one(flat(8, 0), { width: 4, height: 2, marks: [2, 5, 99] })) ?? [];
    expect(lines).toEqual([" \u2805\u2828 ", "\u28c0\u28c0\u28c0\u28c0"]);
  });

  test("colours are set and given back; the later series is on top", () => {
    const series = [
      { values: flat(8, 0), color: "green" },
      { values: [...flat(4, null), ...flat(4, 0)], color: "red" },
    ] as const;
    expect(drawChart(chart({ width: 4, height: 1, series, color: true }))).toEqual([
      "\u001b[32m\u28c0\u28c0\u001b[39m\u001b[31m\u28c0\u28c0\u001b[39m",
    ]);
    expect(drawChart(chart({ width: 4, height: 1, series }))).toEqual(["\u28c0\u28c0\u28c0\u28c0"]);
  });

  test("the same picture is not drawn twice", () => {
    const values = flat(20, 0.25);
    expect(drawChart(one(values))).toBe(drawChart(one(values.map((value) => (value ?? 0) + 0.001))));
  });

  test.each([
    ["ASCII is the caller's to draw", { ascii: true }],
    ["no width", { width: 0 }],
    ["half a row", { height: 0.5 }],
    ["absurd", { width: 1e9 }],
  ])("null: %s", (_, over) => {
    expect(drawChart(one(flat(4, 1), over))).toBeNull();
    expect(rasterFailure()).toBeNull();
  });

  test("thousands of charts in many sizes do not pile up in memory", () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const held = () => {
      collect();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return heapUsed + arrayBuffers;
    };
    const drawMany = (from: number) => {
      for (let index = from; index < from + 1000; index++) {
        const width = 20 + (index % 40);
        drawChart(
          one(
            Array.from({ length: width * 2 }, (_, at) => ((at * index) % 17) / 16),
            { width, height: 3 + (index % 4) },
          ),
        );
      }
    };
    drawMany(0);
    const before = held();
    drawMany(1000);
    expect(held() - before).toBeLessThan(1024 * 1024);
  });
});
