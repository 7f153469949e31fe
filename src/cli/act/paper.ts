// Rows of cells on a terminal that scrolls, or in a pipe: colour and glyphs as everywhere, long last cells wrapped under themselves.
import type { Cell } from "../../data/select/cell.ts";
import { settled, widthOf, wrapped } from "../../data/select/text.ts";
import { paint, type Look } from "../../ui/theme.ts";

export type Row = readonly Cell[];

/** `columns` null: nothing is wrapped, as in a pipe. */
export type Paper = { readonly look: Look; readonly columns: number | null };

/** Narrower columns are not worth wrapping into. */
const NARROWEST = 24;

const widthOfRow = (row: Row): number => row.reduce((sum, { text }) => sum + widthOf(settled(text)), 0);

function linesOf(row: Row, columns: number | null): readonly Row[] {
  const last = row.at(-1);
  const before = row.slice(0, -1);
  const indent = widthOfRow(before);
  if (last === undefined || columns === null || widthOfRow(row) <= columns || columns - indent < NARROWEST) return [row];
  return wrapped(last.text, columns - indent).map((text, index) => [
    ...(index === 0 ? before : [{ text: " ".repeat(indent), tone: "plain" as const }]),
    { ...last, text },
  ]);
}

/** Each row ends with a line feed. */
export function written(rows: readonly Row[], { look, columns }: Paper): string {
  return rows
    .flatMap((row) => linesOf(row, columns))
    .map((line) => `${paint(line, widthOfRow(line), look).trimEnd()}\n`)
    .join("");
}

/** One row, cut to the width of the terminal: it is written over again and again. */
export function writtenOver(row: Row, { look, columns }: Paper): string {
  return paint(row, Math.min(widthOfRow(row), (columns ?? 80) - 1), look);
}
