// What the providers still allow, and whether the gateway may ask them at all.
import { clockAheadMs } from "../../data/channels/deaf-accounts.ts";
import { authMark, authWords, quotaRows, type QuotaRow } from "../../data/late/usage/quota-rows.ts";
import { cell, toneOf, type Cell } from "../../data/select/cell.ts";
import { oldness } from "../../data/select/known.ts";
import { listed, selectedIndex } from "../../data/select/rows.ts";
import { duration } from "../../data/units.ts";
import { absence, faded } from "../parts/absence.ts";
import { innerHeight, innerWidth, Panel, type PanelLine } from "../parts/panel.tsx";
import { placed, tableRow, windowOf, type Column } from "../parts/table.ts";
import type { PanelProps } from "../panels/panel-props.ts";
import { marks } from "../theme.ts";

function used({ quota, mark }: QuotaRow): Cell {
  if (quota === null) return cell("no quota told", "dim");
  if (quota.why !== null) return cell(quota.why, "warn");
  return quota.usedPercent === null ? cell("no quota told", "dim") : cell(`${Math.round(quota.usedPercent)} % used`, toneOf[mark]);
}

const resets = ({ resetsInMs }: QuotaRow): Cell =>
  resetsInMs === null ? cell("") : cell(resetsInMs <= 0 ? "resets now" : `resets in ${duration(resetsInMs)}`, "dim");

const columnsFor = (gatewayNow: number): readonly Column<QuotaRow>[] => [
  { head: "", width: 1, cell: ({ mark }) => cell(marks[mark], toneOf[mark]) },
  { head: "", width: "content", least: 8, most: 20, cell: ({ provider }) => cell(provider, "strong") },
  { head: "", width: "content", giveWay: 2, cell: ({ quota }) => cell(quota?.window ?? "") },
  { head: "", width: "content", least: 8, most: 30, cell: used },
  { head: "", width: "content", giveWay: 3, cell: resets },
  {
    head: "",
    width: "flex",
    least: 14,
    giveWay: 1,
    cell: ({ auth }) =>
      auth === null ? cell("") : cell(authWords(auth, gatewayNow), authMark(auth) === "ok" ? "dim" : toneOf[authMark(auth)]),
  },
];

export function QuotasPanel({ state, width, height, focused, look }: PanelProps) {
  const rows = quotaRows(state);
  const old = rows.some(({ quota }) => quota !== null) ? oldness(state, "quotas") : null;
  const selected = selectedIndex(state, "quotas", listed(rows.map(({ key }) => key)));
  const inside = innerWidth(width);
  const { from, to } = windowOf(rows.length, selected, innerHeight(height));
  const seen = rows.slice(from, to);
  const table = placed(columnsFor(state.now + clockAheadMs(state)), inside, seen);
  const body = seen.map((row, index): PanelLine => ({
    spans: faded(tableRow(table, row), old !== null),
    selected: focused && from + index === selected,
  }));
  const lines = rows.length === 0 ? absence(state, "quotas", "no provider tells a quota") : body;
  return <Panel title="quotas and credentials" right={old} lines={lines} width={width} height={height} focused={focused} look={look} />;
}
