// Queues, lanes and sessions: what waits, what runs too long, what does not move.
import { clockAheadMs } from "../channels/deaf-accounts.ts";
import { current, queuedFact } from "../facts.ts";
import { oldestWaitMs, runProgress, STALLED_MS, STUCK_MS, type RunProgress } from "../stuck.ts";
import type { State } from "../state.ts";
import { age } from "../units.ts";
import type { Check, Finding, Judging, Rule, Threshold } from "./alert.ts";
import { joined, judged, unknown } from "./judged.ts";
import { quoted, quotedFrom, read } from "./read-from.ts";
import { beyond, graded } from "./threshold.ts";

const DEPTH: Threshold = { quantity: "runs waiting in all lanes", unit: "count", warn: null, crit: 100, hysteresis: 0.05 };

function queueDepth(state: State, judging: Judging): Check {
  const queued = queuedFact(state);
  if (!queued) return unknown("queues were not read lately");
  const deep = beyond(queued.value, DEPTH, judging, "all lanes");
  const evidence = [quoted("waiting", String(queued.value), queued)];
  return judged(deep && { subject: "all lanes", message: `${queued.value} waiting`, evidence, severity: deep });
}

const WAIT: Threshold = { quantity: "wait of the oldest run", unit: "s", warn: 60, crit: 300, hysteresis: 0.05 };
/** The log tells of a wait when it is over: it may go on for the next. */
const WAITED_LATELY_MS = 60_000;

/** Where no release tells what waits now: the longest wait that ended lately, by lane. */
function waitsInLog(state: State, judging: Judging): Check {
  const log = current(state, "restartLog");
  if (log.kind !== "ok") return unknown("this release does not tell what waits, and its log was not read lately");
  const now = state.now + clockAheadMs(state);
  const waits = new Map<string, number>();
  for (const note of log.value.work.notes) {
    if (note.of === "lane-wait" && now - note.at < WAITED_LATELY_MS) waits.set(note.lane, Math.max(waits.get(note.lane) ?? 0, note.waitedMs));
  }
  return judged(
    ...[...waits].map(([subject, waitedMs]): Finding | null => {
      const long = beyond(waitedMs / 1_000, WAIT, judging, subject);
      const evidence = [quotedFrom(state, "restartLog", "waited", age(waitedMs))];
      return long && { subject, message: `a run waited ${age(waitedMs)} until it began`, evidence, ...graded(long) };
    }),
  );
}

function queueWait(state: State, judging: Judging): Check {
  const tasks = current(state, "tasks");
  if (tasks.kind === "absent") return waitsInLog(state, judging);
  if (tasks.kind !== "ok") return unknown("tasks were not read lately");
  const waitMs = oldestWaitMs(state) ?? 0;
  const waiting = tasks.value.filter((task) => task.execution === "queued" && task.endedAt === null).length;
  const long = beyond(waitMs / 1_000, WAIT, judging, "runs");
  const evidence = [quotedFrom(state, "tasks", "waiting", String(waiting)), quotedFrom(state, "tasks", "oldest", age(waitMs))];
  return judged(long && { subject: "runs", message: `${waiting} waiting, the oldest for ${age(waitMs)}`, evidence, ...graded(long) });
}

function lanesFull(state: State): Check {
  const reading = current(state, "lanes");
  if (reading.kind !== "ok") return unknown("lanes were not read lately");
  const oldest = oldestWaitMs(state);
  const findings = reading.value.lanes
    .filter((lane) => lane.queued > 0 && lane.limit !== null && lane.active >= lane.limit)
    .map((lane): Finding => {
      const wait = lane.lane === "main" && oldest !== null ? `, the oldest for ${age(oldest)}` : "";
      return { subject: lane.lane, message: `full: ${lane.active}/${lane.limit} active, ${lane.queued} waiting${wait}` };
    });
  return judged(...findings);
}

const isDetectorVerdict = (type: string): boolean => type === "session.stalled" || type === "session.stuck";

/** The gateway's detector repeats a verdict every 30 s and never names the session. */
const DETECTOR_FRESH_MS = 45_000;

/** A key that would need shell quoting of its own is left to the person. */
const abortRemedy = (key: string): { readonly remedy?: string } =>
  /^[\w:./@+-]+$/u.test(key) ? { remedy: `abort the run: openclaw gateway call sessions.abort --params '{"key":"${key}"}'` } : {};

const SILENT: Threshold = {
  quantity: "time without progress of a run",
  unit: "s",
  warn: STALLED_MS / 1_000,
  crit: STUCK_MS / 1_000,
  hysteresis: 0,
};

function silentRun(state: State, run: RunProgress, judging: Judging): Finding | null {
  if (run.state === "queued" || run.silentMs === null) return null;
  const silent = beyond(run.silentMs / 1_000, SILENT, judging, run.key);
  if (silent === null) return null;
  const limitMs = (judging.warn ?? judging.crit ?? 0) * 1_000;
  const behind = run.queueDepth > 0 && `${run.queueDepth} queued behind it`;
  const running = run.ageMs === null ? "" : `, running ${age(run.ageMs)}`;
  return {
    subject: run.key,
    since: state.now - run.silentMs + limitMs,
    ...abortRemedy(run.key),
    repair: { action: "abort", words: "abort its run" },
    message: joined(`${silent === "crit" ? "stuck" : "stalled"}: no progress for ${age(run.silentMs)}${running}`, behind),
    ...graded(silent),
  };
}

