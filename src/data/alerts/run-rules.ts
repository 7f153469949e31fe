// Runs that ended badly, that could not be freed, and what a restart left of them.
import { current } from "../facts.ts";
import type { Session, Task } from "../model/sessions.ts";
import { findSession } from "../session-list.ts";
import type { State } from "../state.ts";
import { age } from "../units.ts";
import { danglingCalls } from "../workload/open-tools.ts";
import { ineffectiveRecoveries } from "../workload/recovery.ts";
import type { Check, Evidence, Finding, Rule } from "./alert.ts";
import { abortRemedy } from "./abort-remedy.ts";
import { joined, judged, unknown } from "./judged.ts";
import { quotedFrom, read } from "./read-from.ts";

/** Longer ago nobody waits for it any more. */
const FAILED_LATELY_MS = 900_000;
const ABORTED_LATELY_MS = 3_600_000;

const NOT_READ = "sessions were not read lately";

type Ended = { readonly failed: readonly Session[]; readonly aborted: readonly Session[]; readonly tombstoned: readonly Session[] };

const endings = new WeakMap<readonly Session[], Ended>();
const badly: ReadonlySet<string | null> = new Set(["failed", "timeout"]);

/** Sorted out once for each list: there may be ten thousand. */
function endedBadly(items: readonly Session[]): Ended {
  const known = endings.get(items);
  if (known !== undefined) return known;
  const made: Ended = {
    failed: items.filter(({ status }) => badly.has(status)),
    aborted: items.filter(({ abortedLastRun, status }) => abortedLastRun === true && status !== "running"),
    tombstoned: items.filter(({ restartRecoveryStatus }) => restartRecoveryStatus === "tombstoned"),
  };
  endings.set(items, made);
  return made;
}

const endOf = ({ endedAt, updatedAt }: Session): number | null => endedAt ?? updatedAt;
const lately = (at: number | null, now: number, withinMs: number): at is number => at !== null && now - at < withinMs;

function failedSession(state: State, session: Session): Finding | null {
  const at = endOf(session);
  if (!lately(at, state.now, FAILED_LATELY_MS)) return null;
  const cause = session.lastRunError ?? (session.status === "timeout" ? "timeout" : null);
  return {
    subject: session.key,
    since: at,
    message: joined(session.status === "timeout" ? "its run timed out" : "its run failed", cause, `${age(state.now - at)} ago`),
    ...(cause === null ? {} : { cause }),
    evidence: [
      quotedFrom(state, "sessions", "status", session.status ?? "not told"),
      quotedFrom(state, "sessions", "model", session.model ?? "not told"),
    ],
  };
}

const failedTask: ReadonlySet<string> = new Set(["failed", "timed_out"]);

/** Of sessions that are not in the list. */
function failedTasks(state: State, items: readonly Session[]): readonly Finding[] {
  const tasks = current(state, "tasks");
  if (tasks.kind !== "ok") return [];
  const recent = tasks.value.filter(({ status, endedAt }: Task) => failedTask.has(status) && lately(endedAt, state.now, FAILED_LATELY_MS));
  if (recent.length === 0) return [];
  const findings = new Map<string, Finding>();
  for (const { id, status, endedAt, sessionKey, childSessionKey } of recent) {
    const subject = childSessionKey ?? sessionKey ?? id;
    if (endedAt === null || findSession(items, subject) !== null) continue;
    const words = status === "timed_out" ? "its run timed out" : "its run failed";
    findings.set(subject, { subject, since: endedAt, message: joined(words, `${age(state.now - endedAt)} ago`) });
  }
  return [...findings.values()];
}

function runFailed(state: State): Check {
  const sessions = current(state, "sessions");
  if (sessions.kind !== "ok") return unknown(NOT_READ);
  const { items } = sessions.value;
  return judged(...endedBadly(items).failed.map((session) => failedSession(state, session)), ...failedTasks(state, items));
}

function runAborted(state: State): Check {
  const sessions = current(state, "sessions");
  if (sessions.kind !== "ok") return unknown(NOT_READ);
  return judged(
    ...endedBadly(sessions.value.items).aborted.map((session): Finding | null => {
      const at = endOf(session);
      return lately(at, state.now, ABORTED_LATELY_MS)
        ? { subject: session.key, since: at, message: `its last run was aborted · ${age(state.now - at)} ago`, cause: "aborted" }
        : null;
    }),
  );
}

