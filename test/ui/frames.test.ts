// Golden frames: every moment at every size. `npm run frames` writes them anew; read the difference before committing it.
import { describe, expect, test } from "vitest";
import type { ActionId } from "../../src/data/actions.ts";
import { act } from "../../src/data/view.ts";
import { renderFrame } from "../../src/ui/text-frame.tsx";
import { moment, momentNames, type Moment } from "./moments.ts";
import { expectSound, sides, sizes } from "./support.ts";

const plain = { color: false, ascii: false };
describe.each(momentNames)("%s", (name) => {
  test.each(sizes)("at %s", async (size) => {
    const { columns, rows } = sides(size);
    const frame = renderFrame(moment(name), { columns, rows, look: plain });
    expectSound(frame, columns, rows);
    expect(frame.split("\n")).toHaveLength(rows);
    await expect(`${frame}\n`).toMatchFileSnapshot(`../frames/${name}-${size}.txt`);
  });

  test("in ASCII there is nothing else", () => {
    for (const size of sizes) {
      const { columns, rows } = sides(size);
      const frame = renderFrame(moment(name), { columns, rows, look: { color: false, ascii: true } });
      expect(frame).toMatch(/^[\n\u0020-\u007e]*$/u);
      expectSound(frame, columns, rows);
    }
  });
});

test.each<[string, Moment, readonly ActionId[]]>([
  ["help", "well", ["help"]],
  ["details-problem", "incident", ["details"]],
  ["details-channel", "incident", ["next-panel", "next-panel", "next-panel", "details"]],
  ["details-session", "incident", ["next-panel", "next-panel", "next-panel", "next-panel", "next-panel", "details"]],
  ["details-gateway", "well", ["next-panel", "details"]],
  ["details-charts", "well", ["next-panel", "next-panel", "details"]],
  ["problems-only", "incident", ["problems", "down"]],
  ["frozen-screen", "well", ["freeze"]],
  ["sessions-chosen", "crowd", ["next-panel", "next-panel", "next-panel", "next-panel", "next-panel", "last"]],
])("%s", async (frameName, name, keys) => {
  for (const size of ["120x36", "80x24"] as const) {
    const { columns, rows } = sides(size);
    const seen = moment(name);
    const frame = renderFrame(keys.reduce(act, { ...seen, view: { ...seen.view, columns, rows } }), { columns, rows, look: plain });
    expectSound(frame, columns, rows);
    await expect(`${frame}\n`).toMatchFileSnapshot(`../frames/${frameName}-${size}.txt`);
  }
});

test("too small: a sentence that fits", async () => {
  const frame = renderFrame(moment("well"), { columns: 30, rows: 5, look: plain });
  expectSound(frame, 30, 5);
  await expect(`${frame}\n`).toMatchFileSnapshot("../frames/too-small-30x5.txt");
});

const oddSizes = [
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
] as const;

test.each<readonly ActionId[][]>([
  [[]],
  [["help", "last"]],
  [["details", "down"]],
  [["next-panel", "next-panel", "next-panel", "last", "details"]],
  [["next-panel", "next-panel"]],
  [["problems", "last"]],
  [["freeze", "next-panel"]],
])("no size makes a frame that does not fit, after %j", (keys) => {
  for (const name of ["incident", "gone", "refused", "odd-names", "first-second"] as const) {
    for (const [columns, rows] of oddSizes) {
      const seen = moment(name);
      const state = keys.reduce(act, { ...seen, view: { ...seen.view, columns, rows } });
      expectSound(renderFrame(state, { columns, rows, look: plain }), columns, rows);
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
