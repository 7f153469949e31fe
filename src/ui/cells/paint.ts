// The fewest bytes, give or take a few, that turn one screen into another on a real terminal.
import { type Pen, change, penOnBlank } from "./pen.ts";
import type { Screen } from "./screen.ts";
import { simpleText, simpleWide } from "../../data/select/simple-text.ts";

export type Cells = { readonly text: readonly string[]; readonly pen: readonly Pen[] };
type Spot = { row: number; column: number };

/** The terminal between two paintings: its pen is plain, and only a known spot spares an absolute move. */
type Brush = { at: Spot | null; pen: Pen; out: string };

/** Unchanged cells up to this many are written again when that is shorter than jumping over them. */
const BRIDGE = 8;
/** Blanks at the end of a line from this many on are erased rather than written. */
const ERASE = 4;

/** `before` is what the terminal shows now, null when that is not known. The cursor may end anywhere; the pen ends plain. */
export function paint(before: Cells | null, screen: Screen): string {
  const brush: Brush = { at: null, pen: "", out: "" };
  for (let row = 0; row < screen.rows; row++) paintRow(before, screen, row, brush);
  setPen(brush, "");
  return brush.out;
}

/** Bytes that put the cursor on a cell. */
export function cursorTo({ row, column }: Spot): string {
  return column === 0 ? `\u001b[${row === 0 ? "" : row + 1}H` : `\u001b[${row === 0 ? "" : row + 1};${column + 1}H`;
}

function paintRow(before: Cells | null, screen: Screen, row: number, brush: Brush): void {
  const start = row * screen.columns;
  const end = start + screen.columns;
  let at = firstChange(before, screen, start, end);
  if (at === end) return;
  const plain = isPlain(screen.text, start, end) && (before === null || isPlain(before.text, start, end));
  const doubtful = plain ? Number.POSITIVE_INFINITY : firstDoubtful(before, screen, start, end);
  let blanks = end;
  while (blanks > start && isBlank(screen, blanks - 1)) blanks -= 1;
  let rewrite = false;
  for (; at < end; at++) {
    if (!rewrite && before !== null && before.text[at] === screen.text[at] && before.pen[at] === screen.pen[at]) continue;
    if (screen.text[at] === "" && !rewrite) at -= 1;
    // Left of a change the terminal may have drawn a character wider or narrower than we think: from there on the line is redrawn.
    if (!rewrite && at >= doubtful) {
      rewrite = true;
      at = doubtful;
      eraseTail(brush, screen, at);
    }
    if (at >= blanks && (rewrite || end - at >= ERASE)) {
      if (!rewrite) eraseTail(brush, screen, at);
      return;
    }
    if (rewrite && isBlank(screen, at)) continue;
    reach(brush, screen, at);
    at += write(brush, screen, at) - 1;
    // What follows and needs no other pen, at once: most of a screen that is drawn for the first time.
    if (!plain) continue;
    const next = runEnd(brush.pen, before, screen, at + 1, end - blanks >= ERASE ? blanks : end);
    if (next === at + 1) continue;
    brush.out += screen.text.slice(at + 1, next).join("");
    brush.at = next < end ? { row, column: next - start } : null;
    at = next - 1;
  }
}

/** The first cell from `at` on that has not changed, or would not be drawn with this pen. */
function runEnd(pen: Pen, before: Cells | null, screen: Screen, at: number, end: number): number {
  const blank = penOnBlank(pen);
  for (; at < end; at++) {
    if (screen.pen[at] !== (screen.text[at] === " " ? blank : pen)) break;
    if (before !== null && before.text[at] === screen.text[at] && before.pen[at] === screen.pen[at]) break;
  }
  return at;
}

/** Draws one cell and says how many columns it took. */
function write(brush: Brush, screen: Screen, at: number): number {
  const text = screen.text[at] ?? " ";
  const pen = screen.pen[at] ?? "";
  if (text !== " " || penOnBlank(brush.pen) !== pen) setPen(brush, pen);
  brush.out += text;
  const width = screen.text[at + 1] === "" && (at + 1) % screen.columns !== 0 ? 2 : 1;
  const column = (at % screen.columns) + width;
  // At the right margin terminals differ in where the cursor is; after a doubtful character, too.
  const known = column < screen.columns && !isDoubtful(text);
  brush.at = known ? { row: Math.floor(at / screen.columns), column } : null;
  return width;
}

function reach(brush: Brush, screen: Screen, at: number): void {
  const to: Spot = { row: Math.floor(at / screen.columns), column: at % screen.columns };
  const from = brush.at;
  if (from !== null && from.row === to.row && from.column === to.column) return;
  const jump = shortest(from, to);
  if (from !== null && from.row === to.row && to.column > from.column && to.column - from.column <= BRIDGE) {
    const trial: Brush = { ...brush, out: "" };
    for (let next = at - (to.column - from.column); next < at;) next += write(trial, screen, next);
    // The bridge pays for the pen it leaves, the jump for the change that is due after it.
    const due = (pen: Pen) => change(pen, screen.pen[at] ?? "").length;
    if (trial.at?.column === to.column && Buffer.byteLength(trial.out) + due(trial.pen) <= jump.length + due(brush.pen)) {
      Object.assign(brush, { at: trial.at, pen: trial.pen, out: brush.out + trial.out });
      return;
    }
  }
  brush.out += jump;
  brush.at = to;
}

function shortest(from: Spot | null, to: Spot): string {
  const ways = [cursorTo(to)];
  if (from !== null && from.row === to.row) {
    const right = to.column - from.column;
    ways.push(right > 0 ? `\u001b[${count(right)}C` : `\u001b[${count(-right)}D`);
    if (to.column === 0) ways.push("\r");
  }
  if (from !== null && from.column === to.column && to.row > from.row) ways.push(`\u001b[${count(to.row - from.row)}B`);
  if (from !== null && to.column === 0 && to.row - from.row === 1) ways.push("\r\n");
  return ways.reduce((best, way) => (way.length < best.length ? way : best));
}

function eraseTail(brush: Brush, screen: Screen, at: number): void {
  reach(brush, screen, at);
  setPen(brush, "");
  brush.out += "\u001b[K";
}

function setPen(brush: Brush, pen: Pen): void {
  brush.out += change(brush.pen, pen);
  brush.pen = pen;
}

function firstChange(before: Cells | null, screen: Screen, start: number, end: number): number {
  if (before === null) return start;
  for (let at = start; at < end; at++) if (before.text[at] !== screen.text[at] || before.pen[at] !== screen.pen[at]) return at;
  return end;
}

function firstDoubtful(before: Cells | null, screen: Screen, start: number, end: number): number {
  for (let at = start; at < end; at++) {
    if (!isDoubtful(screen.text[at] ?? " ") && !isDoubtful(before?.text[at] ?? " ")) continue;
    // Where a doubtful character was, the right half of a wide one may be now: to erase there would take the character with it.
    return screen.text[at] === "" ? at - 1 : at;
  }
  return Number.POSITIVE_INFINITY;
}

/** One character of one cell in each: no wide ones, no halves of them. */
function isPlain(text: readonly string[], start: number, end: number): boolean {
  return simpleText.test(text.slice(start, end).join(""));
}

function isDoubtful(text: string): boolean {
  return text !== " " && !simpleText.test(text) && !simpleWide.test(text);
}

function isBlank(screen: Screen, at: number): boolean {
  return screen.text[at] === " " && screen.pen[at] === "";
}

function count(cells: number): string {
  return cells === 1 ? "" : String(cells);
}
