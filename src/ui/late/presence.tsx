// Who is connected, since when, and what each may do. Addresses and people are in the details only.
import { clientList, type ClientRow } from "../../data/late/audit/clients.ts";
import { cell, toneOf, unknown, type Cell, type Mark } from "../../data/select/cell.ts";
import { oldness } from "../../data/select/known.ts";
import { selectedIndex } from "../../data/select/rows.ts";
import { settled, widthOf } from "../../data/select/text.ts";
import type { State } from "../../data/state.ts";
import { age, count } from "../../data/units.ts";
import { absence, faded } from "../parts/absence.ts";
import { filterLines } from "../parts/filter-line.ts";
import { innerHeight, innerWidth, Panel, type PanelLine } from "../parts/panel.tsx";
import { placed, tableHead, tableRow, windowOf, type Column } from "../parts/table.ts";
import type { PanelProps } from "../panels/panel-props.ts";
import { marks } from "../theme.ts";

const markOf: { readonly [K in ClientRow["kind"]]: Mark } = { connected: "ok", gone: "off", self: "none" };
const quiet = ({ kind }: ClientRow): boolean => kind !== "connected";

/** What it calls itself; older releases tell its mode alone. */
function client({ entry: { clientId, mode } }: ClientRow): Cell {
  const words = clientId ?? mode;
  return words === null ? unknown : cell(words, "dim");
}

function rights({ rights: all, admin, kind }: ClientRow): Cell {
  if (kind === "self") return cell("the gateway itself", "dim");
  if (all.length === 0) return unknown;
  return cell(all.join(" "), admin ? (kind === "gone" ? "dim" : "warn") : "plain");
}

function since({ since: at, kind, entry }: ClientRow, now: number): Cell {
  if (at === null || kind === "self") return cell("");
  const ago = age(Math.max(0, now - at));
  return kind === "gone" ? cell(`gone ${ago}`, "dim") : cell(entry.onlineSince === null ? `seen ${ago}` : ago);
}

const RIGHTS_LEAST = 10;
const RIGHTS_SHARE = 0.4;

/** What a client may do is read before what it is. */
const rightsLeast = (rows: readonly ClientRow[], width: number): number =>
  rows.reduce((room, row) => Math.max(room, Math.min(Math.floor(width * RIGHTS_SHARE), widthOf(settled(rights(row).text)))), RIGHTS_LEAST);

function columnsFor(now: number, rows: readonly ClientRow[], width: number): readonly Column<ClientRow>[] {
  return [
    { head: "", width: 1, cell: (row) => cell(marks[markOf[row.kind]], toneOf[markOf[row.kind]]) },
    {
      head: "client",
      width: "content",
      least: 12,
      most: 30,
      cell: (row) => cell(row.own ? `${row.name} (this one)` : row.name, quiet(row) ? "dim" : row.own ? "accent" : "strong"),
    },
    { head: "as", width: "content", least: 6, most: 28, giveWay: 2, cell: client },
    { head: "for", width: "content", align: "right", cell: (row) => since(row, now) },
    {
      head: "version",
      width: "content",
      most: 14,
      giveWay: 3,
      cell: ({ entry }) => (entry.version === null ? unknown : cell(entry.version, "dim")),
    },
    { head: "may", width: "flex", least: rightsLeast(rows, width), giveWay: 1, cell: rights },
  ];
}

function corner(state: State): Cell | null {
  const connected = clientList(state).rows.filter(({ kind }) => kind === "connected");
  const admins = connected.filter(({ admin }) => admin).length;
  if (connected.length === 0) return null;
  return cell(`${count(connected.length)} connected${admins === 0 ? "" : ` · ${admins} with admin`}`, admins === 0 ? "dim" : "warn");
}

export function PresencePanel({ state, width, height, focused, look }: PanelProps) {
  const list = clientList(state);
  const old = oldness(state, "presence");
  const selected = selectedIndex(state, "presence", list);
  const inside = innerWidth(width);
  const high = innerHeight(height);
  const filter = focused ? filterLines(state.view, { shown: list.length, total: list.total }, inside) : [];
  const head = high > filter.length + 1;
  const { from, to } = windowOf(list.length, selected, high - filter.length - (head ? 1 : 0));
  const seen = list.rows.slice(from, to);
  const table = placed(columnsFor(state.now, seen, inside), inside, seen);
  const body = seen.map((row, index): PanelLine => ({
    spans: faded(tableRow(table, row), old !== null),
    selected: focused && from + index === selected,
    key: row.key,
  }));
  const none =
    list.total === 0 ? absence(state, "presence", "nobody is connected", width) : [{ spans: [cell("no client matches", "dim")] }];
  const lines = [...filter, ...(body.length === 0 ? none : [...(head ? [{ spans: tableHead(table) }] : []), ...body])];
  return <Panel title="presence" right={old ?? corner(state)} lines={lines} width={width} height={height} focused={focused} look={look} />;
}
