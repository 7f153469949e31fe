// The records of the diagnostics ring, newest first: when, what, of whom, and what became of it.
import { clockAheadMs } from "../../data/channels/deaf-accounts.ts";
import { eventList, type EventList, type EventRow } from "../../data/late/events/event-rows.ts";
import { markOf, ofWhom, tookMs, whatOf } from "../../data/late/events/event-words.ts";
import { lastValue } from "../../data/reading.ts";
import { cell, toneOf, type Cell } from "../../data/select/cell.ts";
import { oldness } from "../../data/select/known.ts";
import { selectedIndex } from "../../data/select/rows.ts";
import type { State } from "../../data/state.ts";
import { age, count, duration } from "../../data/units.ts";
import { absence, faded } from "../parts/absence.ts";
import { filterLines } from "../parts/filter-line.ts";
import { innerHeight, innerWidth, Panel, type PanelLine } from "../parts/panel.tsx";
import { placed, tableHead, tableRow, windowOf, type Column } from "../parts/table.ts";
import type { PanelProps } from "../panels/panel-props.ts";
import { marks } from "../theme.ts";

type RecordRow = Extract<EventRow, { row: "record" }>;

const isRecord = (row: EventRow): row is RecordRow => row.row === "record";

/** On a narrow screen the type is more than what became of it. */
const whatRoom = (width: number): number => (width < 60 ? 8 : 22);

function columnsFor(gatewayNow: number, width: number): readonly Column<RecordRow>[] {
  return [
    { head: "", width: 1, cell: ({ record }) => cell(marks[markOf(record)], toneOf[markOf(record)]) },
    { head: "ago", width: 6, align: "right", cell: ({ record }) => cell(age(gatewayNow - record.at), "dim") },
    {
      head: "event",
      width: "content",
      least: 16,
      most: 30,
      cell: ({ record }) => cell(record.type, markOf(record) === "none" ? "plain" : "strong"),
    },
    { head: "of", width: "content", least: 10, most: 34, giveWay: 1, cell: ({ record }) => cell(ofWhom(record) ?? "") },
    {
      head: "took",
      width: "content",
      least: 6,
      align: "right",
      giveWay: 2,
      cell: ({ record }) => {
        const ms = tookMs(record);
        return cell(ms === null ? "" : duration(ms));
      },
    },
    {
      head: "what",
      width: "flex",
      least: whatRoom(width),
      cell: ({ record }) => cell(whatOf(record), markOf(record) === "none" ? "dim" : toneOf[markOf(record)]),
    },
  ];
}

const lostWords = (records: number): string => (records === 1 ? "1 record was lost" : `${count(records)} records were lost`);

const boundary = (row: Exclude<EventRow, RecordRow>): Cell =>
  row.row === "lost"
    ? cell(`▲ ${lostWords(row.records)}: the ring went round between two readings`, "warn")
    : cell("── another process began", "accent");

/** `2.8k records, 48m · 214 lost` */
function corner({ held, lost }: EventList, state: State, gatewayNow: number): Cell | null {
  const oldest = state.ring[0]?.records[0];
  if (oldest === undefined) return null;
  const span = `${count(held)} records, ${age(gatewayNow - oldest.at)}`;
  return lost === 0 ? cell(span, "dim") : cell(`${span} · ${count(lost)} lost`, "warn");
}

/** A gateway that records at all wrote how it started. */
function nothing(state: State, width: number): readonly PanelLine[] {
  const read = lastValue(state.snapshot.stability);
  if (read === null) return absence(state, "stability", "", width);
  const words = "the ring is empty: is diagnostics.enabled false in the gateway's config?";
  return [{ spans: [cell(words, "dim")] }];
}

export function EventsPanel({ state, width, height, focused, look }: PanelProps) {
  const list = eventList(state);
  const old = oldness(state, "stability");
  const gatewayNow = state.now + clockAheadMs(state);
  const selected = selectedIndex(state, "events", list);
  const inside = innerWidth(width);
  const high = innerHeight(height);
  const filter = filterLines(state.view, { shown: list.shown, total: list.held }, inside);
  const head = high > filter.length + 1;
  const { from, to } = windowOf(list.length, selected, high - filter.length - (head ? 1 : 0));
  const seen = list.rows.slice(from, to);
  const table = placed(columnsFor(gatewayNow, inside), inside, seen.filter(isRecord));
  const body = seen.map((row, index): PanelLine => ({
    spans: faded(isRecord(row) ? tableRow(table, row) : [boundary(row)], old !== null),
    selected: focused && from + index === selected,
    key: row.key,
  }));
  const none = list.held === 0 ? nothing(state, width) : [{ spans: [cell("no event matches", "dim")] }];
  const lines = [...filter, ...(list.length === 0 ? none : [...(head ? [{ spans: tableHead(table) }] : []), ...body])];
  const right = old ?? corner(list, state, gatewayNow);
  return <Panel title="events" right={right} lines={lines} width={width} height={height} focused={focused} look={look} />;
}
