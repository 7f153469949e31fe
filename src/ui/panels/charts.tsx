// A quarter of an hour of rss, cpu and event loop delay, each on its own scale, with restarts marked.
import { cpuFact, eventLoopFact, rssFact } from "../../data/facts.ts";
import { restartColumns, restartTimes } from "../../data/restart-marks.ts";
import { ceiling } from "../../data/select/bars.ts";
import { cell, UNKNOWN } from "../../data/select/cell.ts";
import { fit } from "../../data/select/text.ts";
import { buckets } from "../../data/series.ts";
import type { Gauge, State } from "../../data/state.ts";
import { trendOf } from "../../data/trends/trend-of.ts";
import { shortSlope, type Unit } from "../../data/trends/words.ts";
import { bytes, latency } from "../../data/units.ts";
import { chartLines } from "../parts/chart.ts";
import { innerHeight, innerWidth, Panel, type PanelLine } from "../parts/panel.tsx";
import { paint, type ChartColour, type Look } from "../theme.ts";
import type { PanelProps } from "./panel-props.ts";

const SPAN_MS = 900_000;
const GAP = 2;

type Row = {
  readonly gauge: Gauge;
  /** What it is now, while that can be trusted. */
  readonly now: (state: State) => number | null;
  readonly name: string;
  readonly text: (value: number) => string;
  readonly color: ChartColour;
  /** Whether where it goes is told: what only swings goes nowhere. */
  readonly trend: Unit | null;
  /** The scale never ends below this, so that noise is not drawn as load. */
  readonly atLeast: number;
};

const rows: readonly Row[] = [
  {
    gauge: "rssBytes",
    now: (state) => rssFact(state)?.value ?? null,
    name: "rss",
    text: bytes,
    color: "cyan",
    trend: "bytes",
    atLeast: 64 * 1024 * 1024,
  },
  {
    gauge: "cpuCores",
    now: (state) => cpuFact(state)?.value ?? null,
    name: "cpu",
    text: (value) => value.toFixed(2),
    color: "green",
    trend: null,
    atLeast: 0.5,
  },
  {
    gauge: "loopDelayMs",
    now: (state) => eventLoopFact(state)?.value.delayP99Ms ?? null,
    name: "loop",
    text: latency,
    color: "magenta",
    trend: null,
    atLeast: 20,
  },
];

/** A little air above the highest value. */
const HEADROOM = 1.1;

/** The slowest source answers each ten seconds: between two of its answers the last one holds. */
const HOLD_MS = 35_000;

function held(values: readonly (number | null)[], bucketMs: number): readonly (number | null)[] {
  const most = Math.floor(HOLD_MS / bucketMs);
  let last: number | null = null;
  let since = 0;
  return values.map((value, index) => {
    if (value !== null) {
      last = value;
      since = index;
      return value;
    }
    return index - since <= most ? last : null;
  });
}

/** ` +38 MiB/h` once it is more than a guess: there is no room to say how sure. */
function slopeText(state: State, { gauge, trend }: Row): string {
  const found = trend === null ? null : trendOf(state, gauge);
  return trend === null || found?.kind !== "slope" || found.confidence === "low" ? "" : ` ${shortSlope(found, trend)}`;
}

/** One small chart: a line of words, then the plot. */
function oneChart(state: State, row: Row, width: number, height: number, look: Look): readonly string[] {
  const values = held(buckets(state.history[row.gauge], state.now, SPAN_MS, width * 2), SPAN_MS / (width * 2));
  const value = row.now(state);
  const peak = ceiling(values, 0);
  const seen = values.some((value) => value !== null);
  const now = value === null ? UNKNOWN : row.text(value);
  const most = seen ? `peak ${row.text(peak)}` : "";
  const slope = slopeText(state, row);
  const room = width - row.name.length - 1 - now.length;
  const going = slope.length <= room ? slope : "";
  const head = [cell(`${row.name} `, "dim"), cell(now, value === null ? "dim" : "strong"), cell(going)];
  const left = Math.max(0, room - going.length);
  const title = paint([...head, cell(fit(most.length + 1 <= left ? most : "", left, "right"), "dim")], width, look);
  const plot = chartLines({
    values,
    most: ceiling(values, row.atLeast) * HEADROOM,
    marks: restartColumns(state, SPAN_MS, width * 2),
    color: row.color,
    width,
    height: height - 1,
    look,
  });
  return [title, ...plot];
}

export function ChartsPanel({ state, width, height, focused, look }: PanelProps) {
  const inside = innerWidth(width);
  const high = innerHeight(height);
  const each = Math.floor((inside - GAP * (rows.length - 1)) / rows.length);
  const first = inside - GAP * (rows.length - 1) - each * (rows.length - 1);
  const charts = rows.map((row, index) => oneChart(state, row, index === 0 ? first : each, high, look));
  const lines = Array.from({ length: high }, (_, line): PanelLine => ({
    painted: charts.map((chart) => chart[line] ?? "").join(" ".repeat(GAP)),
  }));
  const restarts = restartTimes(state).filter((at) => state.now - at < SPAN_MS).length;
  const right = cell(restarts === 0 ? "15 min" : `15 min · ${restarts} restart${restarts > 1 ? "s" : ""} marked`, "dim");
  return <Panel title="rss · cpu · loop delay" right={right} lines={lines} width={width} height={height} focused={focused} look={look} />;
}
