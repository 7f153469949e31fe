// One row an account, with the board to itself: its state, its ages, where it stands in the gateway's retries, its last hour.
import { clockAheadMs } from "../../data/channels/deaf-accounts.ts";
import { restartColumns } from "../../data/restart-marks.ts";
import { cell, toneOf, unknown, type Cell } from "../../data/select/cell.ts";
import { channelBoard, ladderCell, probeCell, readyWords, reasonWords, type Row } from "../../data/select/channel-board.ts";
import { startsCell } from "../../data/select/counters.ts";
import { oldness } from "../../data/select/known.ts";
import { selectedIndex } from "../../data/select/rows.ts";
import { settled, widthOf } from "../../data/select/text.ts";
import type { State } from "../../data/state.ts";
import { age } from "../../data/units.ts";
import { absence, faded } from "../parts/absence.ts";
import { filterLines } from "../parts/filter-line.ts";
import { innerHeight, innerWidth, Panel, type PanelLine } from "../parts/panel.tsx";
import { sparkline } from "../parts/sparkline.ts";
import { placed, tableHead, tableRow, windowOf, type Column } from "../parts/table.ts";
import { marks, type Look } from "../theme.ts";
import type { PanelProps } from "../panels/panel-props.ts";

const HOUR_MS = 3_600_000;
/** Below this an hour is too coarse to tell one flap from another. */
const LEAST_HOUR = 14;
const MOST_HOUR = 40;
/** What is wrong is read before figures are; a sound row needs no room for it. */
const LEAST_WHAT = 13;
const MOST_WHAT = 44;

const isOff = ({ mark }: Row): boolean => mark === "off";
const ago = (row: Row, ms: number | null): Cell => (isOff(row) ? cell("") : ms === null ? unknown : cell(age(ms)));
const tone = ({ mark }: Row): Cell["tone"] => (mark === "off" ? "dim" : mark === "ok" ? "plain" : toneOf[mark]);

/** What share of each column it was down: a sound hour is a flat line. */
function lastHour(state: State, row: Row, width: number, look: Look): Cell {
  if (isOff(row)) return cell("");
  const up = row.flaps(width);
  const down = up.map((share) => (share === null ? null : 1 - share));
  return cell(sparkline(down, 1, look, restartColumns(state, HOUR_MS, width)), down.some((share) => (share ?? 0) > 0) ? "warn" : "dim");
}

function whatRoom(rows: readonly Row[], width: number): number {
  const most = Math.min(MOST_WHAT, Math.floor(width * 0.26));
  return rows.reduce((room, { what }) => Math.max(room, Math.min(most, widthOf(settled(what ?? "")))), LEAST_WHAT);
}

function columnsFor(state: State, rows: readonly Row[], width: number, look: Look): readonly Column<Row>[] {
  const hour = Math.max(LEAST_HOUR, Math.min(MOST_HOUR, Math.floor(width / 8)));
  const gatewayNow = state.now + clockAheadMs(state);
  return [
    { head: "", width: 1, cell: (row) => cell(marks[row.mark], toneOf[row.mark]) },
    { head: "channel", width: "content", least: 16, most: 28, cell: (row) => cell(row.key, isOff(row) ? "dim" : "strong") },
    { head: "state", width: "content", least: 12, most: 34, cell: (row) => cell(row.words, tone(row)) },
    { head: "in", width: "content", align: "right", giveWay: 5, cell: (row) => ago(row, row.inboundAgeMs) },
    { head: "out", width: "content", align: "right", giveWay: 7, cell: (row) => ago(row, row.outboundAgeMs) },
    { head: "wire", width: "content", align: "right", giveWay: 8, cell: (row) => ago(row, row.transportAgeMs) },
    { head: "retry", width: "content", most: 18, giveWay: 2, cell: (row) => ladderCell(row.ladder, gatewayNow) },
    { head: "starts/h", width: "content", giveWay: 3, cell: (row) => (isOff(row) ? cell("") : startsCell(row.starts)) },
    { head: "by", width: "content", most: 40, luxury: true, cell: (row) => cell(reasonWords(row.starts), "dim") },
    { head: "probe", width: "content", most: 20, giveWay: 4, cell: (row) => probeCell(row.probe, state.now) },
    {
      head: hour < 21 ? "down last hour" : "down in the last hour",
      width: hour,
      giveWay: 6,
      cell: (row) => lastHour(state, row, hour, look),
    },
    { head: "what is wrong", width: "flex", least: whatRoom(rows, width), giveWay: 1, cell: (row) => cell(row.what ?? "", tone(row)) },
  ];
}

const MAY_BE_EMPTY: ReadonlySet<string> = new Set(["wire", "retry", "by", "probe"]);

/** Columns in which no row has anything are not drawn. */
const told = (columns: readonly Column<Row>[], rows: readonly Row[]): readonly Column<Row>[] =>
  columns.filter(({ head, cell: of }) => !MAY_BE_EMPTY.has(head) || rows.some((row) => !["", "–"].includes(of(row).text)));

/** `by restarts · 6/7 ready`. */
function corner(state: State, rows: readonly Row[]): Cell | null {
  const ready = readyWords(rows);
  const { sort } = state.view.boardViews.channels;
  return sort === "trouble" || ready === null ? ready : cell(`by ${sort} · ${ready.text}`, ready.tone);
}

export function ChannelsBoard({ state, width, height, focused, look }: PanelProps) {
  const { rows, total } = channelBoard(state);
  const old = oldness(state, "channels");
  const selected = selectedIndex(
    state,
    "channels",
    rows.map((row) => row.key),
  );
  const inside = innerWidth(width);
  const high = innerHeight(height);
  const filter = filterLines(state.view, { shown: rows.length, total }, inside);
  const head = high > filter.length + 1;
  const { from, to } = windowOf(rows.length, selected, high - filter.length - (head ? 1 : 0));
  const seen = rows.slice(from, to);
  const table = placed(told(columnsFor(state, seen, inside, look), seen), inside, seen);
  const body = seen.map((row, index): PanelLine => ({
    spans: faded(tableRow(table, row), old !== null),
    selected: focused && from + index === selected,
    key: row.key,
  }));
  const none =
    total === 0 ? absence(state, "channels", "no channel is configured", width) : [{ spans: [cell("no account matches", "dim")] }];
  const lines = [...filter, ...(rows.length === 0 ? none : [...(head ? [{ spans: tableHead(table) }] : []), ...body])];
  const right = old ?? corner(state, rows);
  return <Panel title="channels" right={right} lines={lines} width={width} height={height} focused={focused} look={look} />;
}
