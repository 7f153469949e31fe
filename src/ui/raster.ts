// Braille charts by blessed-contrib, drawn off-screen: its line widget paints on a canvas in memory and we take the text.
// The only importer of blessed. No blessed screen is ever made: that would read terminfo and install signal handlers.

/** `values`: one per half cell (two per column), 0 bottom … 1 top, null where nothing was measured. Newest last, at the right edge. */
type ChartSeries = {
  readonly values: readonly (number | null)[];
  readonly color: "cyan" | "blue" | "green" | "yellow" | "magenta" | "red";
};

export type Chart = {
  /** Size of the plot in cells; the caller draws axes and labels around it. */
  readonly width: number;
  readonly height: number;
  /** A later series is drawn over an earlier one. Longer ones keep their newest values, shorter ones start further right. */
  readonly series: readonly ChartSeries[];
  /** Half cells from the left (0 … 2 × width − 1) that get a dotted vertical line where the plot is empty. */
  readonly marks?: readonly number[];
  readonly ascii: boolean;
  readonly color: boolean;
};

type LineWidget = import("blessed-contrib/lib/widget/charts/line.js").default;
type LineClass = typeof import("blessed-contrib/lib/widget/charts/line.js").default;
type Cell = { readonly text: string; readonly sgr: string };

const MAX_SIDE = 1000;
const WIDGETS = 12;
const DRAWN = 32;

// The widget keeps this much of its canvas for its own axes and labels: cells at the left, rows at the bottom. They are cut off.
const LEFT_CELLS = 2;
const BOTTOM_ROWS = 3;
// … and this much of what it is asked for is never part of the canvas.
const OUTER_CELLS = 6;
const OUTER_ROWS = 2;
const LEFT_DOTS = LEFT_CELLS * 2;

let line: LineClass | null = null;
let failure: string | null = null;
const widgets = new Map<string, LineWidget>();
const drawn = new Map<string, readonly string[]>();

/** Loads the chart engine (some 20 to 50 ms, so after the first frame). Never rejects: see `rasterFailure`. */
export async function loadRaster(): Promise<void> {
  if (line !== null || failure !== null) return;
  try {
    const loaded: { readonly default: LineClass } = await import("blessed-contrib/lib/widget/charts/line.js");
    line = loaded.default;
  } catch (error) {
    failure = `charts are off: blessed-contrib did not load (${reason(error)})`;
  }
}

/** Why charts cannot be drawn, or null while they can (or are not loaded yet). */
export function rasterFailure(): string | null {
  return failure;
}

/** `height` lines of exactly `width` cells, SGR only. Null when not loaded, failed, ASCII was asked for, or the size is impossible. */
export function drawChart(chart: Chart): readonly string[] | null {
  if (line === null || failure !== null || chart.ascii || !isSide(chart.width) || !isSide(chart.height)) return null;
  const dots = chart.series.map((series) => dotsOf(series.values, chart));
  const key = JSON.stringify([chart.width, chart.height, chart.color, chart.series.map((series) => series.color), dots, chart.marks]);
  const known = drawn.get(key);
  if (known !== undefined) return known;
  try {
    return remember(drawn, DRAWN, key, draw(line, chart, dots));
  } catch (error) {
    failure = `charts are off: blessed-contrib failed (${reason(error)})`;
    return null;
  }
}

function draw(line: LineClass, chart: Chart, dots: readonly (readonly (number | null)[])[]): readonly string[] {
  const { width, height } = chart;
  const top = height * 4 - 1;
  const widget = widgetFor(line, width, height);
  // Its horizontal step is plot width over number of labels: with as many labels as dots, a value is one dot wide.
  const labels = Array.from({ length: width * 2 + 2 }, () => "");
  const data = dots.map((row, index) => ({
    x: labels,
    y: row.map((dot) => (dot === null ? NaN : dot / top)),
    style: { line: chart.series[index]?.color ?? "cyan" },
  }));
  widget.setData(data.length > 0 ? data : [{ x: labels, y: labels.map(() => NaN), style: { line: "cyan" } }]);
  for (const [index, row] of dots.entries()) drawLonely(widget, row, top, chart.series[index]?.color ?? "cyan");
  const rows = widget.ctx._canvas.frame().split("\n").slice(0, height);
  return rows.map((row) => serialize(overlay(cellsOf(row).slice(LEFT_CELLS, LEFT_CELLS + width), chart.marks ?? []), chart.color));
}

