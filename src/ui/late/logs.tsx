// The gateway's log: newest line last, what repeats as one row, boots and what is missing as rules between the rows.
import { bootTimes } from "../../data/logs/boot-times.ts";
import { burstsOf, type Burst } from "../../data/logs/bursts.ts";
import type { LogBook, LogFocus, LogGap, LogLevel } from "../../data/logs/log-book.ts";
import type { LogRow, LogRows } from "../../data/logs/log-rows.ts";
import { rowsOf } from "../../data/logs/view-logs.ts";
import { cell, unknown, type Cell, type Tone } from "../../data/select/cell.ts";
import { wrapped } from "../../data/select/text.ts";
import type { State } from "../../data/state.ts";
import { bytes, count, duration, timeOfDay } from "../../data/units.ts";
import { notYet } from "../parts/absence.ts";
import { filterLines } from "../parts/filter-line.ts";
import { levelLine } from "../parts/level-line.ts";
import { innerHeight, innerWidth, Panel, type PanelLine } from "../parts/panel.tsx";
import { placed, tableRow, type Column, type Placed } from "../parts/table.ts";
import { tallWindow } from "../parts/tall-rows.ts";
import { marks, type Span } from "../theme.ts";
import type { PanelProps } from "../panels/panel-props.ts";

const tones: { readonly [L in LogLevel]: Tone } = {
  plain: "dim",
  trace: "dim",
  debug: "dim",
  info: "plain",
  warn: "warn",
  error: "bad",
  fatal: "bad",
};

const two = (value: number): string => String(value).padStart(2, "0");

function timeWords(at: number, now: number): string {
  const date = new Date(at);
  const time = `${timeOfDay(at)}:${two(date.getSeconds())}`;
  const today = new Date(now).toDateString() === date.toDateString();
  return today ? time : `${two(date.getMonth() + 1)}-${two(date.getDate())} ${time}`;
}

const repeated = ({ count: times, spanMs }: LogRow): string => (times === 1 ? "" : `×${count(times)} in ${duration(spanMs)}`);

const isIn = (bursts: readonly Burst[], { number, firstNumber }: LogRow): boolean =>
  bursts.some(({ from, to }) => number >= from && firstNumber <= to);

const SUBSYSTEM_MOST = 26;
const SUBSYSTEM_SHARE = 0.2;

function columnsFor(state: State, bursts: readonly Burst[], width: number): readonly Column<LogRow>[] {
  const most = Math.max(10, Math.min(SUBSYSTEM_MOST, Math.floor(width * SUBSYSTEM_SHARE)));
  const message: Column<LogRow> = { head: "", width: "flex", least: 16, cell: (row) => cell(row.message, tones[row.level]) };
  return [
    { head: "", width: 1, giveWay: 1, cell: (row) => cell(isIn(bursts, row) ? marks.bad : " ", "bad") },
    { head: "", width: "content", least: 8, cell: ({ at }) => (at === null ? unknown : cell(timeWords(at, state.now), "dim")) },
    { head: "", width: 5, giveWay: 2, cell: ({ level }) => cell(level === "plain" ? "" : level, tones[level]) },
    { head: "", width: "content", least: 8, most, giveWay: 3, cell: ({ subsystem }) => cell(subsystem ?? "", "dim") },
    { head: "", width: "content", most: 14, cell: (row): Cell => cell(repeated(row), "strong") },
    message,
  ];
}

const told = (columns: readonly Column<LogRow>[], rows: readonly LogRow[]): readonly Column<LogRow>[] =>
  columns.filter(({ cell: of, width }) => width !== "content" || rows.some((row) => of(row).text !== ""));

const rule = (words: string, width: number, tone: Tone): PanelLine => ({
  spans: [cell("── ", "dim"), cell(words, tone), cell(` ${"─".repeat(Math.max(0, width - words.length - 4))}`, "dim")],
});

const gapWhy: { readonly [W in LogGap["why"]]: string } = {
  rotated: "the log was rotated",
  truncated: "the log was truncated",
  skipped: "they came too fast",
};

const gapWords = ({ why, bytes: size }: LogGap): string =>
  `lines are missing here: ${gapWhy[why]}${size === null || size === 0 ? "" : ` · ${bytes(size)}`}`;

/** What is drawn between a row and the one before it. */
function rulesBefore(state: State, boots: readonly number[], rows: LogRows, index: number, width: number): readonly PanelLine[] {
  const row = rows.rowAt(index);
  if (row === null) return [];
  const before = rows.rowAt(index - 1);
  const from = before?.firstNumber ?? -Infinity;
  const gaps = state.late.log.gaps.filter((gap) => gap.before > from && gap.before <= row.firstNumber);
  const [since, until] = [before?.firstAt ?? null, row.firstAt];
  const begun = since === null || until === null ? [] : boots.filter((at) => at > since && at <= until);
  return [
    ...gaps.map((gap) => rule(gapWords(gap), width, "warn")),
    ...begun.map((at) => rule(`the gateway started ${timeWords(at, state.now)}`, width, "accent")),
  ];
}

type Drawn = { readonly row: LogRow; readonly rules: readonly PanelLine[]; readonly message: readonly string[] };

