// The gauges in words: how far they went in a quarter of an hour, an hour and a day, where they go, and a day drawn small.
import { DAY_MS, dayPeaks, rangeSince } from "../day-history.ts";
import { memoryLimitFact } from "../facts.ts";
import { restartColumns } from "../restart-marks.ts";
import { since } from "../series.ts";
import type { Gauge, State } from "../state.ts";
import { timeToLimit } from "../trends/time-to-limit.ts";
import { trendOf } from "../trends/trend-of.ts";
import { baseWords, limitWords, trendWords, type Unit } from "../trends/words.ts";
import { age, bytes, latency } from "../units.ts";
import { barRow, ceiling } from "./bars.ts";
import { UNKNOWN } from "./cell.ts";
import { field, type Field, type Section } from "./section.ts";

type Row = {
  readonly gauge: Gauge;
  readonly title: string;
  readonly text: (value: number) => string;
  /** Where its trend is told; what only swings has none. */
  readonly trend: Unit | null;
};

const rows: readonly Row[] = [
  { gauge: "rssBytes", title: "rss", text: bytes, trend: "bytes" },
  { gauge: "heapUsedBytes", title: "heap in use", text: bytes, trend: "bytes" },
  { gauge: "offHeapBytes", title: "outside the heap (rss without the heap)", text: bytes, trend: "bytes" },
  { gauge: "cpuCores", title: "cpu", text: (value) => `${value.toFixed(2)} core`, trend: null },
  { gauge: "loopDelayMs", title: "loop delay p99", text: latency, trend: null },
  { gauge: "rpcMs", title: "rpc round trip", text: latency, trend: null },
  { gauge: "queued", title: "queued", text: String, trend: "count" },
  { gauge: "messagesPerMinute", title: "messages a minute", text: (value) => String(Number(value.toFixed(1))), trend: null },
  { gauge: "openHandles", title: "open handles", text: String, trend: "count" },
  { gauge: "threads", title: "threads", text: String, trend: "count" },
  { gauge: "children", title: "child processes", text: String, trend: "count" },
  { gauge: "connections", title: "connections", text: String, trend: "count" },
];

type Range = { readonly min: number; readonly max: number };

function rangeIn(state: State, gauge: Gauge, spanMs: number): Range | null {
  const values = since(state.history[gauge], state.now - spanMs).map(({ value }) => value);
  return values.length === 0 ? null : { min: Math.min(...values), max: Math.max(...values) };
}

const spans: readonly (readonly [name: string, of: (state: State, gauge: Gauge) => Range | null])[] = [
  ["15 min", (state, gauge) => rangeIn(state, gauge, 900_000)],
  ["1 h", (state, gauge) => rangeIn(state, gauge, 3_600_000)],
  ["24 h", (state, gauge) => rangeSince(state.days[gauge], state.now - DAY_MS)],
];

function trendFields(state: State, { gauge, trend: unit }: Row): readonly Field[] {
  if (unit === null) return [];
  const trend = trendOf(state, gauge);
  if (trend.kind === "none") return [field("trend", trendWords(trend, unit), "dim")];
  const limit = gauge === "rssBytes" ? memoryLimitFact(state) : null;
  const toLimit = limit === null ? null : timeToLimit(trend, limit, state.now);
  const told = [field("trend", `${trendWords(trend, unit)}, ${baseWords(trend)}`, trend.confidence === "low" ? "dim" : "strong")];
  return toLimit === null ? told : [...told, field("then", limitWords(trend, toLimit))];
}

/** It fits the smallest screen beside its label. */
const DAY_COLUMNS = 24;

/** A blank that is not taken for the end of a word. */
const NOT_MEASURED = "\u00a0";

function gaugeSection(state: State, row: Row): Section | null {
  const day = state.days[row.gauge];
  const ranges = spans.map(([name, of]): Field => {
    const range = of(state, row.gauge);
    return range === null
      ? field(`last ${name}`, UNKNOWN, "dim")
      : field(`last ${name}`, `${row.text(range.min)} to ${row.text(range.max)}`);
  });
  if (day.open === null) return null;
  const values = dayPeaks(day, state.now, DAY_COLUMNS);
  const drawn = barRow(values, ceiling(values, 0), restartColumns(state, DAY_MS, DAY_COLUMNS));
  return {
    title: row.title,
    origin: null,
    fields: [...ranges, field("peak of each hour", drawn.replaceAll(" ", NOT_MEASURED), "accent"), ...trendFields(state, row)],
  };
}

export function chartSections(state: State): readonly Section[] {
  const sections = rows.map((row) => gaugeSection(state, row)).filter((section) => section !== null);
  const boots = state.boots.map((boot) => field(`${age(state.now - boot.at)} ago`, `${boot.kind.replace("-", " ")} · ${boot.from}`));
  return [
    ...sections,
    { title: "restarts seen", origin: null, fields: boots.length > 0 ? boots.reverse() : [field("none", "since gatetop started", "dim")] },
  ];
}
