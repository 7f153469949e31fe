// Small charts of our own: one row of bars, or several rows stacked. What was not measured stays empty.
import type { Look } from "../theme.ts";

const bars = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const asciiBars = [" ", ".", ":", "-", "=", "+", "*", "%", "#"];

/** Highest value or `atLeast`, so that noise near zero does not look like load. */
export function ceiling(values: readonly (number | null)[], atLeast: number): number {
  return values.reduce<number>((most, value) => Math.max(most, value ?? 0), atLeast);
}

function glyph(level: number, look: Look): string {
  return (look.ascii ? asciiBars : bars)[Math.max(0, Math.min(8, level))] ?? " ";
}

/** `height` rows, top first; `most` is the value of a full column. A measured zero is the lowest bar, not a gap. */
export function barRows(values: readonly (number | null)[], most: number, height: number, look: Look): readonly string[] {
  const levels = values.map((value) => (value === null ? 0 : Math.max(1, Math.round((value / (most || 1)) * height * 8))));
  return Array.from({ length: height }, (_, row) => {
    const floor = (height - 1 - row) * 8;
    return levels.map((level) => glyph(level - floor, look)).join("");
  });
}

export function sparkline(values: readonly (number | null)[], atLeast: number, look: Look): string {
  return barRows(values, ceiling(values, atLeast), 1, look)[0] ?? "";
}