function rowLines(
  { row, rules, message }: Drawn,
  table: readonly Placed<LogRow>[],
  selected: boolean,
  width: number,
): readonly PanelLine[] {
  const [first = "", ...more] = message;
  const room = table.at(-1)?.width ?? 0;
  const begin: readonly Span[] = tableRow(table, { ...row, message: first });
  return [
    ...rules,
    { spans: begin, selected, key: row.key },
    ...more.map((text): PanelLine => ({
      spans: [cell(" ".repeat(Math.max(0, width - room))), cell(text, tones[row.level])],
      key: row.key,
    })),
  ];
}

function focusWords({ least, subsystem, session, subject }: LogFocus): string {
  const words = [
    subject === null ? null : subject.words,
    least === "plain" ? null : `${least} and worse`,
    subsystem,
    session === null ? null : `session ${session}`,
  ];
  return words.filter((word) => word !== null).join(" · ");
}

function title(state: State): string {
  const { focus, follow } = state.view.late.logs;
  return ["logs", focusWords(focus), follow ? "following" : ""].filter((word) => word !== "").join(" · ");
}

function right({ late: { log }, view }: State, below: number): Span {
  const newer = below + log.newer;
  if (!view.late.logs.follow && newer > 0) return cell(`+${count(newer)} newer`, "accent");
  const size = log.sizeBytes === null ? "" : ` · ${bytes(log.sizeBytes)}`;
  return cell(log.way === null ? "" : `${count(log.lines)} lines · ${log.way}${size}`, "dim");
}

/** Which of all that narrows the list is in the way, and the key that ends it. */
function noMatchWords({ view }: State): string {
  const { least, subsystem, session, subject } = view.late.logs.focus;
  if (view.boardViews.logs.filter.text !== "") return "no line matches: esc drops the filter";
  if (subject !== null || session !== null) return "no line of these is about it: esc leads back";
  if (subsystem !== null) return "no line is of this subsystem: S shows all again";
  return least === "plain" ? "no line matches" : "no line is that grave: L goes on, and shows all again after error";
}

function nothing(state: State): readonly PanelLine[] {
  const { late, view } = state;
  const { log } = late;

  if (log.why !== null) return wrapped(log.why, Math.max(20, view.columns - 4)).map((line) => ({ spans: [cell(line, "dim")] }));
  if (log.way === null) return [{ spans: [cell(notYet(state), "dim")] }];
  return [{ spans: [cell(log.lines === 0 ? "the log is empty" : noMatchWords(state), "dim")] }];
}

/** Too late for a row: what is missing after the newest one. */
function endGaps({ gaps }: LogBook, last: LogRow | null, width: number): readonly PanelLine[] {
  return gaps.filter(({ before }) => before > (last?.firstNumber ?? -Infinity)).map((gap) => rule(gapWords(gap), width, "warn"));
}

const ROWS_FOR_LEVELS = 9;

export function LogsPanel({ state, width, height, focused, look }: PanelProps) {
  const { log } = state.late;
  const { wrap, follow } = state.view.late.logs;
  const rows = rowsOf(state);
  const inside = innerWidth(width);
  const filter = filterLines(state.view, { shown: rows.matched, total: log.lines, more: rows.unseen > 0 }, inside);
  const levels = innerHeight(height) >= ROWS_FOR_LEVELS && log.lines > 0 ? levelLine(log, state.now, inside, look) : [];
  const why = log.why !== null && log.lines > 0 ? [{ spans: [cell(log.why, "warn")] }] : [];
  const above: readonly PanelLine[] = [...filter, ...(levels.length > 0 ? [{ spans: levels }] : []), ...why];
  const key = state.view.selected.logs;
  const last = rows.length - 1;
  const selected = follow || key === undefined ? last : Math.max(0, rows.indexOf(key));
  const end = selected === last ? endGaps(log, rows.rowAt(last), inside) : [];
  const room = innerHeight(height) - above.length - end.length;
  const [boots, bursts] = [bootTimes(state), burstsOf(log)];
  const near = Array.from({ length: Math.max(0, room * 2) }, (_, index) => rows.rowAt(selected - room + index)).filter(
    (row) => row !== null,
  );
  const table = placed(told(columnsFor(state, bursts, inside), near), inside, near);
  const messageRoom = table.at(-1)?.width ?? inside;
  const visible = tallWindow<Drawn>({
    count: rows.length,
    selected,
    height: room,
    at: (index) => {
      const row = rows.rowAt(index);
      if (row === null) return null;
      const rules = rulesBefore(state, boots, rows, index, inside);
      const message = wrap ? wrapped(row.message, messageRoom) : [row.message];
      return { row: { row, rules, message }, height: rules.length + message.length };
    },
  });
  const body = visible.flatMap((tall) => rowLines(tall.row, table, focused && tall.index === selected, inside));
  const lines = [...above, ...(body.length === 0 ? nothing(state) : body.slice(0, Math.max(1, room))), ...end];
  return (
    <Panel
      title={title(state)}
      right={right(state, last - selected)}
      lines={lines}
      width={width}
      height={height}
      focused={focused}
      look={look}
    />
  );
}
