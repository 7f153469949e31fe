// The audit ledger, newest first: what agents did, what gatetop did here between it, and where rows were not read.
import { auditList, type AuditList, type AuditRow } from "../../data/late/audit/audit-rows.ts";
import { holeWords } from "../../data/late/audit/details.ts";
import { olderFrom } from "../../data/late/audit/ledger.ts";
import { endingOf, operatorWords, requestWords } from "../../data/late/audit/own-actions.ts";
import { markOf, momentWords, notesOf, statusOf, whatOf } from "../../data/late/audit/words.ts";
import { lastValue } from "../../data/reading.ts";
import { cell, toneOf, type Cell, type Mark } from "../../data/select/cell.ts";
import { oldness } from "../../data/select/known.ts";
import { selectedIndex } from "../../data/select/rows.ts";
import { sessionName } from "../../data/select/sessions.ts";
import { settled, widthOf } from "../../data/select/text.ts";
import type { State } from "../../data/state.ts";
import { count, duration } from "../../data/units.ts";
import { absence, faded } from "../parts/absence.ts";
import { filterLines } from "../parts/filter-line.ts";
import { innerHeight, innerWidth, Panel, type PanelLine } from "../parts/panel.tsx";
import { placed, tableHead, tableRow, windowOf, type Column } from "../parts/table.ts";
import type { PanelProps } from "../panels/panel-props.ts";
import { marks } from "../theme.ts";

type Told = Exclude<AuditRow, { row: "hole" }>;
const isTold = (row: AuditRow): row is Told => row.row !== "hole";

const NOTES_MOST = 44;
/** Where there is hardly room, what happened comes before of whom. */
const NARROW = 60;

const rowMark = (row: Told): Mark => (row.row === "own" ? endingOf(row.action).mark : markOf(row.activity, row.dangerous));
const what = (row: Told): Cell =>
  row.row === "own"
    ? cell(requestWords(row.action.first.request), "accent")
    : cell(whatOf(row.activity), row.dangerous ? "warn" : row.activity.tool === null ? "plain" : "strong");

/** How an action of ours ended is said in its sentence. */
const status = (row: Told): Cell =>
  row.row === "own"
    ? cell("gatetop", "accent")
    : cell(
        statusOf(row.activity),
        row.activity.status === "succeeded" || row.activity.status === "started" ? "dim" : toneOf[markOf(row.activity, false)],
      );

const session = (row: Told): Cell =>
  row.row === "own"
    ? cell(operatorWords(row.action))
    : cell(row.activity.sessionKey === null ? (row.activity.agent ?? "") : sessionName(row.activity.sessionKey));

function took(row: Told): Cell {
  const ms = row.row === "own" ? endingOf(row.action).tookMs : row.tookMs;
  return cell(ms === null ? "" : duration(ms), "dim");
}

function notes(row: Told): Cell {
  if (row.row === "own") return cell(endingOf(row.action).text, toneOf[endingOf(row.action).mark]);
  const mark = markOf(row.activity, row.dangerous);
  return cell(notesOf(row.activity, row.dangerous), mark === "none" ? "dim" : toneOf[mark]);
}

/** Room for what is to be known, as far as there is something. */
const notesLeast = (rows: readonly Told[], width: number): number =>
  rows.reduce((room, row) => Math.max(room, Math.min(NOTES_MOST, Math.floor(width * 0.3), widthOf(settled(notes(row).text)))), 8);

function columnsFor(state: State, rows: readonly Told[], width: number): readonly Column<Told>[] {
  return [
    { head: "", width: 1, cell: (row) => cell(marks[rowMark(row)], toneOf[rowMark(row)]) },
    { head: "time", width: "content", least: 8, cell: ({ at }) => cell(momentWords(at, state.now), "dim") },
    { head: "what", width: "content", least: width < NARROW ? 8 : 12, most: 26, cell: what },
    { head: "status", width: "content", least: 9, most: 12, giveWay: 3, cell: status },
    { head: "session or who", width: "content", least: 12, most: 38, giveWay: 2, cell: session },
    { head: "took", width: "content", least: 6, align: "right", giveWay: 4, cell: took },
    { head: "what to know", width: "flex", least: notesLeast(rows, width), giveWay: 1, cell: notes },
  ];
}

/** `at most 51 rows were not read here: n reads them` */
const holeSpans = (row: Extract<AuditRow, { row: "hole" }>): Cell =>
  cell(`${marks.warn} ${holeWords(row.hole)}: n reads on from above`, "warn");

/** `412 rows · 7 dangerous · more with n` */
function corner(state: State, list: AuditList): Cell | null {
  const { activity } = state.late;
  if (activity.asking) return cell("asking for older rows", "accent");
  if (list.held === 0) return null;
  const older = olderFrom(activity) === null ? "" : " · older with n";
  const messages = activity.method === "audit.list" ? " · no messages: this release does not keep them" : "";
  return cell(`${count(list.held)} rows${list.dangerous === 0 ? "" : ` · ${count(list.dangerous)} dangerous`}${messages}${older}`, "dim");
}

function nothing(state: State, list: AuditList, width: number): readonly PanelLine[] {
  if (lastValue(state.snapshot.activity) === null && list.held === 0) return absence(state, "activity", "", width);
  if (list.held === 0) return [{ spans: [cell("the ledger is empty: no agent ran yet", "dim")] }];
  return [{ spans: [cell(state.view.late.audit.dangerousOnly ? "no dangerous tool was used in what was read" : "no row matches", "dim")] }];
}

/** The ledger cannot be read, and our own actions are shown all the same. */
function missing({ snapshot }: State, list: AuditList): readonly PanelLine[] {
  return snapshot.activity.kind === "absent" && list.held > 0 ? [{ spans: [cell(`– ${snapshot.activity.why}`, "dim")] }] : [];
}

export function ActivityPanel({ state, width, height, focused, look }: PanelProps) {
  const list = auditList(state);
  const old = oldness(state, "activity");
  const selected = selectedIndex(state, "activity", list);
  const inside = innerWidth(width);
  const high = innerHeight(height);
  const above = [...filterLines(state.view, { shown: list.shown, total: list.held }, inside), ...missing(state, list)];
  const head = high > above.length + 1;
  const { from, to } = windowOf(list.length, selected, high - above.length - (head ? 1 : 0));
  const seen = list.rows.slice(from, to);
  const told = seen.filter(isTold);
  const table = placed(columnsFor(state, told, inside), inside, told);
  const body = seen.map((row, index): PanelLine => ({
    spans: isTold(row) ? faded(tableRow(table, row), old !== null && row.row === "activity") : [holeSpans(row)],
    selected: focused && from + index === selected,
    key: row.key,
  }));
  const lines = [
    ...above,
    ...(body.length === 0 ? nothing(state, list, width) : [...(head ? [{ spans: tableHead(table) }] : []), ...body]),
  ];
  const title = state.view.late.audit.dangerousOnly ? "activity · dangerous tools only" : "activity";
  const right = old ?? corner(state, list);
  return <Panel title={title} right={right} lines={lines} width={width} height={height} focused={focused} look={look} />;
}
