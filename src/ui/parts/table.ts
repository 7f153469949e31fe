// Rows under columns. Widths are data; flexible columns take what is left; columns give way when there is no room.
import { cell, type Cell } from "../../data/select/cell.ts";
import { fit, settled, widthOf } from "../../data/select/text.ts";
import type { Span } from "../theme.ts";

export type Column<Row> = {
  readonly head: string;
  /** Columns of the terminal; `content` = as wide as what is drawn, up to `most`, cut down to `least`; `flex` = the rest, at least `least`. */
  readonly width: number | "content" | "flex";
  readonly least?: number;
  readonly most?: number;
  readonly align?: "left" | "right";
  /** The higher, the sooner it is left out when there is no room; absent = never. */
  readonly giveWay?: number;
  /** Drawn only while nothing else must be cut for it. */
  readonly luxury?: boolean;
  readonly cell: (row: Row) => Cell;
};

export type Placed<Row> = { readonly column: Column<Row>; readonly width: number };

const GAP = 2;
const FLEX_LEAST = 10;
const CONTENT_MOST = 24;

/** A mark stands closer to its row than two values to each other. */
const gapAfter = (width: number): number => (width === 1 ? 1 : GAP);

type Sized<Row> = Placed<Row> & { readonly natural: number };

/** The least and the natural width of a column for these rows. */
function sized<Row>(column: Column<Row>, rows: readonly Row[]): Sized<Row> {
  if (column.width === "flex") return { column, width: column.least ?? FLEX_LEAST, natural: column.least ?? FLEX_LEAST };
  if (column.width !== "content") return { column, width: column.width, natural: column.width };
  const widest = rows.reduce((most, row) => Math.max(most, widthOf(settled(column.cell(row).text))), column.head.length);
  const natural = Math.min(column.most ?? CONTENT_MOST, widest);
  return { column, natural, width: Math.min(natural, column.least ?? natural) };
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, width, index) => sum + width + (index === widths.length - 1 ? 0 : gapAfter(width)), 0);
}

const needed = <Row>(columns: readonly Sized<Row>[]): number => total(columns.map(({ width }) => width));
const wished = <Row>(columns: readonly Sized<Row>[]): number => total(columns.map(({ natural }) => natural));

/** Luxuries go first, last one first; then columns by how soon they give way. */
function keptColumns<Row>(columns: readonly Sized<Row>[], width: number): readonly Sized<Row>[] {
  let kept = columns;
  while (wished(kept) > width && kept.some(({ column }) => column.luxury === true)) {
    const last = kept.findLastIndex(({ column }) => column.luxury === true);
    kept = kept.filter((_, index) => index !== last);
  }
  while (needed(kept) > width) {
    const weights = kept.map(({ column }) => column.giveWay ?? 0);
    const heaviest = Math.max(...weights);
    if (heaviest === 0) break;
    const last = weights.lastIndexOf(heaviest);
    kept = kept.filter((_, index) => index !== last);
  }
  return kept;
}

/** Columns that fit into `width`, with their widths, for the rows that are drawn. */
export function placed<Row>(columns: readonly Column<Row>[], width: number, rows: readonly Row[]): readonly Placed<Row>[] {
  const kept = keptColumns(
    columns.map((column) => sized(column, rows)),
    width,
  );
  let spare = Math.max(0, width - needed(kept));
  const widened = kept.map((one) => {
    const more = Math.min(spare, one.natural - one.width);
    spare -= more;
    return { column: one.column, width: one.width + more };
  });
  const flexible = widened.filter(({ column }) => column.width === "flex").length;
  const share = Math.floor(spare / Math.max(1, flexible));
  let extra = spare - share * flexible;
  return widened.map((one) => {
    if (one.column.width !== "flex") return one;
    const more = share + extra;
    extra = 0;
    return { ...one, width: one.width + more };
  });
}

function line<Row>(columns: readonly Placed<Row>[], cellOf: (column: Column<Row>) => Cell): readonly Span[] {
  return columns.flatMap(({ column, width }, index): readonly Span[] => {
    const { text, tone } = cellOf(column);
    const gap = index === columns.length - 1 ? "" : " ".repeat(gapAfter(width));
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
