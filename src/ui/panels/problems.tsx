// What is wrong now, worst first: since when, what it is about, in words, and what to do.
import type { ProblemRow } from "../../data/alerts/alert.ts";
import type { Mute } from "../../data/alerts/mute.ts";
import { problemLine, type ProblemLine } from "../../data/alerts/problem-line.ts";
import { problemRows } from "../../data/alerts/problems.ts";
import { cell, toneOf, type Mark } from "../../data/select/cell.ts";
import { listedProblems } from "../../data/select/listed.ts";
import { muteWords } from "../../data/select/mute-words.ts";
import { remedyWords } from "../../data/select/remedy.ts";
import { selectedIndex } from "../../data/select/rows.ts";
import { sessionName } from "../../data/select/sessions.ts";
import { settled, widthOf } from "../../data/select/text.ts";
import type { State } from "../../data/state.ts";
import { age } from "../../data/units.ts";
import { verdict } from "../../data/verdict.ts";
import { panelFilterLines } from "../parts/filter-line.ts";
import { innerHeight, innerWidth, Panel, type PanelLine } from "../parts/panel.tsx";
import { sharedWidths } from "../parts/shared-row.ts";
import { placed, tableRow, windowOf, type Column, type Placed } from "../parts/table.ts";
import { marks, type Span } from "../theme.ts";
import type { PanelProps } from "./panel-props.ts";

type Row = { readonly line: ProblemLine; readonly muted: Mute | null; readonly now: number; readonly remedy: string | null };

function markOf({ line, muted }: Row): Mark {
  if (line.clearedAt !== null) return "off";
  if (muted !== null) return "muted";
  if (line.unknownWhy !== null) return "partial";
  return ({ crit: "bad", warn: "warn", info: "partial" } as const)[line.severity];
}

/** Gone, seen to by somebody, or only told: it does not ask for anything now. */
const isQuiet = ({ line, muted }: Row): boolean => line.clearedAt !== null || muted !== null;

/** A window is told on line 1: on every row it would only hide what the rows say. */
const messageOf = ({ line, muted }: Row): string =>
  muted === null || muted.kind === "maintenance" ? line.message : `${muteWords(muted)} · ${line.message}`;

const remedyOf = ({ remedy }: Row): string => (remedy === null ? "" : `→ ${remedy}`);

const about: Column<Row> = { head: "about", width: 7, cell: ({ line }) => cell(line.topic, "dim") };
const lead: readonly Column<Row>[] = [
  { head: "", width: 1, cell: (row) => cell(marks[markOf(row)], row.line.severity === "info" ? "dim" : toneOf[markOf(row)]) },
  { head: "since", width: "content", align: "right", cell: (row) => cell(age(row.now - row.line.since), isQuiet(row) ? "dim" : "plain") },
];
/** A wide screen has room for whole names. */
const subject = (width: number): Column<Row> => ({
  head: "subject",
  width: "content",
  least: 12,
  most: Math.max(28, Math.floor(width / 5)),
  cell: (row) => cell(sessionName(row.line.subject), isQuiet(row) ? "dim" : "strong"),
});
const what = (width: Column<Row>["width"]): Column<Row> => ({
  head: "what",
  width,
  cell: (row) => cell(messageOf(row), isQuiet(row) ? "dim" : "plain"),
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

const plural = (count: number, word: string): readonly string[] => (count === 0 ? [] : [`${count} ${word}${count > 1 ? "s" : ""}`]);

/** Muted ones are counted apart: nobody is asked to do anything about them. */
function counted(rows: readonly ProblemRow[], lines: readonly ProblemLine[]): string {
  const open = lines.filter((_, index) => rows[index]?.mute === null);
  const of = (severity: ProblemLine["severity"]): number => open.filter((line) => line.severity === severity).length;
  const critical = of("crit");
  const muted = lines.length - open.length;
  return [
    ...(critical > 0 ? [`${critical} critical`] : []),
    ...plural(of("warn"), "warning"),
    ...plural(of("info"), "note"),
    ...(muted > 0 ? [`${muted} muted`] : []),
  ].join(" · ");
}

/** Without a problem the panel says what line 1 says: a rung can be bad before a rule has waited long enough to raise it. */
function calmSpans(state: State): readonly Span[] {
  const { level, summary } = verdict(state);
  if (level === "ok") return [cell(`${marks.ok} `, "good"), cell("nothing is wrong", "dim")];
  if (level === "unknown") return [cell(`${marks.off} `, "dim"), cell("nothing known to be wrong yet", "dim")];
  return [cell(`${marks.partial} `, "warn"), cell(`nothing raised yet · ${summary}`)];
}

export function ProblemsPanel({ state, width, height, focused, look }: PanelProps) {
  const all = problemRows(state);
  const problems = listedProblems(state);
  const selected = selectedIndex(
    state,
    "problems",
    problems.map(({ key }) => key),
  );
  const lines = all.map((row) => problemLine(row, state.now));
  const filter = panelFilterLines(state.view, "problems", { shown: problems.length, total: all.length }, innerWidth(width));
  const { from, to } = windowOf(problems.length, selected, innerHeight(height) - filter.length);
  const rows = problems.slice(from, to).map((row): Row => {
    const line = problemLine(row, state.now);
    if (row.mute !== null) return { line, muted: row.mute, now: state.now, remedy: null };
    return { line, muted: null, now: state.now, remedy: remedyWords(state, line, look.still === true) };
  });
  const table = problemTable(innerWidth(width), rows);
  const drawn = rows.map((row, index): PanelLine => ({
    spans: tableRow(table, row),
    selected: focused && from + index === selected,
    key: problems[from + index]?.key,
  }));
  const worst = all.findIndex(({ mute }) => mute === null);
  const tone = ({ crit: "bad", warn: "warn", info: "dim" } as const)[lines[worst]?.severity ?? "info"];
  return (
    <Panel
      title="problems"
      right={all.length === 0 ? null : cell(counted(all, lines), tone)}
      lines={all.length > 0 || filter.length > 0 ? [...filter, ...drawn] : [{ spans: calmSpans(state) }]}
      width={width}
      height={height}
      focused={focused}
      look={look}
    />
  );
}
