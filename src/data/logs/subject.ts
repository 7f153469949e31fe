// What a row is about, as a pattern over the log and a moment in it.
import type { Alert } from "../alerts/alert.ts";
import { alertsOf, problemRows } from "../alerts/problems.ts";
import { focused } from "../focus.ts";
import { lastValue } from "../reading.ts";
import { chosenKey, isEarly, lateBoardOf } from "../select/rows.ts";
import type { EarlyPanelId, State } from "../state.ts";
import type { LogFocus } from "./log-book.ts";

export type LogSubject = NonNullable<LogFocus["subject"]>;

const literal = (text: string): string => text.replace(/[$()*+.?[\\\]^{|}/]/gu, String.raw`\$&`);

/** Everything, at a moment. */
const moment = (words: string, at: number | null): LogSubject => ({ words, pattern: "", at });

const RUNS_MOST = 50;

/** Many lines name a session by its id alone, or one of its runs. */
function idsOf({ snapshot }: State, key: string): readonly string[] {
  const id = lastValue(snapshot.sessions)?.items.find((session) => session.key === key)?.sessionId ?? null;
  const runs = (lastValue(snapshot.tasks) ?? []).flatMap((task) => (task.sessionKey === key && task.runId !== null ? [task.runId] : []));
  return [...(id === null ? [] : [id]), ...new Set(runs.slice(-RUNS_MOST))];
}

/** Its key, and not that of another which goes on after it. */
function ofSession(state: State, key: string, at: number | null): LogSubject {
  const pattern = [`${literal(key)}(?![\\w-]|:\\w)`, ...idsOf(state, key).map(literal)].join("|");
  return { words: `session ${key}`, pattern, at };
}

/** Lines of the channel that name the account, and those that name none. */
function ofAccount(key: string, at: number | null): LogSubject {
  const [channel = key, account] = key.split("/");
  const own = `channels/${literal(channel)} `;
  const named = account === undefined ? own : `${own}.*\\[${literal(account)}\\]|${own}(?!.*\\[)`;
  return { words: key, pattern: `${named}|${literal(key)}`, at };
}

const ofLane = (lane: string, at: number | null): LogSubject => ({ words: `lane ${lane}`, pattern: `lane=${literal(lane)}(?![\\w-])`, at });

function ofAlert(state: State, { topic, subject, since, message }: Alert): LogSubject {
  if (topic === "channel" && subject.includes("/")) return ofAccount(subject, since);
  if (topic === "session") return ofSession(state, subject, since);
  if (topic === "lane") return ofLane(subject, since);
  return moment(message, since);
}

function ofProblem(state: State): LogSubject {
  const key = chosenKey(state, "problems");
  const row = problemRows(state).find((one) => one.key === key);
  if (row === undefined) return moment("everything", null);
  const [first, ...rest] = alertsOf(row);
  if (rest.length === 0 || first.topic !== "channel") return ofAlert(state, first);
  const channel = first.subject.split("/")[0] ?? first.subject;
  const at = Math.min(...alertsOf(row).map(({ since }) => since));
  return ofAccount(channel, at);
}

type Rows = (state: State, key: string) => LogSubject;

const early: { readonly [P in EarlyPanelId]: Rows | null } = {
  problems: ofProblem,
  gateway: null,
  charts: null,
  channels: (_, key) => ofAccount(key, null),
  queues: (_, key) => ofLane(key, null),
  sessions: (state, key) => ofSession(state, key, null),
};

const MOMENTS = ["at", "occurredAt", "startedAt", "ts"] as const;

/** A row of a late board tells by its own fields what it is about. */
function ofValue(state: State, row: unknown): LogSubject {
  const fields = (typeof row === "object" && row !== null ? row : {}) as Readonly<Record<string, unknown>>;
  const text = (name: string): string | null => (typeof fields[name] === "string" && fields[name] !== "" ? fields[name] : null);
  const at = MOMENTS.map((name) => fields[name]).find((value): value is number => typeof value === "number") ?? null;
  const [session, run, channel, account] = [text("sessionKey"), text("runId"), text("channel"), text("accountId") ?? text("account")];
  if (run !== null) return { words: `run ${run}`, pattern: session === null ? literal(run) : `${literal(run)}|${literal(session)}`, at };
  if (session !== null) return ofSession(state, session, at);
  if (channel !== null) return ofAccount(account === null ? channel : `${channel}/${account}`, at);
  const lane = text("lane") ?? text("queue");
  return lane === null ? moment("this moment", at) : ofLane(lane, at);
}

/** Of the row that keys act on; everything when it is about nothing the log would name. */
export function subjectOf(state: State): LogSubject {
  const panel = focused(state.view);
  if (!isEarly(panel)) return ofValue(state, lateBoardOf(state.view.board)?.copied(state, panel) ?? null);
  const key = chosenKey(state, panel);
  const rows = early[panel];
  return rows === null || key === null ? moment("everything", null) : rows(state, key);
}
