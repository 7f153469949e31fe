// Rows under columns. Widths are data; one column takes what is left; columns give way, last ones first, when there is no room.
import { cell, type Cell } from "../../data/select/cell.ts";
import { fit, settled } from "../../data/select/text.ts";
import type { Span } from "../theme.ts";

export type Column<Row> = {
  readonly head: string;
  /** Columns of the terminal; `flex` takes the rest, at least `least`. */
  readonly width: number | "flex";
  readonly least?: number;
  readonly align?: "left" | "right";
  /** The higher, the sooner it gives way; absent = never. */
  readonly giveWay?: number;
  readonly cell: (row: Row) => Cell;
};

const GAP = 2;
const FLEX_LEAST = 10;

type Placed<Row> = { readonly column: Column<Row>; readonly width: number };

/** Columns that fit into `width`, with their widths. */
export function placed<Row>(columns: readonly Column<Row>[], width: number): readonly Placed<Row>[] {
  const least = (column: Column<Row>): number => (column.width === "flex" ? (column.least ?? FLEX_LEAST) : column.width);
  let kept = [...columns];
  const needed = (): number => kept.reduce((sum, column) => sum + least(column), GAP * (kept.length - 1));
  while (needed() > width) {
    const next = kept.reduce<Column<Row> | null>(
      (worst, column) => (column.giveWay !== undefined && column.giveWay >= (worst?.giveWay ?? 0) ? column : worst),
      null,
    );
    if (next === null) break;
    kept = kept.filter((column) => column !== next);
  }
  const spare = Math.max(0, width - needed());
  const flexible = kept.filter((column) => column.width === "flex");
  return kept.map((column) => {
    if (column.width !== "flex") return { column, width: column.width };
    const first = column === flexible[0];
    const share = Math.floor(spare / flexible.length);
    return { column, width: least(column) + share + (first ? spare - share * flexible.length : 0) };
  });
}

function line<Row>(columns: readonly Placed<Row>[], cellOf: (column: Column<Row>) => Cell): readonly Span[] {
  return columns.flatMap(({ column, width }, index): readonly Span[] => {
    const { text, tone } = cellOf(column);
    const gap = index === columns.length - 1 ? "" : " ".repeat(GAP);
    return [cell(fit(settled(text), width, column.align), tone), cell(gap)];
  });
}

export function tableHead<Row>(columns: readonly Placed<Row>[]): readonly Span[] {
  return line(columns, (column) => cell(column.head, "dim"));
}

export function tableRow<Row>(columns: readonly Placed<Row>[], row: Row): readonly Span[] {
  return line(columns, (column) => column.cell(row));
}

/** The slice of `count` rows that `height` lines show around `selected`. */
export function windowOf(count: number, selected: number, height: number): { readonly from: number; readonly to: number } {
  const from = Math.max(0, Math.min(count - height, Math.max(0, selected) - Math.floor(height / 2)));
  return { from, to: Math.min(count, from + Math.max(0, height)) };
}
