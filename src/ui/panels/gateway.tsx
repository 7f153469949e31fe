// The process: memory against its limit, cpu, event loop, handles, uptimes.
import { restartColumns } from "../../data/restart-marks.ts";
import { cell } from "../../data/select/cell.ts";
import { gatewayRows, type GatewayRow } from "../../data/select/gateway.ts";
import { oldness } from "../../data/select/known.ts";
import { settled, widthOf } from "../../data/select/text.ts";
import { buckets } from "../../data/series.ts";
import type { State } from "../../data/state.ts";
import { fittingWords } from "../parts/words.ts";
import { meter } from "../parts/meter.ts";
import { innerHeight, innerWidth, Panel } from "../parts/panel.tsx";
import { sparkline } from "../parts/sparkline.ts";
import type { Look, Span } from "../theme.ts";
import type { PanelProps } from "./panel-props.ts";

const LABEL = 9;
const VALUE = 12;
const DRAWING = 12;
const LEAST_DRAWING = 5;
const SPARK_SPAN_MS = 120_000;

/** Two minutes: what happened just now; the charts have the quarter of an hour. */
function sparkText(state: State, row: GatewayRow, columns: number, look: Look): string {
  if (row.spark === undefined) return "";
  const values = buckets(state.history[row.spark.gauge], state.now, SPARK_SPAN_MS, columns);
  return sparkline(values, row.spark.atLeast, look, restartColumns(state, SPARK_SPAN_MS, columns));
}

function rowSpans(state: State, row: GatewayRow, width: number, look: Look): readonly Span[] {
  const [first = cell(""), ...words] = row.cells;
  const firstWidth = widthOf(settled(first.text));
  const start: readonly Span[] = [cell(row.label.padEnd(LABEL), "dim"), first];
  const room = width - LABEL - firstWidth;
  const pad = Math.max(1, VALUE - firstWidth);
  const shortest = words[0] === undefined ? 0 : widthOf(settled(words[0].text)) + 2;
  const drawing = Math.min(DRAWING, room - pad - shortest);
  if (drawing < LEAST_DRAWING || (row.meter === undefined && row.spark === undefined)) return [...start, ...fittingWords(words, room)];
  const drawn =
    row.meter === undefined
      ? [cell(sparkText(state, row, drawing, look), "accent")]
      : meter(row.meter.share, drawing, row.meter.tone, look);
  return [...start, cell(" ".repeat(pad)), ...drawn, ...fittingWords(words, room - pad - drawing)];
}

export function GatewayPanel({ state, width, height, focused, look }: PanelProps) {
  const lines = gatewayRows(state)
    .slice(0, innerHeight(height))
    .map((row) => ({ spans: rowSpans(state, row, innerWidth(width), look) }));
  const right = state.target?.local === false ? cell("remote", "dim") : oldness(state, "process");
  return <Panel title="gateway" right={right} lines={lines} width={width} height={height} focused={focused} look={look} />;
}
