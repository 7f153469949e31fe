// What is wrong now, worst first: since when, what it is about, in words, and what to do.
import { alertKey } from "../../data/alerts/advance.ts";
import type { Alert } from "../../data/alerts/alert.ts";
import { cell, toneOf, type Mark } from "../../data/select/cell.ts";
import { remedyWords } from "../../data/select/remedy.ts";
import { selectedIndex } from "../../data/select/rows.ts";
import { sessionName } from "../../data/select/sessions.ts";
import { settled, widthOf } from "../../data/select/text.ts";
import type { State } from "../../data/state.ts";
import { age } from "../../data/units.ts";
import { problems, verdict } from "../../data/verdict.ts";
import { innerHeight, innerWidth, Panel, type PanelLine } from "../parts/panel.tsx";
import { sharedWidths } from "../parts/shared-row.ts";
import { placed, tableRow, windowOf, type Column, type Placed } from "../parts/table.ts";
import { marks, type Span } from "../theme.ts";
import type { PanelProps } from "./panel-props.ts";

type Row = { readonly alert: Alert; readonly now: number; readonly remedy: string | null };

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

const remedyOf = ({ remedy }: Row): string => (remedy === null ? "" : `→ ${remedy}`);

const about: Column<Row> = { head: "about", width: 7, cell: ({ alert }) => cell(alert.topic, "dim") };
const lead: readonly Column<Row>[] = [
  { head: "", width: 1, cell: ({ alert }) => cell(marks[markOf(alert)], toneOf[markOf(alert)]) },
  { head: "since", width: "content", align: "right", cell: ({ alert, now }) => cell(age(now - alert.since), "plain") },
];
/** A wide screen has room for whole names. */
const subject = (width: number): Column<Row> => ({
  head: "subject",
  width: "content",
  least: 12,
  most: Math.max(28, Math.floor(width / 5)),
  cell: ({ alert }) => cell(sessionName(alert.subject), "strong"),
});
const what = (width: Column<Row>["width"]): Column<Row> => ({
  head: "what",
  width,
  cell: (row) => cell(messageOf(row), row.alert.clearedAt === null ? "plain" : "dim"),
});
const whatToDo = (width: number): Column<Row> => ({ head: "what to do", width, cell: (row) => cell(remedyOf(row), "accent") });

const GAP = 2;
/** Narrower than this half a message and half a remedy say less than the message alone; line 1 has the remedy of the worst. */
const LEAST_FOR_BOTH = 56;

const widest = (rows: readonly Row[], text: (row: Row) => string): number =>
  rows.reduce((most, row) => Math.max(most, widthOf(settled(text(row)))), 0);

/** Message and remedy share what the names leave; the topic is drawn only while nothing is cut for it. */
function problemTable(width: number, rows: readonly Row[]): readonly Placed<Row>[] {
  const message = widest(rows, messageOf);
  const remedy = widest(rows, remedyOf);
  const room = (columns: readonly Column<Row>[]): number => placed([...columns, what("flex")], width, rows).at(-1)?.width ?? 0;
  const named = [...lead, subject(width)];
  const roomy = [...lead, about, subject(width)];
  const names = room(roomy) >= message + GAP + remedy ? roomy : named;
  const left = room(names);
  if (remedy === 0 || left < LEAST_FOR_BOTH) return placed([...names, what("flex")], width, rows);
  const [first, second] = sharedWidths(message, remedy, left - GAP);
  return placed([...names, what(first), whatToDo(second)], width, rows);
}

function counted(alerts: readonly Alert[]): string {
  const critical = alerts.filter((alert) => alert.severity === "crit").length;
  const warnings = alerts.length - critical;
  return [critical > 0 ? `${critical} critical` : "", warnings > 0 ? `${warnings} warning${warnings > 1 ? "s" : ""}` : ""]
    .filter((part) => part !== "")
    .join(" · ");
}

/** Without a problem the panel says what line 1 says: a rung can be bad before a rule has waited long enough to raise it. */
function calmSpans(state: State): readonly Span[] {
  const { level, summary } = verdict(state);
  if (level === "ok") return [cell(`${marks.ok} `, "good"), cell("nothing is wrong", "dim")];
  if (level === "unknown") return [cell(`${marks.off} `, "dim"), cell("nothing known to be wrong yet", "dim")];
  return [cell(`${marks.partial} `, "warn"), cell(`nothing raised yet · ${summary}`)];
}

export function ProblemsPanel({ state, width, height, focused, look }: PanelProps) {
  const alerts = problems(state);
  const selected = selectedIndex(
    state,
    "problems",
    alerts.map((alert) => alertKey(alert.id, alert.subject)),
  );
  const { from, to } = windowOf(alerts.length, selected, innerHeight(height));
  const rows = alerts
    .slice(from, to)
    .map((alert): Row => ({ alert, now: state.now, remedy: remedyWords(state, alert, look.still === true) }));
  const table = problemTable(innerWidth(width), rows);
  const lines = rows.map((row, index): PanelLine => ({ spans: tableRow(table, row), selected: focused && from + index === selected }));
  const critical = alerts.some((alert) => alert.severity === "crit");
  return (
    <Panel
      title="problems"
      right={alerts.length === 0 ? null : cell(counted(alerts), critical ? "bad" : "warn")}
      lines={lines.length > 0 ? lines : [{ spans: calmSpans(state) }]}
      width={width}
      height={height}
      focused={focused}
      look={look}
    />
  );
}
