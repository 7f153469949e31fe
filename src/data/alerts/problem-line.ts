// One row of problems in words: the same in the panel, on line 1 and in --json.
import { age } from "../units.ts";
import type { Alert, ProblemRow } from "./alert.ts";
import { joined } from "./judged.ts";
import { alertsOf } from "./problems.ts";
import { flappingWords } from "./turns.ts";

/** `clearedAt`, `unknownWhy`: of all of its alerts. */
export type ProblemLine = Pick<Alert, "id" | "severity" | "topic" | "subject" | "message" | "remedy" | "repair" | "since"> & {
  readonly clearedAt: number | null;
  readonly unknownWhy: string | null;
};

const NAMED = 5;

/** `irc ×20` of accounts of one channel, else `session ×20`. */
function subjectOf(alerts: readonly Alert[], first: Alert): string {
  const channels = new Set(alerts.map(({ subject }) => subject.slice(0, Math.max(0, subject.indexOf("/")))));
  const [channel = ""] = channels;
  return `${first.topic === "channel" && channels.size === 1 && channel !== "" ? channel : first.topic} ×${alerts.length}`;
}

const shortName = (subject: string): string => subject.slice(subject.indexOf("/") + 1);

function names(alerts: readonly Alert[], oneChannel: boolean): string {
  const told = alerts.slice(0, NAMED).map(({ subject }) => (oneChannel ? shortName(subject) : subject));
  const rest = alerts.length - told.length;
  return `${told.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

function groupLine(alerts: readonly [Alert, ...Alert[]], cause: string): ProblemLine {
  const [first] = alerts;
  const gone = alerts.filter(({ clearedAt }) => clearedAt !== null);
  const whole = gone.length === alerts.length;
  const subject = subjectOf(alerts, first);
  // The first clause of a message says what is wrong, the others are of the one account.
  const [what = ""] = first.message.split(" · ");
  const some = gone.length > 0 && !whole && `${gone.length} of ${alerts.length} gone`;
  return {
    ...first,
    subject,
    message: joined(what, what.includes(cause) ? null : cause, some, names(alerts, !subject.startsWith(first.topic))),
    since: Math.min(...alerts.map(({ since }) => since)),
    clearedAt: whole ? Math.max(...gone.map(({ clearedAt }) => clearedAt ?? 0)) : null,
    remedy: alerts.find(({ remedy }) => remedy !== null)?.remedy ?? null,
    repair: alerts.find(({ repair }) => repair !== null)?.repair ?? null,
  };
}

/** A problem that seems gone, or cannot be judged now, says so instead of pretending. */
function told({ message, clearedAt, unknownWhy }: ProblemLine, now: number): string {
  if (clearedAt !== null) return `gone for ${age(now - clearedAt)} · was: ${message}`;
  return unknownWhy === null ? message : `${message} · cannot be judged now: ${unknownWhy}`;
}

export function problemLine(row: ProblemRow, now: number): ProblemLine {
  const alerts = alertsOf(row);
  const line = row.kind === "one" ? row.alert : groupLine(row.alerts, row.cause);
  const flapping = alerts.map((alert) => flappingWords(alert, now)).find((words) => words !== null) ?? null;
  return { ...line, message: joined(flapping, told(line, now)) };
}
