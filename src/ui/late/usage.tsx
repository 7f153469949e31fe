// Who spent it: by model, provider, agent, channel or session, the dearest first.
import { isUncounted, cost as costWords } from "../../data/late/usage/money.ts";
import { usageView, type UsageRow, type UsageView } from "../../data/late/usage/groups.ts";
import { cell, type Cell } from "../../data/select/cell.ts";
import { oldness } from "../../data/select/known.ts";
import { listed, selectedIndex } from "../../data/select/rows.ts";
import { count, percent } from "../../data/units.ts";
import { absence, faded } from "../parts/absence.ts";
import { filterLines } from "../parts/filter-line.ts";
import { meter } from "../parts/meter.ts";
import { innerHeight, innerWidth, Panel, type PanelLine } from "../parts/panel.tsx";
import { placed, tableHead, tableRow, windowOf, type Column } from "../parts/table.ts";
import type { PanelProps } from "../panels/panel-props.ts";
import type { Look } from "../theme.ts";

const METER = 22;
const LEAST_FOR_METER = 70;
const GAP = 2;

const columnsFor = ({ by, shareOf }: UsageView): readonly Column<UsageRow>[] => [
  { head: by, width: "flex", least: 12, cell: ({ name }) => cell(name, "strong") },
  { head: "cost", width: "content", least: 8, align: "right", cell: (row) => cell(costWords(row), row.unpriced > 0 ? "warn" : "plain") },
  { head: "tokens", width: "content", least: 6, align: "right", giveWay: 1, cell: ({ tokens }) => cell(count(tokens), "dim") },
  {
    head: `of ${shareOf}`,
    width: "content",
    least: 6,
    align: "right",
    giveWay: 2,
    cell: ({ share }) => cell(share === null ? "" : percent(share)),
  },
];

/** Whether the figures are whole, and of which days. */
function corner({ usage, by, whole }: UsageView): Cell | null {
  if (usage === null) return null;
  if (!whole) return cell("being counted", "accent");
  const span = usage.from === null || usage.to === null ? "" : ` · ${usage.from} to ${usage.to}`;
  return cell(`by ${by} · ${costWords(usage.total)}${span}`, usage.total.unpriced > 0 ? "warn" : "dim");
}

function none(view: UsageView): string {
  if (view.usage !== null && isUncounted(view.whole, view.usage.total)) return "being counted: the gateway reads its transcripts";
  return view.total === 0 ? `nothing was spent by a ${view.by} in these days` : `no ${view.by} matches`;
}

const bar = ({ share }: UsageRow, look: Look) => [cell(" ".repeat(GAP)), ...meter(share ?? 0, METER, "accent", look)];

export function UsagePanel({ state, width, height, focused, look }: PanelProps) {
  const view = usageView(state);
  const { rows } = view;
  const old = oldness(state, "usage");
  const selected = selectedIndex(state, "usage", listed(rows.map(({ key }) => key)));
  const inside = innerWidth(width);
  const high = innerHeight(height);
  const filter = filterLines(state.view, { shown: rows.length, total: view.total }, inside);
  const head = high > filter.length + 1;
  const { from, to } = windowOf(rows.length, selected, high - filter.length - (head ? 1 : 0));
  const seen = rows.slice(from, to);
  const bars = inside >= LEAST_FOR_METER;
  const table = placed(columnsFor(view), inside - (bars ? METER + GAP : 0), seen);
  const body = seen.map((row, index): PanelLine => ({
    spans: faded([...tableRow(table, row), ...(bars ? bar(row, look) : [])], old !== null),
    selected: focused && from + index === selected,
    key: row.key,
  }));
  const empty = absence(state, "usage", none(view), width);
  const lines = [...filter, ...(rows.length === 0 ? empty : [...(head ? [{ spans: tableHead(table) }] : []), ...body])];
  return <Panel title="usage" right={old ?? corner(view)} lines={lines} width={width} height={height} focused={focused} look={look} />;
}
