// Golden frames: every moment at every size. `npm run frames` writes them anew; read the difference before committing it.
import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import type { ActionId } from "../../src/data/actions.ts";
import { act } from "../../src/data/view.ts";
import { renderFrame } from "../../src/ui/text-frame.tsx";
import { moment, momentNames, type Moment } from "./moments.ts";

const plain = { color: false, ascii: false };
const sizes = ["200x50", "120x36", "80x24", "40x10"] as const;
const sides = (size: string): { columns: number; rows: number } => {
  const [columns = 0, rows = 0] = size.split("x").map(Number);
  return { columns, rows };
};

/** Where box drawing starts and ends in each line: every upper corner must stand over its lower one. */
function brokenBoxes(frame: string): readonly string[] {
  const open = new Map<number, number>();
  const broken: string[] = [];
  for (const [row, line] of frame.split("\n").entries()) {
    let column = 0;
    const seen: { readonly char: string; readonly column: number }[] = [];
    for (const { segment } of new Intl.Segmenter().segment(line)) {
      if ("╭╮╰╯│".includes(segment)) seen.push({ char: segment, column });
      column += stringWidth(segment);
    }
    for (const { char, column: at } of seen) {
      if (char === "╭" || char === "╮") open.set(at, row);
      if ((char === "╰" || char === "╯") && !open.delete(at)) broken.push(`line ${row + 1}: ${char} at ${at} closes nothing`);
    }
    const bars = new Set(seen.filter(({ char }) => char === "│").map(({ column: at }) => at));
    for (const [at, from] of open) if (row > from && !bars.has(at)) broken.push(`line ${row + 1}: no border at ${at}`);
  }
  return [...broken, ...[...open.keys()].map((at) => `a box at ${at} is not closed`)];
}

function expectInside(frame: string, columns: number, rows: number): void {
  const lines = frame.split("\n");
  expect(lines.length).toBeLessThanOrEqual(rows);
  expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(columns);
}

describe.each(momentNames)("%s", (name) => {
  test.each(sizes)("at %s", async (size) => {
    const { columns, rows } = sides(size);
    const frame = renderFrame(moment(name), { columns, rows, look: plain });
    expectInside(frame, columns, rows);
    expect(frame.split("\n")).toHaveLength(rows);
    expect(brokenBoxes(frame)).toEqual([]);
    await expect(`${frame}\n`).toMatchFileSnapshot(`../frames/${name}-${size}.txt`);
  });

  test("in ASCII there is nothing else", () => {
    for (const size of sizes) {
      const { columns, rows } = sides(size);
      const frame = renderFrame(moment(name), { columns, rows, look: { color: false, ascii: true } });
      expect(frame).toMatch(/^[\n\u0020-\u007e]*$/u);
      expectInside(frame, columns, rows);
    }
  });
});

test.each<[string, Moment, readonly ActionId[]]>([
  ["help", "calm", ["help"]],
  ["details-problem", "incident", ["details"]],
  ["details-channel", "incident", ["next-panel", "next-panel", "next-panel", "details"]],
  ["details-session", "incident", ["next-panel", "next-panel", "next-panel", "next-panel", "next-panel", "details"]],
  ["details-gateway", "calm", ["next-panel", "details"]],
  ["problems-only", "incident", ["problems", "down"]],
  ["frozen-screen", "calm", ["freeze"]],
  ["sessions-chosen", "crowd", ["next-panel", "next-panel", "next-panel", "next-panel", "next-panel", "last"]],
])("%s", async (frameName, name, keys) => {
  for (const size of ["120x36", "80x24"] as const) {
    const { columns, rows } = sides(size);
    const seen = moment(name);
    const frame = renderFrame(keys.reduce(act, { ...seen, view: { ...seen.view, columns, rows } }), { columns, rows, look: plain });
    expectInside(frame, columns, rows);
    expect(brokenBoxes(frame)).toEqual([]);
    await expect(`${frame}\n`).toMatchFileSnapshot(`../frames/${frameName}-${size}.txt`);
  }
});

test("too small: a sentence that fits", async () => {
  const frame = renderFrame(moment("calm"), { columns: 30, rows: 5, look: plain });
  expectInside(frame, 30, 5);
  await expect(`${frame}\n`).toMatchFileSnapshot("../frames/too-small-30x5.txt");
});

test("no size makes a frame that does not fit", () => {
  const states = (["incident", "gone", "refused", "odd-names"] as const).map(moment);
  for (const state of states) {
    for (const [columns, rows] of [
      [1, 1],
      [5, 2],
      [40, 10],
      [41, 11],
      [59, 30],
      [60, 18],
      [61, 19],
      [99, 40],
      [100, 32],
      [179, 39],
      [240, 70],
    ] as const) {
      expectInside(renderFrame(state, { columns, rows, look: plain }), columns, rows);
    }
  }
});

test("colour never carries meaning alone: the same frame without it", () => {
  const state = moment("incident");
  const coloured = renderFrame(state, { columns: 120, rows: 36, look: { color: true, ascii: false } });
  expect(coloured).toMatch(/\u001b\[31m/u);
  const bare = coloured
    .replace(/\u001b\[[\d;]*m/gu, "")
    .split("\n")
    .map((line) => line.trimEnd());
  expect(bare.join("\n")).toBe(renderFrame(state, { columns: 120, rows: 36, look: plain }));
});
