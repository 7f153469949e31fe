// Reads what a program writes to its terminal and applies it to a screen in memory; what does not draw is handed back.
import { applySgr } from "./pen.ts";
import { type Screen, erase, moveTo, newLine, print } from "./screen.ts";

const CSI = "\u001b\\[([?<=>]?)([\\d;:]*)([ -/]*)([@-~])";
const OSC = "\u001b[\\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\\\)";
const TEXT = "[^\u0000-\u001f\u007f-\u009f]+";
const token = new RegExp(`${CSI}|${OSC}|(${TEXT})|\u001b[ -/]*[0-Z\\\\^-~]|[^]`, "g");
const unfinished = /\u001b(?:\[[?<=>]?[\d;:]*[ -/]*|[\]PX^_][^\u0007\u001b]*\u001b?)?$/;

/**
 * Draws `data` on `screen`. Every sequence that is not text, a cursor move, an erasure or a colour goes to `other`, in its place.
 * Returns the start of a sequence whose rest has not come yet, to be put before the next data.
 */
export function interpret(screen: Screen, data: string, other: (sequence: string) => void): string {
  const rest = unfinished.exec(data)?.[0] ?? "";
  for (const [whole, prefix, parameters, between, final, text] of data.slice(0, data.length - rest.length).matchAll(token)) {
    if (text !== undefined) print(screen, text);
    else if (final === undefined) (CONTROLS[whole] ?? noControl)(screen, whole, other);
    else if (prefix !== "" || between !== "" || MOVES[final] === undefined) other(whole);
    else MOVES[final](screen, (parameters ?? "").split(";").map(Number), parameters ?? "");
  }
  return rest;
}

type Control = (screen: Screen, whole: string, other: (sequence: string) => void) => void;

const CONTROLS: Readonly<Record<string, Control>> = {
  "\n": newLine,
  "\r": (screen) => moveTo(screen, screen.cursor.row, 0),
  "\b": (screen) => moveTo(screen, screen.cursor.row, screen.cursor.column - 1),
  "\t": (screen) => moveTo(screen, screen.cursor.row, (Math.floor(screen.cursor.column / 8) + 1) * 8),
};

/** Terminals ignore stray control characters; a hyperlink is only a decoration, its text stays. */
const noControl: Control = (_, whole, other) => {
  if (whole === "\u0007" || (whole.length > 1 && !whole.startsWith("\u001b]8;"))) other(whole);
};

type Move = (screen: Screen, numbers: readonly number[], parameters: string) => void;

const MOVES: Readonly<Record<string, Move>> = {
  A: (screen, [n]) => moveTo(screen, screen.cursor.row - (n || 1), screen.cursor.column),
  B: (screen, [n]) => moveTo(screen, screen.cursor.row + (n || 1), screen.cursor.column),
  C: (screen, [n]) => moveTo(screen, screen.cursor.row, screen.cursor.column + (n || 1)),
  D: (screen, [n]) => moveTo(screen, screen.cursor.row, screen.cursor.column - (n || 1)),
  E: (screen, [n]) => moveTo(screen, screen.cursor.row + (n || 1), 0),
  F: (screen, [n]) => moveTo(screen, screen.cursor.row - (n || 1), 0),
  G: (screen, [n]) => moveTo(screen, screen.cursor.row, (n || 1) - 1),
  H: (screen, [row, column]) => moveTo(screen, (row || 1) - 1, (column || 1) - 1),
  f: (screen, [row, column]) => moveTo(screen, (row || 1) - 1, (column || 1) - 1),
  d: (screen, [n]) => moveTo(screen, (n || 1) - 1, screen.cursor.column),
  J: (screen, [part]) => {
    const here = position(screen);
    const end = screen.columns * screen.rows;
    if (part !== 3) erase(screen, part === 0 ? here : 0, part === 1 ? here + 1 : end);
  },
  K: (screen, [part]) => {
    const start = screen.cursor.row * screen.columns;
    erase(screen, part === 0 ? position(screen) : start, part === 1 ? position(screen) + 1 : start + screen.columns);
  },
  m: (screen, _, parameters) => {
    screen.cursor.pen = applySgr(screen.cursor.pen, parameters);
  },
};

/** The cursor's cell; waiting for a wrap it is still on the last one. */
function position({ cursor, columns }: Screen): number {
  return cursor.row * columns + Math.min(cursor.column, columns - 1);
}
