// What is wrong now, worst first: since when, what it is about, in words, and what to do.
import { alertKey } from "../../data/alerts/advance.ts";
import type { Alert } from "../../data/alerts/alert.ts";
import { cell, toneOf, type Mark } from "../../data/select/cell.ts";
import { selectedIndex } from "../../data/select/rows.ts";
import { sessionName } from "../../data/select/sessions.ts";
import { age } from "../../data/units.ts";
import { problems } from "../../data/verdict.ts";
import { innerHeight, innerWidth, Panel, type PanelLine } from "../parts/panel.tsx";
import { placed, tableRow, windowOf, type Column } from "../parts/table.ts";
import { marks } from "../theme.ts";
import type { PanelProps } from "./panel-props.ts";

type Row = { readonly alert: Alert; readonly now: number };

function markOf(alert: Alert): Mark {
  if (alert.clearedAt !== null) return "off";
  if (alert.unknownWhy !== null) return "partial";
  return alert.severity === "crit" ? "bad" : "warn";
}

/** A problem that seems gone, or cannot be judged now, says so instead of pretending. */
function messageOf({ alert, now }: Row): string {
  if (alert.clearedAt !== null) return `gone for ${age(now - alert.clearedAt)} · was: ${alert.message}`;
  return alert.unknownWhy === null ? alert.message : `${alert.message} · cannot be judged now: ${alert.unknownWhy}`;
}

const columns: readonly Column<Row>[] = [
  { head: "", width: 1, cell: ({ alert }) => cell(marks[markOf(alert)], toneOf[markOf(alert)]) },
  { head: "since", width: "content", align: "right", cell: ({ alert, now }) => cell(age(now - alert.since), "plain") },
  { head: "about", width: 7, luxury: true, cell: ({ alert }) => cell(alert.topic, "dim") },
  { head: "subject", width: "content", least: 12, most: 28, cell: ({ alert }) => cell(sessionName(alert.subject), "strong") },
  {
    head: "what",
    width: "content",
    least: 24,
    most: 80,
    cell: (row) => cell(messageOf(row), row.alert.clearedAt === null ? "plain" : "dim"),
  },
  {
    head: "what to do",
    width: "flex",
    least: 24,
    luxury: true,
    cell: ({ alert }) => cell(alert.remedy === null ? "" : `→ ${alert.remedy}`, "accent"),
  },
];

function counted(alerts: readonly Alert[]): string {
  const critical = alerts.filter((alert) => alert.severity === "crit").length;
  const warnings = alerts.length - critical;
  return [critical > 0 ? `${critical} critical` : "", warnings > 0 ? `${warnings} warning${warnings > 1 ? "s" : ""}` : ""]
    .filter((part) => part !== "")
    .join(" · ");
}

export function ProblemsPanel({ state, width, height, focused, look }: PanelProps) {
  const alerts = problems(state);
  const selected = selectedIndex(
    state,
    "problems",
    alerts.map((alert) => alertKey(alert.id, alert.subject)),
  );
  const { from, to } = windowOf(alerts.length, selected, innerHeight(height));
  const rows = alerts.slice(from, to).map((alert): Row => ({ alert, now: state.now }));
  const table = placed(columns, innerWidth(width), rows);
  const lines = rows.map((row, index): PanelLine => ({ spans: tableRow(table, row), selected: focused && from + index === selected }));
  const critical = alerts.some((alert) => alert.severity === "crit");
  const calm = state.link.phase === "open" ? "nothing is wrong" : "nothing known to be wrong yet";
  return (
    <Panel
      title="problems"
      right={alerts.length === 0 ? null : cell(counted(alerts), critical ? "bad" : "warn")}
      lines={
        lines.length > 0 ? lines : [{ spans: [cell(`${marks.ok} `, state.link.phase === "open" ? "good" : "dim"), cell(calm, "dim")] }]
      }
      width={width}
      height={height}
      focused={focused}
      look={look}
    />
  );
}
