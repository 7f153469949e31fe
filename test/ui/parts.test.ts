import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import { cell } from "../../src/data/select/cell.ts";
import { meter } from "../../src/ui/parts/meter.ts";
import { barRows, sparkline } from "../../src/ui/parts/sparkline.ts";
import { placed, windowOf, type Column } from "../../src/ui/parts/table.ts";
import { paint } from "../../src/ui/theme.ts";

const plain = { color: false, ascii: false };
const ascii = { color: false, ascii: true };
const coloured = { color: true, ascii: false };

describe("meter", () => {
  const drawn = (share: number, look = plain): string => paint(meter(share, 10, "good", look), 10, look);
  test.each([
    [0, "▕        ▏"],
    [0.001, "▕▏       ▏"],
    [0.5, "▕████    ▏"],
    [0.81, "▕██████▌ ▏"],
    [0.999, "▕███████▉▏"],
    [1, "▕████████▏"],
    [7, "▕████████▏"],
  ])("%d reads %s", (share, text) => {
    expect(drawn(share)).toBe(text);
  });

  test("in ASCII", () => {
    expect(drawn(0.5, ascii)).toBe("[####    ]");
  });
});

describe("sparkline", () => {
  test("not measured is a gap, zero is the lowest bar", () => {
    expect(sparkline([null, 0, 5, 10, null], 10, plain)).toBe(" ▁▄█ ");
    expect(sparkline([null, 0, 5, 10, null], 10, ascii)).toBe(" .=# ");
  });

  test("noise far below the scale stays low", () => {
    expect(sparkline([0.01, 0.02, 0.01], 1, plain)).toBe("▁▁▁");
  });

  test("several rows are stacked from below", () => {
    expect(barRows([2, 4, 1, null], 4, 2, plain)).toEqual([" █  ", "██▄ "]);
  });
});

describe("table", () => {
  type Row = { readonly name: string; readonly words: string };
  const columns: readonly Column<Row>[] = [
    { head: "", width: 1, cell: () => cell("●") },
    { head: "name", width: "content", least: 4, most: 12, cell: (row) => cell(row.name) },
    { head: "words", width: "flex", least: 8, cell: (row) => cell(row.words) },
    { head: "age", width: 5, giveWay: 1, cell: () => cell("12s") },
    { head: "model", width: 9, giveWay: 2, cell: () => cell("m") },
    { head: "extra", width: 6, luxury: true, cell: () => cell("x") },
  ];
  const rows: readonly Row[] = [{ name: "telegram", words: "" }];
  const widths = (width: number): Record<string, number> =>
    Object.fromEntries(placed(columns, width, rows).map((one) => [one.column.head, one.width]));

  test.each([
    [60, { "": 1, name: 8, words: 22, age: 5, model: 9, extra: 6 }],
    [41, { "": 1, name: 8, words: 11, age: 5, model: 9 }],
    [34, { "": 1, name: 5, words: 8, age: 5, model: 9 }],
    [26, { "": 1, name: 7, words: 9, age: 5 }],
    [16, { "": 1, name: 4, words: 9 }],
  ])("in %i columns", (width, expected) => {
    const found = widths(width);
    expect(Object.keys(found).length).toBe(Object.keys(expected).length);
    const sum = Object.values(found).reduce((total, one) => total + one, 0) + 1 + 2 * (Object.keys(found).length - 2);
    expect(sum).toBe(width);
  });

  test.each([
    [100, 0, 10, { from: 0, to: 10 }],
    [100, 50, 10, { from: 45, to: 55 }],
    [100, 99, 10, { from: 90, to: 100 }],
    [3, 2, 10, { from: 0, to: 3 }],
    [0, -1, 10, { from: 0, to: 0 }],
  ])("%i rows, %i selected, %i lines", (count, selected, height, expected) => {
    expect(windowOf(count, selected, height)).toEqual(expected);
  });
});

describe("paint", () => {
  const spans = [cell("ab", "bad"), cell(" "), cell("日本", "good"), cell("›", "dim")];

  test.each([0, 1, 3, 4, 5, 7, 8, 20])("is %i columns wide with and without colour", (width) => {
    for (const look of [plain, ascii, coloured]) expect(stringWidth(paint(spans, width, look))).toBe(width);
  });

  test("every colour that is switched on is switched off again", () => {
    const painted = paint(spans, 20, coloured);
    expect(painted.startsWith("\u001b[31mab")).toBe(true);
    const last = [...painted.matchAll(/\u001b\[(\d+)m/gu)].at(-1)?.[1];
    expect(["0", "22", "27", "39"]).toContain(last);
  });

  test("a badge does not leak into the blanks behind it", () => {
    expect(paint([{ ...cell(" BAD ", "bad"), badge: true }, cell("  "), cell("x")], 10, coloured)).toMatch(
      /BAD \u001b\[[\d;]*m(?:\u001b\[[\d;]*m)*  /u,
    );
  });

  test("ASCII keeps letters, replaces marks, and keeps the width of what it cannot say", () => {
    expect(paint([cell("● café · 日本 → ok…")], 22, ascii)).toBe("* cafe | ???? > ok~   ");
  });
});
