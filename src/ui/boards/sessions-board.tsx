// Every session, with the board to itself: what it does, since when, how full it is, what it costs, and what is wrong with it.
import { matcherOf } from "../../data/boards/filter.ts";
import { cell, toneOf, unknown, type Cell } from "../../data/select/cell.ts";
import { oldness } from "../../data/select/known.ts";
import { selectedIndex } from "../../data/select/rows.ts";
import { sessionBoard, type SessionBoardLine, type SessionBoardView } from "../../data/select/session-board.ts";
import { sessionName } from "../../data/select/sessions.ts";
import { settled, widthOf } from "../../data/select/text.ts";
import type { State } from "../../data/state.ts";
import { age, count, percent } from "../../data/units.ts";
import { absence, faded } from "../parts/absence.ts";
import { filterLines } from "../parts/filter-line.ts";
import { innerHeight, innerWidth, Panel, type PanelLine } from "../parts/panel.tsx";
import { placed, tableHead, tableRow, windowOf, type Column } from "../parts/table.ts";
import { marks, type Look, type Span } from "../theme.ts";
import type { PanelProps } from "../panels/panel-props.ts";

type Row = SessionBoardLine;

const CONTEXT_FULL = 0.9;

const tone = ({ mark }: Row): Cell["tone"] => toneOf[mark];

function progress({ run, mark }: Row): Cell {
  if (run === null || run.state === "queued") return cell("");
  return run.silentMs === null ? unknown : cell(age(run.silentMs), mark === "ok" ? "plain" : toneOf[mark]);
}

/** Runs behind the one that is shown; that of a queued session waits itself. */
function behind({ run }: Row): Cell {
  const runs = run === null ? 0 : run.state === "queued" ? run.queueDepth - 1 : run.queueDepth;
  return cell(runs > 0 ? `+${count(runs)}` : "", "warn");
}

function context({ contextShare, session }: Row): Cell {
  if (contextShare === null) return session.totalTokens === null ? cell("") : unknown;
  return cell(percent(contextShare), contextShare > CONTEXT_FULL ? "warn" : "dim");
}

/** Four digits at most: a cent counts when there are no dollars. */
const dollars = (usd: number): string => (usd < 9.995 ? `$${usd.toFixed(2)}` : `$${count(usd)}`);

