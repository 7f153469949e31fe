// The process: memory against its limit, cpu, event loop, handles, uptimes.
import { cell } from "../../data/select/cell.ts";
import { gatewayRows, type GatewayRow } from "../../data/select/gateway.ts";
import { oldness } from "../../data/select/known.ts";
import { settled, widthOf } from "../../data/select/text.ts";
import { buckets } from "../../data/series.ts";
import type { State } from "../../data/state.ts";
import { meter } from "../parts/meter.ts";
import { innerHeight, innerWidth, Panel } from "../parts/panel.tsx";
import { sparkline } from "../parts/sparkline.ts";
import type { Look, Span } from "../theme.ts";
import type { PanelProps } from "./panel-props.ts";

const LABEL = 9;
const VALUE = 12;
const METER = 10;
const SPARK_SPAN_MS = 60_000;

/** A minute, one bar for each few seconds: what happened just now; the charts have the quarter of an hour. */
function sparkText(state: State, row: GatewayRow, columns: number, look: Look): string {
  if (row.spark === undefined || columns < 4) return "";
  return sparkline(buckets(state.history[row.spark.gauge], state.now, SPARK_SPAN_MS, columns), row.spark.atLeast, look);
}

function rowSpans(state: State, row: GatewayRow, width: number, look: Look): readonly Span[] {
  const [first = cell(""), ...rest] = row.cells;
  const value = settled(first.text);
  const wide = row.meter !== undefined || row.spark !== undefined;
  const gap = wide ? Math.max(1, VALUE - widthOf(value)) : 2;
  const spans: Span[] = [cell(row.label.padEnd(LABEL), "dim"), first];
  let used = LABEL + widthOf(value);
  const words = rest.filter((one) => one.text !== "");
  const wordsWidth = words.reduce((sum, one) => sum + widthOf(settled(one.text)) + 2, 0);
  if (row.meter !== undefined && used + gap + METER + wordsWidth <= width) {
    spans.push(cell(" ".repeat(gap)), ...meter(row.meter.share, METER, row.meter.tone, look));
    used += gap + METER;
  }
  const spark = row.spark === undefined ? "" : sparkText(state, row, Math.min(METER * 2, width - used - gap - wordsWidth), look);
  if (spark !== "") spans.push(cell(" ".repeat(gap)), cell(spark, "accent"));
  for (const one of words) spans.push(cell("  "), one);
  return spans;
}

export function GatewayPanel({ state, width, height, focused, look }: PanelProps) {
  const lines = gatewayRows(state)
    .slice(0, innerHeight(height))
    .map((row) => ({ spans: rowSpans(state, row, innerWidth(width), look) }));
  const right = state.target?.local === false ? cell("remote", "dim") : oldness(state, "process");
  return <Panel title="gateway" right={right} lines={lines} width={width} height={height} focused={focused} look={look} />;
}
