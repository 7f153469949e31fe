import { describe, expect, test } from "vitest";
import { layoutFor, type Need } from "../../src/ui/layout.ts";

const calm: Need = { problems: 0, remedy: false, channels: 3, lanes: 3, panel: "problems", board: "overview", explain: 0, seen: true };
const needs: Readonly<Record<string, Need>> = {
  calm,
  crowded: { ...calm, problems: 40, channels: 60, lanes: 30 },
  refused: { ...calm, explain: 8, seen: false },
  lost: { ...calm, explain: 14 },
  "long explanation": { ...calm, explain: 60 },
};
const sizes = [
  [300, 90],
  [200, 50],
  [180, 40],
  [120, 36],
  [100, 32],
  [99, 31],
  [80, 24],
  [60, 18],
  [59, 17],
  [40, 10],
  [39, 9],
  [10, 3],
  [1, 1],
] as const;

test.each(Object.keys(needs))("%s: bands fill the body exactly, panels fill the width exactly, at every size", (name) => {
  const need = needs[name] ?? calm;
  for (const [columns, rows] of sizes) {
    for (const panel of ["problems", "gateway", "charts", "channels", "queues", "sessions"] as const) {
      const layout = layoutFor(columns, rows, { ...need, panel });
      if (layout.bands.length === 0) continue;
      expect(
        layout.bands.reduce((sum, band) => sum + band.height, 0),
        `${columns}×${rows} ${panel}`,
      ).toBe(layout.bodyRows);
      for (const band of layout.bands) {
        expect(band.boxes.reduce((sum, box) => sum + box.width, 0)).toBe(columns);
        expect(band.height).toBeGreaterThanOrEqual(3);
      }
    }
  }
});

const shown = (columns: number, rows: number, need: Need): readonly string[] =>
  layoutFor(columns, rows, need).bands.flatMap((band) => band.boxes.map((box) => box.panel));

test.each<[string, number, number, Partial<Need>, readonly string[]]>([
  ["wide", 200, 50, {}, ["problems", "gateway", "charts", "channels", "queues", "sessions"]],
  ["overview", 120, 36, {}, ["problems", "gateway", "charts", "channels", "queues", "sessions"]],
  ["small", 80, 24, {}, ["problems", "gateway", "channels"]],
  ["small, sessions chosen", 80, 24, { panel: "sessions" }, ["problems", "sessions"]],
  ["tiny", 40, 10, {}, []],
  ["never connected", 120, 36, { explain: 8, seen: false }, ["explain", "gateway", "charts"]],
  ["connection lost", 200, 50, { explain: 14 }, ["explain", "gateway", "charts", "channels", "queues", "sessions"]],
])("%s shows its panels", (_, columns, rows, need, panels) => {
  expect(shown(columns, rows, { ...calm, ...need })).toEqual(panels);
});

test.each([
  [200, 50, "wide"],
  [179, 50, "overview"],
  [120, 36, "overview"],
  [120, 31, "single"],
  [80, 24, "single"],
  [59, 24, "tiny"],
  [40, 10, "tiny"],
  [40, 9, "too-small"],
  [39, 10, "too-small"],
])("%i×%i is %s", (columns, rows, kind) => {
  expect(layoutFor(columns, rows, calm).kind).toBe(kind);
});

test("problems get rows before quiet panels do", () => {
  const rows = (problems: number): number => layoutFor(120, 36, { ...calm, problems }).bands[0]?.height ?? 0;
  expect(rows(4)).toBe(6);
  expect(rows(0)).toBe(3);
});

describe.each(["channels", "sessions"] as const)("the board %s", (board) => {
  const panel = board;
  test.each(sizes.filter(([columns, rows]) => columns >= 40 && rows >= 10))("has all rows of the body at %d × %d", (columns, rows) => {
    const layout = layoutFor(columns, rows, { ...calm, board, panel });
    const heights = layout.bands.map(({ height }) => height);
    expect(heights.reduce((sum, height) => sum + height, 0)).toBe(layout.bodyRows);
    expect(layout.bands.flatMap(({ boxes }) => boxes.map((box) => box.panel))).toContain(panel);
  });
});

test("lanes over sessions: at most a third; where there is no room for both the chosen one", () => {
  const many: Need = { ...calm, board: "sessions", panel: "sessions", lanes: 40 };
  const [lanes, rest] = layoutFor(120, 36, many).bands;
  expect(lanes?.height ?? 99).toBeLessThanOrEqual(12);
  expect(rest?.boxes[0]?.panel).toBe("sessions");
  expect(layoutFor(40, 10, { ...many, panel: "queues" }).bands.flatMap(({ boxes }) => boxes.map((box) => box.panel))).toEqual(["queues"]);
});

test("a board that never had an answer says why", () => {
  const layout = layoutFor(120, 36, { ...calm, board: "sessions", panel: "sessions", explain: 8, seen: false });
  expect(layout.bands.flatMap(({ boxes }) => boxes.map((box) => box.panel))).toEqual(["explain"]);
});
