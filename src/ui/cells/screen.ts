// A terminal's screen in memory: what a stream of text, cursor moves, erasures and colours leaves in every cell.
import stringWidth from "string-width";
import { type Pen, applySgr, penOnBlank } from "./pen.ts";
import { simpleText, simpleWide } from "../../data/select/simple-text.ts";

export type Screen = {
  columns: number;
  rows: number;
  /** One grapheme a cell, row by row; "" is the right half of the wide one before it. */
  text: string[];
  pen: Pen[];
  /** Where the next character goes; `column` equals `columns` when a full line waits for its wrap. */
  cursor: { row: number; column: number; pen: Pen };
};

const segmenter = new Intl.Segmenter();

export function createScreen(columns: number, rows: number): Screen {
  const cells = columns * rows;
  return { columns, rows, text: fill(cells, " "), pen: fill(cells, ""), cursor: { row: 0, column: 0, pen: "" } };
}

/** Like a terminal that does not reflow: what still fits keeps its place. */
export function resizeScreen(screen: Screen, columns: number, rows: number): void {
  const old = { ...screen };
  Object.assign(screen, { ...createScreen(columns, rows), cursor: screen.cursor });
  for (let row = 0; row < Math.min(rows, old.rows); row++) {
    for (let column = 0; column < Math.min(columns, old.columns); column++) {
      const from = row * old.columns + column;
      const cut = column === columns - 1 && old.text[from + 1] === "" && column + 1 < old.columns;
      screen.text[row * columns + column] = cut ? " " : (old.text[from] ?? " ");
      screen.pen[row * columns + column] = old.pen[from] ?? "";
    }
  }
  screen.cursor.row = Math.min(screen.cursor.row, rows - 1);
  screen.cursor.column = Math.min(screen.cursor.column, columns - 1);
}

/** Printable text; wraps at the right margin and scrolls at the bottom. */
export function print(screen: Screen, text: string): void {
  if (simpleText.test(text)) return printSimple(screen, text);
  for (const { segment } of segmenter.segment(text)) {
    const width = simpleText.test(segment) ? 1 : simpleWide.test(segment) ? 2 : stringWidth(segment);
    if (width > 0) put(screen, segment, Math.min(width, 2));
  }
}

/** A text that stays on its line is put there in one go: most of what is ever drawn. */
function printSimple(screen: Screen, text: string): void {
  const { cursor } = screen;
  if (cursor.column + text.length > screen.columns) {
    for (let index = 0; index < text.length; index++) put(screen, text.charAt(index), 1);
    return;
  }
  const at = cursor.row * screen.columns + cursor.column;
  const blank = penOnBlank(cursor.pen);
  split(screen, at, blank);
  split(screen, at + text.length, blank);
  for (let index = 0; index < text.length; index++) {
    const char = text.charAt(index);
    screen.text[at + index] = char;
    screen.pen[at + index] = char === " " ? blank : cursor.pen;
  }
  cursor.column += text.length;
}

/** To the start of the next line (a terminal in raw mode still turns LF into CR LF). */
export function newLine(screen: Screen): void {
  screen.cursor.column = 0;
  if (screen.cursor.row < screen.rows - 1) screen.cursor.row += 1;
  else scroll(screen);
}

export function moveTo(screen: Screen, row: number, column: number): void {
  screen.cursor.row = Math.max(0, Math.min(screen.rows - 1, row));
  screen.cursor.column = Math.max(0, Math.min(screen.columns - 1, column));
}

/** Blanks the cells from `from` up to `to` (positions in the whole screen) in the cursor's background colour. */
export function erase(screen: Screen, from: number, to: number): void {
  const pen = penOnBlank(applySgr(screen.cursor.pen, "27;24;29;55"));
  split(screen, from, pen);
  split(screen, to, pen);
  screen.text.fill(" ", from, to);
  screen.pen.fill(pen, from, to);
}

function put(screen: Screen, grapheme: string, width: number): void {
  const { cursor } = screen;
  if (cursor.column + width > screen.columns) {
    if (width > screen.columns) return;
    newLine(screen);
  }
  const at = cursor.row * screen.columns + cursor.column;
  const blank = penOnBlank(cursor.pen);
  split(screen, at, blank);
  split(screen, at + width, blank);
  screen.text[at] = grapheme;
  screen.pen[at] = grapheme === " " ? blank : cursor.pen;
  if (width === 2) {
    screen.text[at + 1] = "";
    screen.pen[at + 1] = cursor.pen;
  }
  cursor.column += width;
}

/** When the boundary before `at` goes through a wide character, both its halves become blanks, as what cuts it draws blanks. */
function split(screen: Screen, at: number, pen: Pen): void {
  if (screen.text[at] !== "") return;
  screen.text.fill(" ", at - 1, at + 1);
  screen.pen.fill(pen, at - 1, at + 1);
}

function scroll(screen: Screen): void {
  screen.text.splice(0, screen.columns);
  screen.pen.splice(0, screen.columns);
  screen.text.push(...fill(screen.columns, " "));
  screen.pen.push(...fill(screen.columns, penOnBlank(applySgr(screen.cursor.pen, "27;24;29;55"))));
}

function fill(cells: number, value: string): string[] {
  return Array.from<string>({ length: cells }).fill(value);
}