function sessionsSilent(state: State, judging: Judging): Check {
  if (current(state, "sessions").kind !== "ok") return unknown("sessions were not read lately");
  // A run's progress is in its task: a session alone only says when it began.
  if (state.snapshot.tasks.kind === "pending" || state.snapshot.tasks.kind === "stale") return unknown("tasks were not read lately");
  const findings = [...runProgress(state).values()].map((run) => silentRun(state, run, judging)).filter((finding) => finding !== null);
  // The detector says it again every 30 s while it is so; a run that ended, or an earlier boot, has no such run any more.
  const running = [...runProgress(state).values()].some((run) => run.state !== "queued");
  if (findings.length > 0 || !running) return judged(...findings);
  const bootAt = state.boots.at(-1)?.at ?? 0;
  const detected = state.traffic?.detector.findLast(
    (record) => isDetectorVerdict(record.type) && record.at > bootAt && state.now - record.at < DETECTOR_FRESH_MS,
  );
  if (!detected) return judged();
  const what = detected.type.replace("session.", "");
  const how = detected.ageMs === null ? "" : `, ${age(detected.ageMs)} old`;
  return judged({
    subject: "a session",
    message: `the gateway's detector says ${what}${how}: ${(detected.reason ?? "no reason").replaceAll("_", " ")}`,
  });
}

const LONG: Threshold = { quantity: "age of a run that makes progress", unit: "s", warn: 1_800, crit: null, hysteresis: 0 };

function sessionsLong(state: State, judging: Judging): Check {
  if (current(state, "sessions").kind !== "ok") return unknown("sessions were not read lately");
  return judged(
    ...[...runProgress(state).values()].map((run): Finding | null => {
      if (run.state !== "running" || run.ageMs === null) return null;
      const long = beyond(run.ageMs / 1_000, LONG, judging, run.key);
      const last = run.silentMs === null ? null : `last progress ${age(run.silentMs)} ago`;
      return (
        long && {
          subject: run.key,
          message: joined(`running for ${age(run.ageMs)}`, last),
          ...abortRemedy(run.key),
          repair: { action: "abort", words: "abort its run, if it goes in circles" },
          ...graded(long),
        }
      );
    }),
  );
}

export const workRules: readonly Rule[] = [
  {
    id: "session-silent",
    topic: "session",
    severity: "warn",
    holdMs: 0,
    clearMs: 3_000,
    reason: "no event, task or message moves it: the gateway's own detector looks for the same, each 30 s, but can go blind",
    remedy: "find the session in openclaw logs (diagnostic lines name it), then abort its run",
    title: "A run does not move",
    threshold: SILENT,
    readFrom: [
      read("event", "agent, task, session.message", "2026.3"),
      read("tasks", "tasks[].execution.lastActivityAt", "2026.6.11"),
      read("sessions", "sessions[].{status,startedAt}", "2026.3"),
      read("restartLog", "[diagnostic] stalled session"),
    ],
    check: sessionsSilent,
  },
  {
    id: "lane-full",
    follows: true,
    topic: "lane",
    severity: "warn",
    holdMs: 30_000,
    clearMs: 10_000,
    reason: "a full lane with work waiting is normal for a moment; half a minute is a queue",
    remedy: "see what fills it (sessions); raise agents.defaults.maxConcurrent if it is honest load",
    title: "A lane is full and work waits",
    readFrom: [read("lanes", "lanes[].{activeCount,queuedCount,maxConcurrent}", "2026.8.1")],
    check: lanesFull,
  },
  {
    id: "queue-depth",
    follows: true,
    topic: "queue",
    severity: "crit",
    holdMs: 5_000,
    clearMs: 10_000,
    reason: "with so many before it, an answer comes too late to matter",
    remedy: "find what blocks the lane (sessions), then abort it or restart",
    title: "Very many runs wait",
    threshold: DEPTH,
    readFrom: [read("lanes", "lanes[].queuedCount, dynamic.queuedCount", "2026.8.1")],
    check: queueDepth,
  },
  {
    id: "queue-wait",
    title: "Work waits long",
    follows: true,
    topic: "queue",
    severity: "warn",
    holdMs: 5_000,
    clearMs: 10_000,
    reason: "who waits a minute before anything begins thinks nobody is there; five minutes are an outage",
    remedy: "see what fills the lane (sessions), then abort it",
    repair: { action: "abort", words: "abort what it waits for" },
    threshold: WAIT,
    readFrom: [
      read("tasks", "tasks[].{createdAt,execution.state}", "2026.6.11"),
      read("restartLog", "[diagnostic] lane wait exceeded: waitedMs"),
    ],
    check: queueWait,
  },
  {
    id: "session-long",
    title: "A run goes on and on",
    topic: "session",
    severity: "warn",
    holdMs: 0,
    clearMs: 3_000,
    reason: "it moves, but half an hour is seldom meant: it may go in circles, and it costs",
    remedy: "look at what it does before it is aborted",
    threshold: LONG,
    readFrom: [read("sessions", "sessions[].startedAt", "2026.3"), read("tasks", "tasks[].startedAt", "2026.6.11")],
    check: sessionsLong,
  },
];
