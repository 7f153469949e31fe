// What every frame must be, whatever it shows.
import stringWidth from "string-width";
import { expect } from "vitest";

/** Every size with a layout of its own. */
export const sizes = ["200x50", "120x36", "80x24", "40x10"] as const;

export function sides(size: string): { readonly columns: number; readonly rows: number } {
  const [columns = 0, rows = 0] = size.split("x").map(Number);
  return { columns, rows };
}

/** Every upper corner must stand over its lower one, with an unbroken border between. */
function brokenBoxes(frame: string): readonly string[] {
  const open = new Map<number, number>();
  const broken: string[] = [];
  for (const [row, line] of frame.split("\n").entries()) {
    let column = 0;
    const seen: { readonly char: string; readonly column: number }[] = [];
    for (const { segment } of new Intl.Segmenter().segment(line)) {
      if ("╭╮╰╯│".includes(segment)) seen.push({ char: segment, column });
      column += stringWidth(segment);
    }
    for (const { char, column: at } of seen) {
      if (char === "╭" || char === "╮") open.set(at, row);
      if ((char === "╰" || char === "╯") && !open.delete(at)) broken.push(`line ${row + 1}: ${char} at ${at} closes nothing`);
    }
    const bars = new Set(seen.filter(({ char }) => char === "│").map(({ column: at }) => at));
    for (const [at, from] of open) if (row > from && !bars.has(at)) broken.push(`line ${row + 1}: no border at ${at}`);
  }
  return [...broken, ...[...open.keys()].map((at) => `a box at ${at} is not closed`)];
}

/** Not taller than `rows`, not wider than `columns`, no box broken. */
export function expectSound(frame: string, columns: number, rows: number): void {
  const lines = frame.split("\n");
  expect(lines.length).toBeLessThanOrEqual(rows);
  expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(columns);
  expect(brokenBoxes(frame)).toEqual([]);
}
