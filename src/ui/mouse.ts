// The mouse as a terminal tells it (SGR 1006): `[<button;column;row` and M for pressed, m for let go. Ink has taken the escape.

/** Cells count from 0. `wheel`: rows, down is positive; 0: the left button was pressed. */
export type MouseEvent = { readonly column: number; readonly row: number; readonly wheel: number };

const told = /^\[<(\d{1,3});(\d{1,5});(\d{1,5})([Mm])$/u;
const WHEEL_ROWS = 3;
const buttons: ReadonlyMap<number, number> = new Map([
  [0, 0],
  [64, -WHEEL_ROWS],
  [65, WHEEL_ROWS],
]);

/** Null: it is no mouse. `ignored`: one that does nothing here (another button, let go, with a modifier). */
export function mouseOf(input: string): MouseEvent | "ignored" | null {
  const [, button = "", column = "", row = "", end] = told.exec(input) ?? [];
  if (end === undefined) return null;
  const wheel = buttons.get(Number(button));
  return wheel === undefined || end === "m" ? "ignored" : { column: Number(column) - 1, row: Number(row) - 1, wheel };
}
