// What the bytes of a painting leave on terminals that take a character's cells seriously, and do not agree how many an emoji has.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Cells, paint } from "../../../src/ui/cells/paint.ts";
import { createScreen, moveTo, print, type Screen } from "../../../src/ui/cells/screen.ts";
import { strictGrid } from "../../support/strict-grid.ts";

const COLUMNS = 12;
const cjk = /^[値班]$/u;
const wide = /^(?:[値班🌙]|👩‍💻)$/u;

/** How many cells a terminal gives a character; ✖️ is one of those we take for one or two cells wide and others do not. */
const terminals: readonly (readonly [string, (grapheme: string) => number])[] = [
  ["agrees with us", (grapheme) => (wide.test(grapheme) || grapheme === "✖️" ? 2 : 1)],
  ["draws emoji narrow", (grapheme) => (cjk.test(grapheme) ? 2 : 1)],
  ["draws all that is not simple wide", (grapheme) => (/^[ -~●]$/u.test(grapheme) ? 1 : 2)],
];

function screenOf(...lines: readonly string[]): Screen {
  const screen = createScreen(COLUMNS, lines.length);
  for (const [row, line] of lines.entries()) {
    moveTo(screen, row, 0);
    print(screen, line);
  }
  return screen;
}

const cellsOf = ({ text, pen }: Screen): Cells => ({ text: text.slice(), pen: pen.slice() });
const rowsOf = ({ text, rows }: Screen) => Array.from({ length: rows }, (_, row) => text.slice(row * COLUMNS, (row + 1) * COLUMNS));

/** All the paintings on one terminal, and beside it the last screen painted on a fresh one. */
function painted(screens: readonly Screen[], widthOf: (grapheme: string) => number) {
  const rows = screens[0]?.rows ?? 0;
  const [kept, fresh] = [strictGrid(COLUMNS, rows, widthOf), strictGrid(COLUMNS, rows, widthOf)];
  let before: Cells | null = null;
  for (const screen of screens) {
    kept.write(paint(before, screen));
    before = cellsOf(screen);
  }
  const last = screens.at(-1);
  if (last !== undefined) fresh.write(paint(null, last));
  return { kept: kept.cells(), fresh: fresh.cells() };
}

describe.each(terminals)("a terminal that %s", (name, widthOf) => {
  test("a name with an emoji moves by one cell", () => {
    const screens = [screenOf("a 班🌙  1 │"), screenOf("a  班🌙 1 │"), screenOf("a  班🌙 2 │")];
    const { kept, fresh } = painted(screens, widthOf);
    expect(kept).toEqual(fresh);
    expect(kept[0]?.join("")).toMatch(/^a {2}班🌙 {1,2}2 │/u);
  });

  test("whatever was there before, the screen is as on a fresh one", () => {
    // A line is pushed about by one cell again and again, so that a character's half comes where another's was. The last cells stay
    // free: what a character too wide for a line does is another matter.
    const glyph = fc.constantFrom("a", " ", " ", "値", "班", "🌙", "🌙", "✖️", "👩‍💻", "e\u0301", "●");
    const line = fc.array(glyph, { maxLength: 5 });
    const pushed = fc.tuple(line, line, fc.array(fc.nat(2), { minLength: 2, maxLength: 4 }));
    const frames = fc.tuple(pushed, pushed).map(([upper, lower]) => {
      const frameOf = ([head, tail, gaps]: typeof upper, index: number) =>
        fit([...head, ...Array.from({ length: gaps[index % gaps.length] ?? 0 }, () => " "), ...tail.slice(index % 2)]);
      return [0, 1, 2, 3].map((index) => screenOf(frameOf(upper, index), frameOf(lower, index)));
    });
    fc.assert(
      fc.property(frames, (screens) => {
        const { kept, fresh } = painted(screens, widthOf);
        expect(kept).toEqual(fresh);
        if (name === "agrees with us") expect(kept).toEqual(screens.slice(-1).flatMap(rowsOf));
      }),
      { numRuns: 3_000 },
    );
  });
});

function fit(glyphs: readonly string[]): string {
  let cells = 0;
  return glyphs.filter((glyph) => (cells += /^[ -~●]$/u.test(glyph) ? 1 : 2) <= COLUMNS - 1).join("");
}