/** The height in dots of each half cell, null for a gap; also what makes two charts the same picture. */
function dotsOf(values: readonly (number | null)[], { width, height }: Chart): readonly (number | null)[] {
  const newest = values.slice(-width * 2);
  const gap: (number | null)[] = Array.from({ length: width * 2 - newest.length }, () => null);
  const top = height * 4 - 1;
  return gap.concat(
    newest.map((value) => (value === null || Number.isNaN(value) ? null : Math.round(Math.min(1, Math.max(0, value)) * top))),
  );
}

/** A line needs two points; a value between two gaps would not be seen. */
function drawLonely(widget: LineWidget, row: readonly (number | null)[], top: number, color: string): void {
  const { ctx } = widget;
  for (const [index, dot] of row.entries()) {
    if (dot === null || (row[index - 1] ?? null) !== null || (row[index + 1] ?? null) !== null) continue;
    ctx.strokeStyle = color;
    ctx.beginPath();
    ctx.moveTo(index + LEFT_DOTS, top - dot);
    ctx.lineTo(index + LEFT_DOTS, top - dot);
    ctx.stroke();
  }
}

function widgetFor(line: LineClass, width: number, height: number): LineWidget {
  const key = `${width}x${height}`;
  const known = widgets.get(key);
  if (known !== undefined) return known;
  const widget = new line({
    screen: offScreen(),
    width: width + LEFT_CELLS + OUTER_CELLS,
    height: height + BOTTOM_ROWS + OUTER_ROWS,
    // Not 0, which it would take for "use the default".
    xPadding: Number.MIN_VALUE,
    xLabelPadding: Number.MIN_VALUE,
    numYLabels: 1,
    showNthLabel: Number.MAX_SAFE_INTEGER,
    wholeNumbersOnly: true,
    // It leaves two dots free above its maximum; with this one 0 is the lowest dot of the plot and 1 the highest.
    maxY: (height * 4 + 1) / (height * 4 - 1),
  });
  widget.emit("attach");
  return remember(widgets, WIDGETS, key, widget);
}

/** As much of a screen as an element asks for in its constructor. */
function offScreen(): object {
  return { type: "screen", tabc: "    ", setEffects: () => undefined };
}

function cellsOf(row: string): Cell[] {
  const cells: Cell[] = [];
  let sgr = "39";
  for (const part of row.matchAll(/\u001b\[([\d;]*)m|[^\u001b]/gu)) {
    if (part[1] === undefined) cells.push({ text: part[0], sgr });
    else sgr = part[1];
  }
  return cells;
}

function overlay(cells: Cell[], marks: readonly number[]): Cell[] {
  for (const mark of marks) {
    const at = Math.floor(mark / 2);
    if (cells[at]?.text === " ") cells[at] = { text: mark % 2 === 0 ? "\u2805" : "\u2828", sgr: "2" };
  }
  return cells;
}

function serialize(cells: readonly Cell[], color: boolean): string {
  let text = "";
  let pen = "39";
  for (const cell of cells) {
    const wanted = color && cell.text !== " " ? cell.sgr : color ? pen : "39";
    if (wanted !== pen) text += `${off(pen)}${wanted === "39" ? "" : `\u001b[${wanted}m`}`;
    pen = wanted;
    text += cell.text;
  }
  return text + off(pen);
}

function off(sgr: string): string {
  if (sgr === "39") return "";
  return sgr === "2" ? "\u001b[22m" : "\u001b[39m";
}

function remember<T>(map: Map<string, T>, limit: number, key: string, value: T): T {
  const oldest = map.keys().next();
  if (map.size >= limit && oldest.done !== true) map.delete(oldest.value);
  map.set(key, value);
  return value;
}

function isSide(cells: number): boolean {
  return Number.isInteger(cells) && cells > 0 && cells <= MAX_SIDE;
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
