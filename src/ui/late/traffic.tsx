// How many a minute, how long they take, how many fail: a row a kind, and one for each channel, provider, tool, lane.
import { inForce } from "../../data/alerts/setting.ts";
import { rules } from "../../data/alerts/rules.ts";
import { clockAheadMs } from "../../data/channels/deaf-accounts.ts";
import { MINUTES } from "../../data/late/events/hour.ts";
import { trafficRows, unansweredWebhooks, type TrafficRow } from "../../data/late/events/traffic-rows.ts";
import { warnedOf } from "../../data/late/events/warnings.ts";
import { failedShare, recentTraffic } from "../../data/recent-traffic.ts";
import { cell, unknown, type Cell, type Tone } from "../../data/select/cell.ts";
import { oldness } from "../../data/select/known.ts";
import { listed, selectedIndex } from "../../data/select/rows.ts";
import type { State } from "../../data/state.ts";
import { age, count, latency, percent } from "../../data/units.ts";
import { absence, faded } from "../parts/absence.ts";
import { innerHeight, innerWidth, Panel, type PanelLine } from "../parts/panel.tsx";
import { sparkline } from "../parts/sparkline.ts";
import { placed, tableHead, tableRow, windowOf, type Column } from "../parts/table.ts";
import type { PanelProps } from "../panels/panel-props.ts";
import type { Look } from "../theme.ts";

/** Wide enough to tell a burst from a steady flow. */
const LEAST_CHART = 20;

const ms = (value: number | undefined, tone: Tone = "plain"): Cell => (value === undefined ? cell("") : cell(latency(value), tone));

/** Minutes summed to as many columns; one that holds an unknown minute only is unknown. */
function inColumns(minutes: TrafficRow["minutes"], columns: number): readonly (number | null)[] {
  return Array.from({ length: columns }, (_, column) => {
    const part = minutes.slice(Math.floor((column * MINUTES) / columns), Math.floor(((column + 1) * MINUTES) / columns));
    const knownOnes = part.filter((value) => value !== null);
    return knownOnes.length === 0 ? null : knownOnes.reduce((sum, value) => sum + value, 0);
  });
}

const rate = ({ perMinute }: TrafficRow): Cell =>
  perMinute === null ? unknown : cell(perMinute >= 10 ? count(perMinute) : perMinute.toFixed(1), perMinute === 0 ? "dim" : "plain");

function failures(row: TrafficRow, lost: number | null): Cell {
  if (row.kind === "queue waits") return cell("");
  const gone = row.key === "webhooks" && lost !== null && lost > 0 ? `${count(lost)} lost` : "";
  const failed = gone !== "" && row.failed === 0 ? "" : count(row.failed);
  return cell([failed, gone].filter((part) => part !== "").join(", "), row.failed > 0 || gone !== "" ? "warn" : "dim");
}

function columnsFor(lost: number | null, chart: number, look: Look): readonly Column<TrafficRow>[] {
  return [
    {
      head: "what",
      width: "content",
      least: 20,
      most: 26,
      cell: ({ kind, group, only }) => (group === null ? cell(only === null ? kind : `${kind} ${only}`, "strong") : cell(`  ${group}`)),
    },
    { head: "a minute", width: 8, align: "right", cell: rate },
    {
      head: "in",
      width: "content",
      least: 3,
      align: "right",
      giveWay: 3,
      cell: ({ received }) => (received === null ? cell("") : cell(count(received))),
    },
    { head: "done", width: "content", least: 4, align: "right", cell: ({ done }) => cell(count(done), done === 0 ? "dim" : "plain") },
    { head: "failed", width: "content", least: 8, align: "right", cell: (row) => failures(row, lost) },
    { head: "p50", width: "content", least: 6, align: "right", giveWay: 2, cell: ({ latency: took }) => ms(took?.p50Ms) },
    { head: "p95", width: "content", least: 6, align: "right", cell: ({ latency: took }) => ms(took?.p95Ms) },
    { head: "longest", width: "content", least: 7, align: "right", giveWay: 5, cell: ({ latency: took }) => ms(took?.mostMs, "dim") },
    { head: "1st byte p95", width: "content", align: "right", giveWay: 6, cell: ({ firstByte }) => ms(firstByte?.p95Ms, "dim") },
    {
      head: chart === MINUTES ? "each minute of the last hour" : "the last hour",
      width: chart,
      giveWay: 4,
      cell: ({ minutes }) => cell(sparkline(inColumns(minutes, chart), 1, look), "accent"),
    },
  ];
}

/** As the rule judges it: the same figures, the same limits. */
function errorCell(state: State): Cell | null {
  const recent = recentTraffic(state);
  if (recent === null) return null;
  const { failed, messages, share } = failedShare(recent);
  const few = `${failed} ${failed === 1 ? "failure" : "failures"} among ${messages} messages in 5m`;
  if (share === null) return failed + messages === 0 ? null : cell(few, failed > 0 ? "warn" : "dim");
  const limits = inForce(rules, state.settings).find(({ id }) => id === "error-rate")?.threshold;
  const over = (limit: number | null | undefined): boolean => limit !== null && limit !== undefined && share * 100 > limit;
  const tone = over(limits?.crit) ? "bad" : over(limits?.warn) ? "warn" : failed > 0 ? "plain" : "dim";
  return cell(`${percent(share)} fail: ${failed} of ${messages} in 5m`, tone);
}

function warningLine(state: State): readonly PanelLine[] {
  const warned = warnedOf(state);
  const [newest] = warned;
  if (newest === undefined) return [];
  const what = warned.map(({ what: name, times }) => `${name} ${times}`).join(", ");
  const ago = age(state.now + clockAheadMs(state) - newest.at);
  return [{ spans: [cell("▲ warned of: ", "warn"), cell(what), cell(`, newest ${ago} ago`, "dim")] }];
}

export function TrafficPanel({ state, width, height, focused, look }: PanelProps) {
  const rows = trafficRows(state);
  const old = oldness(state, "stability");
  const selected = selectedIndex(state, "traffic", listed(rows.map(({ key }) => key)));
  const inside = innerWidth(width);
  const chart = Math.max(LEAST_CHART, Math.min(MINUTES, inside - 72));
  const high = innerHeight(height);
  const warnings = high > 4 ? warningLine(state) : [];
  const head = high > 2;
  const { from, to } = windowOf(rows.length, selected, high - warnings.length - (head ? 1 : 0));
  const seen = rows.slice(from, to);
  const table = placed(columnsFor(unansweredWebhooks(state), chart, look), inside, seen);
  const body = seen.map((row, index): PanelLine => ({
    spans: faded(tableRow(table, row), old !== null),
    selected: focused && from + index === selected,
    key: row.key,
  }));
  const none = state.ring.length === 0;
  const lines = none
    ? absence(state, "stability", "no diagnostics", width)
    : [...(head ? [{ spans: tableHead(table) }] : []), ...body, ...warnings];
  return (
    <Panel title="traffic" right={old ?? errorCell(state)} lines={lines} width={width} height={height} focused={focused} look={look} />
  );
}