function tombstoned(state: State): Check {
  const sessions = current(state, "sessions");
  if (sessions.kind !== "ok") return unknown(NOT_READ);
  return judged(
    ...endedBadly(sessions.value.items).tombstoned.map(({ key }): Finding => ({
      subject: key,
      message: "given up · a restart cut its run, and it was not taken up again",
      cause: "restart",
    })),
  );
}

function recoveryIneffective(state: State): Check {
  if (current(state, "sessions").kind !== "ok") return unknown(NOT_READ);
  const blind = current(state, "restartLog").kind !== "ok" && current(state, "stability").kind !== "ok";
  if (blind) return unknown("neither its log nor the diagnostics ring was read lately");
  return judged(
    ...ineffectiveRecoveries(state).map(({ sessionKey, at, status, action, queued }): Finding => {
      const behind = queued > 0 && `${queued} queued behind it`;
      const told: Evidence = {
        label: "recovery",
        value: joined(status, action),
        source: sessionKey === null ? "diagnostics.stability" : "logs.tail",
        at,
      };
      return {
        subject: sessionKey ?? "a session",
        since: at,
        message: joined(`recovery ${status}, released nothing`, action?.replaceAll("_", " "), behind),
        evidence: [told],
        ...(sessionKey === null ? {} : abortRemedy(sessionKey)),
        repair: sessionKey === null ? RESTART : { action: "abort", words: "abort its run: the gateway could not" },
      };
    }),
  );
}

const RESTART = { action: "restart", words: "restart it: the gateway could not free the session" } as const;

function transcript(state: State): Check {
  if (state.link.phase !== "open" || current(state, "sessions").kind !== "ok")
    return unknown("no event is heard, so no end of a call either");
  return judged(
    ...[...danglingCalls(state)].map(([subject, at]): Finding => ({
      subject,
      since: at,
      message: "perhaps a tool call without a result: its run is over, and no end of the call was seen",
      evidence: [{ label: "the call", value: "began, and was not seen to end", source: "event agent", at }],
    })),
  );
}

export const runRules: readonly Rule[] = [
  {
    id: "recovery-ineffective",
    title: "The gateway could not free a stuck session",
    topic: "session",
    severity: "crit",
    holdMs: 0,
    clearMs: 10_000,
    reason: "the gateway tried, released nothing, and the work still waits: it does not end by itself",
    remedy: "abort its run; if that does not end it, restart the gateway",
    readFrom: [
      read("restartLog", "stuck session recovery outcome: status, released, queuedCount", "2026.5"),
      read("stability", "session.recovery.completed", "2026.5"),
      read("tasks", "tasks[].execution.state", "2026.6.11"),
    ],
    check: recoveryIneffective,
  },
  {
    id: "run-failed",
    title: "A run failed",
    topic: "session",
    severity: "warn",
    holdMs: 0,
    clearMs: 0,
    reason: `somebody got no answer; told for ${age(FAILED_LATELY_MS)}, or until its session runs again`,
    remedy: "see its error: openclaw sessions, openclaw logs",
    readFrom: [
      read("sessions", "sessions[].{status,endedAt}", "2026.3"),
      read("sessions", "sessions[].lastRunError", "2026.9.6"),
      read("tasks", "tasks[].{status,endedAt}", "2026.6.11"),
    ],
    check: runFailed,
  },
  {
    id: "run-aborted",
    title: "A run was aborted",
    topic: "session",
    severity: "info",
    holdMs: 0,
    clearMs: 0,
    reason: `somebody stopped it, or a restart did; told for ${age(ABORTED_LATELY_MS)}`,
    remedy: "ask again if the answer is still wanted",
    readFrom: [read("sessions", "sessions[].abortedLastRun")],
    check: runAborted,
  },
  {
    id: "run-tombstoned",
    title: "A run was given up after a restart",
    topic: "session",
    severity: "warn",
    holdMs: 0,
    clearMs: 0,
    reason: "nobody will answer what was asked there, and the session does not say so",
    remedy: "ask again in that session",
    readFrom: [read("sessions", "sessions[].restartRecoveryStatus", "2026.9.1")],
    check: tombstoned,
  },
  {
    id: "transcript",
    title: "A transcript may hold a tool call without a result",
    topic: "session",
    severity: "warn",
    holdMs: 60_000,
    clearMs: 0,
    reason: "some models refuse such a transcript. No RPC tells it without message text, so this is only what gatetop saw itself",
    remedy: "if its next run fails at once, start the session anew",
    readFrom: [read("event", "agent: item, command_output", "2026.3"), read("sessions", "sessions[].status", "2026.3")],
    check: transcript,
  },
];
