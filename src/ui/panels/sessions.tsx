// Sessions with work first, the worst on top: how long, since when no progress, how full, what waits behind.
import { cell, toneOf, unknown, type Cell } from "../../data/select/cell.ts";
import { oldness } from "../../data/select/known.ts";
import { sessionName, sessionView, type SessionRow, type SessionView } from "../../data/select/sessions.ts";
import type { State } from "../../data/state.ts";
import { age, count, percent } from "../../data/units.ts";
import { absence, faded } from "../parts/absence.ts";
import { panelFilterLines } from "../parts/filter-line.ts";
import { innerHeight, innerWidth, Panel, type PanelLine } from "../parts/panel.tsx";
import { placed, tableHead, tableRow, windowOf, type Column } from "../parts/table.ts";
import { marks, type Span } from "../theme.ts";
import type { PanelProps } from "./panel-props.ts";

const ago = (ms: number | null | undefined, tone: Cell["tone"] = "plain"): Cell =>
  ms === null || ms === undefined ? unknown : cell(age(ms), tone);

function progress({ run, mark }: SessionRow): Cell {
  if (run === null || run.state === "queued") return cell("");
  return ago(run.silentMs, mark === "ok" ? "plain" : toneOf[mark]);
}

function context({ session }: SessionRow): Cell {
  const { totalTokens, contextTokens } = session;
  if (totalTokens === null || contextTokens === null || contextTokens === 0) return unknown;
  const share = totalTokens / contextTokens;
  return cell(percent(share), share > 0.9 ? "warn" : "dim");
}

/** A run that failed is over: worth a look, not an alarm. */
const toneIn = ({ mark, failed }: SessionRow): Cell["tone"] => (failed ? "warn" : toneOf[mark]);

/** Runs behind the one that is shown; that of a queued session waits itself. */
function behind({ run }: SessionRow): Cell {
  const runs = run === null ? 0 : run.state === "queued" ? run.queueDepth - 1 : run.queueDepth;
  return cell(runs > 0 ? `+${runs}` : "", "warn");
}

const columns: readonly Column<SessionRow>[] = [
  { head: "", width: 1, cell: (row) => cell(marks[row.mark], toneIn(row)) },
  { head: "state", width: "content", least: 7, cell: (row) => cell(row.words, toneIn(row)) },
  { head: "session", width: "flex", least: 26, cell: (row) => cell(sessionName(row.key), row.run === null ? "plain" : "strong") },
  { head: "age", width: 6, align: "right", cell: (row) => ago(row.ageMs, row.run === null ? "dim" : "plain") },
  { head: "progress", width: 8, align: "right", giveWay: 1, cell: progress },
  {
    head: "behind",
    width: 6,
    align: "right",
    giveWay: 5,
    cell: behind,
  },
  {
    head: "model",
    width: "content",
    most: 28,
    giveWay: 3,
    cell: ({ session }) => (session.model === null ? unknown : cell(session.model, "dim")),
  },
  {
    head: "tokens",
    width: 6,
    align: "right",
    giveWay: 4,
    cell: ({ session }) => (session.totalTokens === null ? unknown : cell(count(session.totalTokens))),
  },
  { head: "ctx", width: 5, align: "right", giveWay: 6, cell: context },
];

/** `5 · 1 stuck · 2 running · 3 queued`; the worst count gives its colour. */
export function sessionTotals({ total, counts }: SessionView): Span {
  const parts = [
    counts.stuck > 0 ? `${counts.stuck} stuck` : "",
    counts.stalled > 0 ? `${counts.stalled} stalled` : "",
    counts.running > 0 ? `${counts.running} running` : "",
    counts.queued > 0 ? `${counts.queued} queued` : "",
  ].filter((part) => part !== "");
  const tone = counts.stuck > 0 ? "bad" : counts.stalled > 0 ? "warn" : "dim";
  return cell([count(total), ...parts].join(" · "), tone);
}

/** Where the selected row stands, found without walking ten thousand keys when nothing was chosen. */
function indexOf(state: State, view: SessionView): number {
  const key = state.view.selected.sessions;
  return key === undefined ? 0 : Math.max(0, view.keys().indexOf(key));
}

export function SessionsPanel({ state, width, height, focused, look }: PanelProps) {
  const view = sessionView(state);
  const old = oldness(state, "sessions");
  const selected = indexOf(state, view);
  const high = innerHeight(height);
  const head = high > 2;
  const filter = panelFilterLines(state.view, "sessions", { shown: view.length, total: view.held }, innerWidth(width));
  const { from, to } = windowOf(view.length, selected, high - (head ? 1 : 0) - filter.length);
  const rows = view.rows(from, to);
  const table = placed(columns, innerWidth(width), rows);
  const body = rows.map((row, index): PanelLine => ({
    spans: faded(tableRow(table, row), old !== null),
    selected: focused && from + index === selected,
    key: row.key,
  }));
  const lines =
    view.held === 0
      ? absence(state, "sessions", "no sessions", width)
      : [...filter, ...(head ? [{ spans: tableHead(table) }] : []), ...body];
  const right = old ?? (view.held === 0 ? null : sessionTotals(view));
  return <Panel title="sessions" right={right} lines={lines} width={width} height={height} focused={focused} look={look} />;
}
