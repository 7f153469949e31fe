// Small charts of our own: one row of bars, or several rows stacked. What was not measured stays empty.
import { barRow, BARS, ceiling, levelsOf, RESTART } from "../../data/select/bars.ts";
import { toAscii, type Look } from "../theme.ts";

const drawn = (row: string, look: Look): string => (look.ascii ? toAscii(row) : row);

export const restartGlyph = (look: Look): string => drawn(RESTART, look);

/** `height` rows, top first; `most` is the value of a full column. */
export function barRows(values: readonly (number | null)[], most: number, height: number, look: Look): readonly string[] {
  const levels = levelsOf(values, most, height);
  return Array.from({ length: height }, (_, row) => {
    const floor = (height - 1 - row) * 8;
    return drawn(levels.map((level) => BARS[Math.max(0, Math.min(8, level - floor))] ?? " ").join(""), look);
  });
}

/** `marks`: columns drawn as a restart, whatever was measured there. */
export const sparkline = (values: readonly (number | null)[], atLeast: number, look: Look, marks: readonly number[] = []): string =>
  drawn(barRow(values, ceiling(values, atLeast), marks), look);
