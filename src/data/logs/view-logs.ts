// What keys do on the logs board.
import { led } from "../trail.ts";
import { bootTimes } from "./boot-times.ts";
import { burstsOf } from "./bursts.ts";
import { firstSince, lineAt, newestLine, oldestTime } from "./line-at.ts";
import { logLevels, everyLine, type LogFocus, type LogLevel } from "./log-book.ts";
import { logRows, type LogRow, type LogRows } from "./log-rows.ts";
import { askedOf, type Asked } from "./matches.ts";
import { subjectOf } from "./subject.ts";
import type { LateView, LogSeek } from "../late/late-state.ts";
import type { State } from "../state.ts";
import { openedBoard } from "../view-boards.ts";

/** Nearer than this a moment is now. */
const NOW_MS = 5_000;

type LogsView = LateView["logs"];

const withLogs = (state: State, logs: Partial<LogsView>): State => ({
  ...state,
  view: { ...state.view, late: { ...state.view.late, logs: { ...state.view.late.logs, ...logs } } },
});

const selecting = (state: State, number: number | null): State =>
  number === null ? state : { ...state, view: { ...state.view, selected: { ...state.view.selected, logs: String(number) } } };

const said = (state: State, text: string): State => ({ ...state, note: { at: state.now, text, tone: "plain" } });

export function askedIn({ view }: State): Asked {
  const { focus, fold } = view.late.logs;
  return askedOf(view.boardViews.logs.filter.text, focus, fold);
}

export const rowsOf = (state: State): LogRows => logRows(state.late.log, askedIn(state));

/** The row keys act on; null: there is none. */
export function chosenRow(state: State): LogRow | null {
  const rows = rowsOf(state);
  const key = state.view.selected.logs;
  return rows.rowAt(key === undefined ? rows.length - 1 : Math.max(0, rows.indexOf(key)));
}

const chosenNumber = ({ view, late }: State): number | null => {
  const key = view.selected.logs;
  return key === undefined ? newestLine(late.log) : Number(key);
};

/** The newest line in sight, where the person follows. */
export const followed = (state: State): State => (state.view.late.logs.follow ? selecting(state, newestLine(state.late.log)) : state);

export const toggledFollow = (state: State): State => followed(withLogs(state, { follow: !state.view.late.logs.follow, seek: null }));

/** Moving up leaves the newest line, reaching it again returns to it. */
export function moved(_: State, after: State): State {
  const rows = rowsOf(after);
  const key = after.view.selected.logs;
  const follow = key === undefined || rows.indexOf(key) >= rows.length - 1;
  return followed(withLogs(after, { follow, seek: null }));
}

/** Is the moment between the lines that are held? */
export function holdsMoment({ late: { log } }: State, at: number): boolean {
  const oldest = oldestTime(log);
  return oldest !== null && oldest <= at;
}

function numberAt(state: State, { at, side }: LogSeek): number | null {
  const { log } = state.late;
  const since = firstSince(log, at);
  if (side === "before") return since === null ? newestLine(log) : since - 1;
  if (since === null) return newestLine(log);
  const rows = rowsOf(state);
  const index = Math.max(0, rows.indexOf(String(since)));
  const key = rows.keyAt(index);
  // Rows that do not match are not there: the next one that does.
  return key !== undefined && Number(key) < since ? Number(rows.keyAt(index + 1) ?? key) : since;
}

/** `whole`: nothing older will come. */
export function sought(state: State): State {
  const { seek } = state.view.late.logs;
  const { log } = state.late;
  if (seek === null || log.lines === 0) return state;
  if (!holdsMoment(state, seek.at) && log.olderThere) return state;
  return withLogs(selecting(state, numberAt(state, seek)), { seek: null });
}

export function logsOf(state: State): State {
  const subject = subjectOf(state);
  const there = openedBoard(state, "logs");
  if (there.view.board !== "logs") return there;
  const at = subject.at;
  const follow = at === null || state.now - at < NOW_MS;
  const seek: LogSeek | null = follow || at === null ? null : { at, side: "from" };
  const shown = withLogs(led(state, there), { focus: { ...everyLine, subject }, follow, seek });
  return follow ? followed(shown) : sought(shown);
}

export function beforeRestart(state: State): State {
  const number = chosenNumber(state);
  const here = state.view.late.logs.follow || number === null ? null : (lineAt(state.late.log, number)?.at ?? null);
  const boot = bootTimes(state).findLast((at) => here === null || at <= here);
  if (boot === undefined)
    return said(state, here === null ? "no start of the gateway is known" : "no earlier start of the gateway is known");
  return sought(withLogs(state, { follow: false, seek: { at: boot, side: "before" } }));
}

const steps: readonly LogLevel[] = logLevels.filter((level) => level !== "fatal");

const focusedOn = (state: State, focus: Partial<LogFocus>): State =>
  followed(withLogs(state, { focus: { ...state.view.late.logs.focus, ...focus } }));

export function nextLevel(state: State): State {
  const { least } = state.view.late.logs.focus;
  return focusedOn(state, { least: steps[(steps.indexOf(least) + 1) % steps.length] ?? "plain" });
}

export function toggledSubsystem(state: State): State {
  if (state.view.late.logs.focus.subsystem !== null) return focusedOn(state, { subsystem: null });
  const subsystem = chosenRow(state)?.subsystem ?? null;
  return subsystem === null ? said(state, "this line names no subsystem") : focusedOn(state, { subsystem });
}

export const toggledWrap = (state: State): State => withLogs(state, { wrap: !state.view.late.logs.wrap });
export const toggledFold = (state: State): State => withLogs(state, { fold: !state.view.late.logs.fold });

export function toBurst(state: State, side: "next" | "previous"): State {
  const bursts = burstsOf(state.late.log);
  const number = chosenNumber(state) ?? 0;
  const burst = side === "next" ? bursts.find(({ from }) => from > number) : bursts.findLast(({ from }) => from < number);
  if (burst === undefined) return said(state, bursts.length === 0 ? "no burst of errors in these lines" : `no ${side} burst of errors`);
  return withLogs(selecting(state, burst.from), { follow: false, seek: null });
}

/** Beside the text filter, and beside what `l` was pressed on where esc leads back to it. */
export function narrowed({ view }: State): boolean {
  const { least, subsystem, session, subject } = view.late.logs.focus;
  return least !== "plain" || subsystem !== null || session !== null || (subject !== null && view.trail.length === 0);
}

export function unfocused(state: State): State {
  const { subject } = state.view.late.logs.focus;
  return focusedOn(state, { ...everyLine, subject: state.view.trail.length === 0 ? null : subject });
}
