// The ledger as it is looked at: newest first, gatetop's own actions between the agents', holes where rows were never read.
import { matcherOf, type Matcher } from "../../boards/filter.ts";
import type { JournalEntry } from "../../action/journal.ts";
import type { Activity, ActivityLedger } from "../../model/activity.ts";
import { sessionName } from "../../select/sessions.ts";
import type { State } from "../../state.ts";
import type { RowList } from "../late.ts";
import { dangerousSet, isDangerous } from "./dangerous.ts";
import { holesIn, type Hole } from "./ledger.ts";
import { endingOf, operatorWords, ownActions, requestWords, type OwnAction } from "./own-actions.ts";
import { notesOf, statusOf, whatOf } from "./words.ts";

export type AuditRow =
  | {
      readonly row: "activity";
      readonly key: string;
      readonly at: number;
      readonly activity: Activity;
      readonly dangerous: boolean;
      readonly tookMs: number | null;
    }
  | { readonly row: "own"; readonly key: string; readonly at: number; readonly action: OwnAction }
  | { readonly row: "hole"; readonly key: string; readonly at: number; readonly hole: Hole };

export type AuditList = RowList & {
  readonly rows: readonly AuditRow[];
  /** Rows held and rows that pass the filter, holes not among them. */
  readonly held: number;
  readonly shown: number;
  readonly dangerous: number;
};

const stepOf = ({ runId, callId }: Activity): string | null => (runId === null ? null : `${runId} ${callId ?? ""}`);

/** From the beginning of a run or a tool call to its end, where both were read and the ledger does not say it itself. */
function tookOf(rows: readonly Activity[]): ReadonlyMap<number, number> {
  const began = new Map<string, number>();
  const took = new Map<number, number>();
  for (const row of rows.toReversed()) {
    const step = stepOf(row);
    if (step === null || row.durationMs !== null) continue;
    if (row.status === "started") began.set(step, row.at);
    else if (row.action.endsWith(".finished")) {
      const since = began.get(step);
      if (since !== undefined && row.at >= since) took.set(row.sequence, row.at - since);
    }
  }
  return took;
}

const newestFirst = (a: AuditRow, b: AuditRow): number => b.at - a.at || sequenceOf(b) - sequenceOf(a);
/** At the same moment: a hole below the row it is below of, an action of ours above all. */
const sequenceOf = (row: AuditRow): number =>
  row.row === "activity" ? row.activity.sequence : row.row === "hole" ? row.hole.above - 0.5 : Infinity;

function allRows(ledger: ActivityLedger, journal: readonly JournalEntry[], dangerous: ReadonlySet<string>): readonly AuditRow[] {
  const took = tookOf(ledger.rows);
  const at = new Map(ledger.rows.map((row) => [row.sequence, row.at]));
  const activity = ledger.rows.map((row): AuditRow => ({
    row: "activity",
    key: String(row.sequence),
    at: row.at,
    activity: row,
    dangerous: isDangerous(row, dangerous),
    tookMs: row.durationMs ?? took.get(row.sequence) ?? null,
  }));
  const holes = holesIn(ledger).map((hole): AuditRow => ({ row: "hole", key: `h:${hole.above}`, at: at.get(hole.above) ?? 0, hole }));
  const own = ownActions(journal).map((action): AuditRow => ({ row: "own", key: action.key, at: action.first.at, action }));
  return [...activity, ...holes, ...own].toSorted(newestFirst);
}

/** What a filter looks at: the row as it is drawn, and the ids behind it. */
function textOf(row: AuditRow): string {
  if (row.row === "hole") return "";
  if (row.row === "own")
    return `${requestWords(row.action.first.request)} ${operatorWords(row.action)} gatetop ${endingOf(row.action).text}`;
  const { activity, dangerous } = row;
  const { agent, sessionKey, runId, type } = activity;
  const session = sessionKey === null ? "" : `${sessionName(sessionKey)} ${sessionKey}`;
  return [whatOf(activity), type, statusOf(activity), notesOf(activity, dangerous), agent ?? "", session, runId ?? ""].join(" ");
}

const passes = (row: AuditRow, matcher: Matcher, dangerousOnly: boolean): boolean =>
  row.row === "hole" || ((!dangerousOnly || (row.row === "activity" && row.dangerous)) && (matcher.all || matcher.matches(textOf(row))));

type Given = readonly [ActivityLedger["rows"], ActivityLedger["spans"], readonly JournalEntry[], ReadonlySet<string>];
let all: { readonly given: Given; readonly rows: readonly AuditRow[] } | null = null;

/** Whatever the filter says. Keys and the clock change nothing of it. */
export function everyRow(state: State): readonly AuditRow[] {
  const { activity, journal } = state.late;
  const dangerous = dangerousSet(state.settings);
  const given: Given = [activity.rows, activity.spans, journal, dangerous];
  if (all === null || given.some((part, index) => part !== all?.given[index])) all = { given, rows: allRows(activity, journal, dangerous) };
  return all.rows;
}

type Seen = { readonly rows: readonly AuditRow[]; readonly matcher: Matcher; readonly dangerousOnly: boolean; readonly list: AuditList };
let seen: Seen | null = null;

const isRow = ({ row }: AuditRow): boolean => row !== "hole";

function listOf(rows: readonly AuditRow[], matcher: Matcher, dangerousOnly: boolean): AuditList {
  const shown = matcher.all && !dangerousOnly ? rows : rows.filter((row) => passes(row, matcher, dangerousOnly));
  const places = new Map(shown.map(({ key }, index) => [key, index]));
  return {
    rows: shown,
    held: rows.filter(isRow).length,
    shown: shown.filter(isRow).length,
    dangerous: rows.filter((row) => row.row === "activity" && row.dangerous).length,
    length: shown.length,
    keyAt: (index) => shown[index]?.key,
    indexOf: (key) => places.get(key) ?? -1,
  };
}

export function auditList(state: State): AuditList {
  const rows = everyRow(state);
  const matcher = matcherOf(state.view.boardViews.audit.filter.text);
  const { dangerousOnly } = state.view.late.audit;
  if (seen === null || seen.rows !== rows || seen.matcher !== matcher || seen.dangerousOnly !== dangerousOnly) {
    seen = { rows, matcher, dangerousOnly, list: listOf(rows, matcher, dangerousOnly) };
  }
  return seen.list;
}
