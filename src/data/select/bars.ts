// One row of bars. What was not measured stays empty, and a restart is a line.

export const BARS = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;
export const RESTART = "┊";

/** Highest value or `atLeast`, so that noise near zero does not look like load. */
export function ceiling(values: readonly (number | null)[], atLeast: number): number {
  return values.reduce<number>((most, value) => Math.max(most, value ?? 0), atLeast);
}

/** Eighths of `height` rows for each value; `most` fills them. A measured zero is the lowest bar, not a gap. */
export const levelsOf = (values: readonly (number | null)[], most: number, height: number): readonly number[] =>
  values.map((value) => (value === null ? 0 : Math.max(1, Math.round((value / (most || 1)) * height * 8))));

/** `marks`: columns drawn as a restart, whatever was measured there. */
export function barRow(values: readonly (number | null)[], most: number, marks: readonly number[]): string {
  const marked = new Set(marks);
  return levelsOf(values, most, 1)
    .map((level, column) => (marked.has(column) ? RESTART : (BARS[Math.min(8, level)] ?? " ")))
    .join("");
}
