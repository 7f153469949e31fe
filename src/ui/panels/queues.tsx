// Lanes against their limits, the work a restart would interrupt, and messages passed.
import { cell, unknown, type Cell } from "../../data/select/cell.ts";
import { oldness } from "../../data/select/known.ts";
import { listedLanes } from "../../data/select/listed.ts";
import { laneRows, workInFlight, type LaneRow } from "../../data/select/queues.ts";
import { selectedIndex } from "../../data/select/rows.ts";
import { messageCells, webhookCells } from "../../data/select/traffic.ts";
import { lastValue } from "../../data/reading.ts";
import { current } from "../../data/facts.ts";
import { widthOf } from "../../data/select/text.ts";
import type { Source } from "../../data/snapshot.ts";
import type { State } from "../../data/state.ts";
import { age, count } from "../../data/units.ts";
import { absence, faded } from "../parts/absence.ts";
import { panelFilterLines } from "../parts/filter-line.ts";
import { meter } from "../parts/meter.ts";
import { innerHeight, innerWidth, Panel, type PanelLine } from "../parts/panel.tsx";
import { placed, tableRow, windowOf, type Column } from "../parts/table.ts";
import { fittingWords } from "../parts/words.ts";
import { marks, type Look, type Span } from "../theme.ts";
import type { PanelProps } from "./panel-props.ts";

const METER = 8;
const LABEL = 13;

const columns: readonly Column<LaneRow>[] = [
  { head: "", width: 1, cell: (row) => cell(marks[row.mark], row.tone) },
  { head: "lane", width: "flex", least: 8, cell: (row) => cell(row.key, row.mark === "off" ? "dim" : "strong") },
];
const figures: readonly Column<LaneRow>[] = [
  { head: "active", width: 6, cell: ({ lane }) => cell(`${lane.active}/${lane.limit ?? "–"}`, lane.active > 0 ? "plain" : "dim") },
  { head: "waiting", width: 12, cell: (row) => waiting(row) },
];

function waiting({ lane, tone }: LaneRow): Cell {
  if (lane.draining) return cell("draining", "warn");
  return lane.queued > 0 ? cell(`+${count(lane.queued)} waiting`, tone) : cell("");
}

/** Without work waiting its column goes to the names. */
const figuresWidth = (rows: readonly LaneRow[]): number => (rows.some((row) => waiting(row).text !== "") ? 20 : 6);

function laneSpans(row: LaneRow, width: number, right: number, look: Look): readonly Span[] {
  const name = placed(columns, Math.max(10, width - right - METER - 3), [row]);
  const bar = row.share === null ? [cell(" ".repeat(METER))] : meter(row.share, METER, row.mark === "off" ? "good" : row.tone, look);
  return [
    ...tableRow(name, row),
    cell("  "),
    ...bar,
    cell(" "),
    ...tableRow(placed(right > 6 ? figures : figures.slice(0, 1), right, [row]), row),
  ];
}

function labelled(label: string, [first, ...rest]: readonly Cell[], width: number): PanelLine {
  if (first === undefined) return { spans: [] };
  const room = width - LABEL - widthOf(first.text);
  return { spans: [cell(label.padEnd(LABEL), "dim"), first, ...fittingWords(rest, room)] };
}

function workCells(state: State): readonly Cell[] {
  const work = lastValue(current(state, "preflight"));
  if (work === null) return [unknown];
  return workInFlight(work).map((words) => cell(words, work.safe ? "dim" : "plain"));
}

type Total = { readonly label: string; readonly source: Source; readonly cells: readonly Cell[] };

function totals(state: State, width: number): readonly PanelLine[] {
  const lines: readonly Total[] = [
    { label: "in flight", source: "preflight", cells: workCells(state) },
    { label: ringLabel(state), source: "stability", cells: messageCells(state) },
    { label: "webhooks", source: "stability", cells: webhookCells(state) },
  ];
  return lines.map(({ label, source, cells }) => {
    const old = current(state, source).kind === "stale" ? oldness(state, source) : null;
    return labelled(label, old === null ? cells : [...cells.map(({ text }) => cell(text, "dim")), old], width);
  });
}

/** `messages 12m`: how far back the ring is counted. */
function ringLabel(state: State): string {
  const since = state.traffic?.since ?? null;
  return since === null ? "messages" : `messages ${age(state.now - since).replace(/(?<=[dhm])\d.*$/u, "")}`;
}

export function QueuesPanel({ state, width, height, focused, look }: PanelProps) {
  const all = laneRows(state);
  const rows = listedLanes(state);
  const old = oldness(state, "lanes");
  const inside = innerWidth(width);
  const high = innerHeight(height);
  const below = totals(state, inside).slice(0, Math.max(0, Math.min(3, high - 2)));
  const selected = selectedIndex(
    state,
    "queues",
    rows.map((row) => row.key),
  );
  const filter = panelFilterLines(state.view, "queues", { shown: rows.length, total: all.length }, inside);
  const { from, to } = windowOf(rows.length, selected, high - below.length - filter.length);
  const right = figuresWidth(rows);
  const lanes = rows.slice(from, to).map((row, index): PanelLine => ({
    spans: faded(laneSpans(row, inside, right, look), old !== null),
    selected: focused && from + index === selected,
    key: row.key,
  }));
  const shown = all.length > 0 ? [...filter, ...lanes] : absence(state, "lanes", "no lanes", width);
  const gap = Array.from({ length: Math.max(0, high - below.length - shown.length) }, (): PanelLine => ({ spans: [] }));
  const waits = all.reduce((sum, row) => sum + row.lane.queued, 0);
  const trouble = all.find((row) => row.mark === "bad" || row.mark === "warn");
  const words = waits === 0 ? "nothing waits" : `${count(waits)} waiting in lanes`;
  const title = old ?? (all.length === 0 ? null : cell(words, waits === 0 ? "dim" : (trouble?.tone ?? "accent")));
  return (
    <Panel title="queues" right={title} lines={[...shown, ...gap, ...below]} width={width} height={height} focused={focused} look={look} />
  );
}
