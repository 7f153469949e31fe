// What the providers still allow, and whether the gateway may ask them at all.
import { clockAheadMs } from "../../data/channels/deaf-accounts.ts";
import { authMark, authWords, quotaRows, type QuotaRow } from "../../data/late/usage/quota-rows.ts";
import { cell, toneOf, type Cell } from "../../data/select/cell.ts";
import { oldness } from "../../data/select/known.ts";
import { listed, selectedIndex } from "../../data/select/rows.ts";
import { duration } from "../../data/units.ts";
import { absence, faded } from "../parts/absence.ts";
import { innerHeight, innerWidth, Panel, type PanelLine } from "../parts/panel.tsx";
import { placed, tableHead, tableRow, windowOf, type Column } from "../parts/table.ts";
import type { PanelProps } from "../panels/panel-props.ts";
import { marks } from "../theme.ts";

function used({ quota, mark }: QuotaRow): Cell {
  if (quota === null) return cell("none told", "dim");
  if (quota.why !== null) return cell(quota.why, "warn");
  return quota.usedPercent === null ? cell("none told", "dim") : cell(`${Math.round(quota.usedPercent)} %`, toneOf[mark]);
}

const resets = ({ resetsInMs }: QuotaRow): Cell => (resetsInMs === null ? cell("") : cell(resetsInMs <= 0 ? "now" : duration(resetsInMs)));

const columnsFor = (gatewayNow: number): readonly Column<QuotaRow>[] => [
  { head: "", width: 1, cell: ({ mark }) => cell(marks[mark], toneOf[mark]) },
  { head: "provider", width: "content", least: 8, most: 20, cell: ({ provider }) => cell(provider, "strong") },
  { head: "quota", width: "content", giveWay: 2, cell: ({ quota }) => cell(quota?.window ?? "") },
  { head: "used", width: "content", least: 6, most: 30, align: "right", cell: used },
  { head: "resets in", width: "content", align: "right", giveWay: 1, cell: resets },
  {
    head: "credentials",
    width: "flex",
    least: 14,
    giveWay: 3,
    cell: ({ auth }) =>
      auth === null ? cell("") : cell(authWords(auth, gatewayNow), authMark(auth) === "ok" ? "dim" : toneOf[authMark(auth)]),
  },
];

export function QuotasPanel({ state, width, height, focused, look }: PanelProps) {
  const rows = quotaRows(state);
  const old = rows.some(({ quota }) => quota !== null) ? oldness(state, "quotas") : null;
  const selected = selectedIndex(state, "quotas", listed(rows.map(({ key }) => key)));
  const inside = innerWidth(width);
  const high = innerHeight(height);
  const head = high > 2;
  const { from, to } = windowOf(rows.length, selected, high - (head ? 1 : 0));
  const seen = rows.slice(from, to);
  const table = placed(columnsFor(state.now + clockAheadMs(state)), inside, seen);
  const body = seen.map((row, index): PanelLine => ({
    spans: faded(tableRow(table, row), old !== null),
    selected: focused && from + index === selected,
    key: row.key,
  }));
  const lines =
    rows.length === 0
      ? absence(state, "quotas", "no provider tells a quota", width)
      : [...(head ? [{ spans: tableHead(table) }] : []), ...body];
  return <Panel title="quotas and credentials" right={old} lines={lines} width={width} height={height} focused={focused} look={look} />;
}
