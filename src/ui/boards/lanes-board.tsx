// Lanes above the sessions: how full each is, what waits, whether it grows, and since when the oldest has waited.
import { cell, unknown, type Cell } from "../../data/select/cell.ts";
import { growthWords } from "../../data/select/growth.ts";
import { oldness } from "../../data/select/known.ts";
import { laneBoard, type LaneBoardLine } from "../../data/select/lane-board.ts";
import { selectedIndex } from "../../data/select/rows.ts";
import { age, count } from "../../data/units.ts";
import { absence, faded } from "../parts/absence.ts";
import { meter } from "../parts/meter.ts";
import { innerHeight, innerWidth, Panel, type PanelLine } from "../parts/panel.tsx";
import { placed, tableHead, tableRow, windowOf, type Column } from "../parts/table.ts";
import { marks, type Look, type Span } from "../theme.ts";
import type { PanelProps } from "../panels/panel-props.ts";

const METER = 10;
const GAP = 2;
/** Narrower than this a bar would take the room of a figure. */
const LEAST_FOR_METER = 64;

const rests = ({ mark }: LaneBoardLine): boolean => mark === "off";

function growth({ growthPerMinute, queued }: LaneBoardLine): Cell {
  if (growthPerMinute === null) return queued > 0 ? unknown : cell("");
  const words = growthWords(growthPerMinute);
  return words === "steady" && queued === 0 ? cell("") : cell(words, growthPerMinute > 0 && words !== "steady" ? "warn" : "plain");
}

/** `lane` is the gateway's word for a lane that is full itself. */
function blocked({ blockedBy, draining }: LaneBoardLine): Cell {
  if (draining) return cell("draining", "warn");
  if (blockedBy === null) return cell("");
  return cell(blockedBy === "lane" ? "full" : blockedBy, "warn");
}

const columns: readonly Column<LaneBoardLine>[] = [
  { head: "", width: 1, cell: (row) => cell(marks[row.mark], row.tone) },
  { head: "lane", width: "flex", least: 10, cell: (row) => cell(row.lane, rests(row) ? "dim" : "strong") },
  {
    head: "active",
    width: "content",
    least: 6,
    align: "right",
    cell: (row) => cell(`${row.active}/${row.limit ?? "–"}`, row.active > 0 ? "plain" : "dim"),
  },
  {
    head: "waiting",
    width: "content",
    least: 7,
    align: "right",
    cell: (row) => (row.queued > 0 ? cell(`+${count(row.queued)}`, row.tone) : cell("0", "dim")),
  },
  { head: "growth", width: "content", least: 6, align: "right", giveWay: 2, cell: growth },
  {
    head: "oldest wait",
    width: "content",
    align: "right",
    giveWay: 1,
    cell: (row) => (row.oldestWaitMs === null ? (row.queued > 0 ? unknown : cell("")) : cell(age(row.oldestWaitMs), row.tone)),
  },
  { head: "blocked by", width: "content", least: 10, giveWay: 3, cell: blocked },
];

function barOf(row: LaneBoardLine, look: Look): readonly Span[] {
  const bar = row.share === null ? [cell(" ".repeat(METER))] : meter(row.share, METER, rests(row) ? "good" : row.tone, look);
  return [cell(" ".repeat(GAP)), ...bar];
}

export function LanesBoard({ state, width, height, focused, look }: PanelProps) {
  const rows = laneBoard(state);
  const old = oldness(state, "lanes");
  const selected = selectedIndex(
    state,
    "queues",
    rows.map((row) => row.key),
  );
  const high = innerHeight(height);
  const head = high > 2;
  const { from, to } = windowOf(rows.length, selected, high - (head ? 1 : 0));
  const seen = rows.slice(from, to);
  const inside = innerWidth(width);
  const bars = inside >= LEAST_FOR_METER;
  const table = placed(columns, inside - (bars ? METER + GAP : 0), seen);
  const body = seen.map((row, index): PanelLine => ({
    spans: faded([...tableRow(table, row), ...(bars ? barOf(row, look) : [])], old !== null),
    selected: focused && from + index === selected,
    key: row.key,
  }));
  const lines = rows.length === 0 ? absence(state, "lanes", "no lanes", width) : [...(head ? [{ spans: tableHead(table) }] : []), ...body];
  const waits = rows.reduce((sum, row) => sum + row.queued, 0);
  const words = cell(waits === 0 ? "nothing waits" : `${count(waits)} waiting in lanes`, waits === 0 ? "dim" : "accent");
  const right = old ?? (rows.length === 0 ? null : words);
  return <Panel title="lanes" right={right} lines={lines} width={width} height={height} focused={focused} look={look} />;
}