/** `└ ` under who asked for it. */
const branch = (depth: number, look: Look): string => (depth === 0 ? "" : `${"  ".repeat(depth - 1)}${look.ascii ? "`-" : "└ "}`);

const notes = (row: Row): string => row.notes.join(" · ");

const NOTES_LEAST = 12;
const NOTES_SHARE = 0.32;

/** Room for the notes comes before model and tokens, as far as there are notes. */
const notesLeast = (rows: readonly Row[], width: number): number =>
  Math.min(Math.floor(width * NOTES_SHARE), Math.max(NOTES_LEAST, ...rows.map((row) => widthOf(settled(notes(row))))));

const columnsFor = (look: Look, rows: readonly Row[], width: number): readonly Column<Row>[] => [
  { head: "", width: 1, cell: (row) => cell(marks[row.mark], tone(row)) },
  { head: "state", width: "content", least: 7, cell: (row) => cell(row.words, tone(row)) },
  {
    head: "session",
    width: "content",
    least: 18,
    most: 44,
    cell: (row) => cell(`${branch(row.depth, look)}${sessionName(row.key)}`, row.run === null ? "plain" : "strong"),
  },
  {
    head: "age",
    width: 6,
    align: "right",
    cell: (row) => (row.ageMs === null ? unknown : cell(age(row.ageMs), row.run === null ? "dim" : "plain")),
  },
  { head: "progress", width: 8, align: "right", giveWay: 2, cell: progress },
  { head: "behind", width: 6, align: "right", giveWay: 3, cell: behind },
  {
    head: "tokens",
    width: 6,
    align: "right",
    giveWay: 6,
    cell: ({ session }) => (session.totalTokens === null ? unknown : cell(count(session.totalTokens))),
  },
  { head: "ctx", width: 5, align: "right", giveWay: 5, cell: context },
  {
    head: "cost",
    width: "content",
    least: 5,
    align: "right",
    giveWay: 8,
    cell: ({ session }) => (session.estimatedCostUsd === null ? cell("") : cell(dollars(session.estimatedCostUsd), "dim")),
  },
  {
    head: "model",
    width: "content",
    most: 24,
    giveWay: 7,
    cell: ({ session }) => (session.model === null ? unknown : cell(session.model, "dim")),
  },
  { head: "channel", width: "content", most: 16, giveWay: 9, cell: ({ session }) => cell(session.channel ?? "", "dim") },
  {
    head: "what to know",
    width: "flex",
    least: notesLeast(rows, width),
    giveWay: 1,
    cell: (row) => cell(notes(row), row.mark === "off" || row.mark === "ok" ? "dim" : tone(row)),
  },
];

/** Columns in which no row has anything are not drawn. */
const sparse: ReadonlySet<string> = new Set(["behind", "cost", "channel", "progress"]);
const told = (columns: readonly Column<Row>[], rows: readonly Row[]): readonly Column<Row>[] =>
  columns.filter(({ head, cell: of }) => !sparse.has(head) || rows.some((row) => of(row).text !== ""));

/** `1 stuck · 2 running · 3 queued`; the worst count gives its colour. */
function totals({ total, held, counts }: SessionBoardView): Span {
  const parts = [
    counts.stuck > 0 ? `${counts.stuck} stuck` : "",
    counts.stalled > 0 ? `${counts.stalled} stalled` : "",
    counts.running > 0 ? `${counts.running} running` : "",
    counts.queued > 0 ? `${counts.queued} queued` : "",
    held < total ? `the newest ${held} of ${total}` : String(total),
  ].filter((part) => part !== "");
  return cell(parts.join(" · "), counts.stuck > 0 ? "bad" : counts.stalled > 0 ? "warn" : "dim");
}

function title(state: State): string {
  const { sort, follow } = state.view.boardViews.sessions;
  return `sessions by ${sort}${follow ? " · following" : ""}`;
}

/** What is drawn where the rows would be. */
function nothing(state: State, view: SessionBoardView, width: number): readonly PanelLine[] {
  const { text } = state.view.boardViews.sessions.filter;
  if (view.held === 0 || text === "" || matcherOf(text).problem !== null) return absence(state, "sessions", "no sessions", width);
  return [{ spans: [cell("no session matches: esc drops the filter", "dim")] }];
}

export function SessionsBoard({ state, width, height, focused, look }: PanelProps) {
  const view = sessionBoard(state);
  const old = oldness(state, "sessions");
  const inside = innerWidth(width);
  const filter = filterLines(state.view, { shown: view.length, total: view.held }, inside);
  const high = innerHeight(height) - filter.length;
  const head = high > 2;
  // Ten thousand keys are not walked while the person chose none.
  const selected = state.view.selected.sessions === undefined ? 0 : selectedIndex(state, "sessions", view.keys());
  const { from, to } = windowOf(view.length, selected, high - (head ? 1 : 0));
  const rows = view.rows(from, to);
  const table = placed(told(columnsFor(look, rows, inside), rows), inside, rows);
  const body = rows.map((row, index): PanelLine => ({
    spans: faded(tableRow(table, row), old !== null),
    selected: focused && from + index === selected,
    key: row.key,
  }));
  const shown = view.length === 0 ? nothing(state, view, width) : [...(head ? [{ spans: tableHead(table) }] : []), ...body];
  const right = old ?? (view.held === 0 ? null : totals(view));
  return (
    <Panel title={title(state)} right={right} lines={[...filter, ...shown]} width={width} height={height} focused={focused} look={look} />
  );
}
