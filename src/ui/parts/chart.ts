// A line chart by the raster engine; our own bars while it is not loaded, in ASCII, or when it failed.
import { drawChart } from "../raster.ts";
import { chartColour, type ChartColour, type Look } from "../theme.ts";
import { barRows, restartGlyph } from "./sparkline.ts";

export type ChartFace = {
  /** Two per column, newest last; null where nothing was measured. */
  readonly values: readonly (number | null)[];
  /** The value at the upper edge. */
  readonly most: number;
  /** Half columns from the left where a restart is marked. */
  readonly marks: readonly number[];
  readonly color: ChartColour;
  readonly width: number;
  readonly height: number;
  readonly look: Look;
};

/** The higher half of each pair: a peak must not fall between two columns. */
function pairs(values: readonly (number | null)[]): readonly (number | null)[] {
  return Array.from({ length: Math.floor(values.length / 2) }, (_, index) => {
    const left = values[index * 2] ?? null;
    const right = values[index * 2 + 1] ?? null;
    return left === null ? right : right === null ? left : Math.max(left, right);
  });
}

/** `height` lines of `width` columns, painted. */
export function chartLines(face: ChartFace): readonly string[] {
  const { values, most, marks, color, width, height, look } = face;
  if (width <= 0 || height <= 0) return [];
  const drawnIn = chartColour(color, look);
  const drawn = drawChart({
    width,
    height,
    series: [{ values: values.map((value) => (value === null ? null : Math.min(1, value / (most || 1)))), color: drawnIn ?? color }],
    marks,
    ascii: look.ascii,
    color: drawnIn !== null,
  });
  if (drawn !== null) return drawn;
  const columns = new Set(marks.map((mark) => Math.floor(mark / 2)));
  return barRows(pairs(values), most, height, look).map((row) =>
    Array.from(row, (char, index) => (columns.has(index) ? restartGlyph(look) : char)).join(""),
  );
}
