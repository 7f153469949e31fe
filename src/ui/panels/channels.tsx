// One row a channel account: what it does in words, when it last heard and said something, how often it was started.
import { cell, toneOf, unknown, type Cell } from "../../data/select/cell.ts";
import { readyWords } from "../../data/select/channel-board.ts";
import { channelRows, channelWords, type ChannelRow } from "../../data/select/channels.ts";
import { startsCell } from "../../data/select/counters.ts";
import { listedChannels } from "../../data/select/listed.ts";
import { oldness } from "../../data/select/known.ts";
import { selectedIndex } from "../../data/select/rows.ts";
import { age } from "../../data/units.ts";
import { absence, faded } from "../parts/absence.ts";
import { panelFilterLines } from "../parts/filter-line.ts";
import { innerHeight, innerWidth, Panel, type PanelLine } from "../parts/panel.tsx";
import { placed, tableHead, tableRow, windowOf, type Column } from "../parts/table.ts";
import { marks } from "../theme.ts";
import type { PanelProps } from "./panel-props.ts";

const ago = (ms: number | null): Cell => (ms === null ? unknown : cell(age(Math.max(0, ms))));

function words(row: ChannelRow): Cell {
  const tone = row.mark === "ok" || row.mark === "off" ? (row.mark === "off" ? "dim" : "plain") : toneOf[row.mark];
  return cell(channelWords(row), tone);
}

function restarts(row: ChannelRow): Cell {
  return row.mark === "off" ? cell("") : startsCell(row.starts);
}

const columns: readonly Column<ChannelRow>[] = [
  { head: "", width: 1, cell: (row) => cell(marks[row.mark], toneOf[row.mark]) },
  { head: "channel", width: "content", least: 10, most: 24, cell: (row) => cell(row.key, row.mark === "off" ? "dim" : "strong") },
  { head: "state", width: "flex", least: 16, cell: words },
  { head: "in", width: "content", align: "right", giveWay: 2, cell: (row) => (row.mark === "off" ? cell("") : ago(row.inAgeMs)) },
  { head: "out", width: "content", align: "right", giveWay: 2, cell: (row) => (row.mark === "off" ? cell("") : ago(row.outAgeMs)) },
  { head: "starts/h", width: "content", align: "right", giveWay: 3, cell: restarts },
];

export function ChannelsPanel({ state, width, height, focused, look }: PanelProps) {
  const all = channelRows(state);
  const rows = listedChannels(state);
  const old = oldness(state, "channels");
  const selected = selectedIndex(
    state,
    "channels",
    rows.map((row) => row.key),
  );
  const high = innerHeight(height);
  const head = high > 3;
  const filter = panelFilterLines(state.view, "channels", { shown: rows.length, total: all.length }, innerWidth(width));
  const { from, to } = windowOf(rows.length, selected, high - (head ? 1 : 0) - filter.length);
  const seen = rows.slice(from, to);
  const table = placed(columns, innerWidth(width), seen);
  const body = seen.map((row, index): PanelLine => ({
    spans: faded(tableRow(table, row), old !== null),
    selected: focused && from + index === selected,
    key: row.key,
  }));
  const lines =
    all.length === 0
      ? absence(state, "channels", "no channel is configured", width)
      : [...filter, ...(head ? [{ spans: tableHead(table) }] : []), ...body];
  return (
    <Panel title="channels" right={old ?? readyWords(all)} lines={lines} width={width} height={height} focused={focused} look={look} />
  );
}
