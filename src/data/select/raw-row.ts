// The selected row as it came: what its source said of it, as JSON.
import { harmless } from "../harmless.ts";
import type { State } from "../state.ts";
import { cell } from "./cell.ts";
import type { Line } from "./line.ts";
import { isEarly, lateBoardOf } from "./rows.ts";
import { wrapped } from "./text.ts";

const LINE_MAX = 65_536;

function textOf(state: State): string | null {
  const { panel, board } = state.view;
  const late = isEarly(panel) ? null : lateBoardOf(board);
  if (late === null || isEarly(panel)) return null;
  if (late.raw !== undefined) return late.raw(state, panel);
  const copied = late.copied(state, panel);
  return copied === null || copied === undefined ? "nothing is selected: no rows here" : JSON.stringify(copied, null, 2);
}

export function rawLines(state: State, columns: number): readonly Line[] {
  const text = textOf(state);
  if (text === null) return [[cell("it is being read", "dim")]];
  return text.split("\n").flatMap((line) => {
    // JSON is indented, which wrapping would take away.
    const indent = /^ */u.exec(line)?.[0] ?? "";
    const room = Math.max(10, columns - indent.length);
    return wrapped(harmless(line.slice(indent.length), LINE_MAX), room).map((part): Line => [cell(`${indent}${part}`)]);
  });
}
