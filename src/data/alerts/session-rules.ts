// Runs of sessions: what does not move, and what goes on for too long.
import { clockAheadMs } from "../channels/deaf-accounts.ts";
import { current } from "../facts.ts";
import type { State } from "../state.ts";
import { runProgress, STALLED_MS, STUCK_MS, type RunProgress } from "../stuck.ts";
import { age } from "../units.ts";
import { bootOf, detectorLines, type DetectorLine } from "../workload/detector-lines.ts";
import { abortRemedy } from "./abort-remedy.ts";
import type { Check, Evidence, Finding, Judging, Rule, Threshold } from "./alert.ts";
import { joined, judged, unknown } from "./judged.ts";
import { quotedFrom, read } from "./read-from.ts";
import { beyond, graded } from "./threshold.ts";

const isDetectorVerdict = (type: string): boolean => type === "session.stalled" || type === "session.stuck";

/** The gateway's detector repeats a verdict every 30 s and never names the session. */
const DETECTOR_FRESH_MS = 45_000;

const SILENT: Threshold = {
  quantity: "time without progress of a run",
  unit: "s",
  warn: STALLED_MS / 1_000,
  crit: STUCK_MS / 1_000,
  hysteresis: 0,
};

const plain = (word: string | null): string => (word ?? "no reason").replaceAll("_", " ");

const evidenceOf = (line: DetectorLine | undefined): readonly Evidence[] =>
  line === undefined
    ? []
    : [
        {
          label: "its detector",
          value: joined(line.verdict, plain(line.reason), line.recovery && `recovery ${line.recovery}`),
          source: "logs.tail",
          at: line.at,
        },
      ];

function silentRun(state: State, run: RunProgress, judging: Judging): Finding | null {
  if (run.state === "queued" || run.silentMs === null) return null;
  const silent = beyond(run.silentMs / 1_000, SILENT, judging, run.key);
  if (silent === null) return null;
  const limitMs = (judging.warn ?? judging.crit ?? 0) * 1_000;
  const line = detectorLines(state).get(run.key);
  const behind = run.queueDepth > 0 && `${run.queueDepth} queued behind it`;
  const running = run.ageMs === null ? "" : `, running ${age(run.ageMs)}`;
  return {
    subject: run.key,
    since: state.now - run.silentMs + limitMs,
    ...abortRemedy(run.key),
    repair: ABORT,
    message: joined(`${silent === "crit" ? "stuck" : "stalled"}: no progress for ${age(run.silentMs)}${running}`, behind),
    evidence: [...evidenceOf(line), quotedFrom(state, "tasks", "last progress", `${age(run.silentMs)} ago`)],
    ...graded(silent),
  };
}

const ABORT = { action: "abort", words: "abort its run" } as const;

/** What our own watching takes for progress: the gateway, which sees more, says it is none. */
function byDetector(state: State, run: RunProgress): Finding | null {
  const line = detectorLines(state).get(run.key);
  if (run.state === "queued" || line === undefined || line.verdict === "long-running") return null;
  const old = line.ageMs === null ? "" : `, ${age(line.ageMs)} old`;
  return {
    subject: run.key,
    message: `the gateway's detector says ${line.verdict}${old}: ${plain(line.reason)}`,
    ...abortRemedy(run.key),
    repair: ABORT,
    evidence: evidenceOf(line),
  };
}

/** The detector says it again every 30 s while it is so; a run that ended, or an earlier boot, has no such run any more. */
function byRing(state: State): Finding | null {
  const now = state.now + clockAheadMs(state);
  const detected = state.traffic?.detector.findLast(
    (record) => isDetectorVerdict(record.type) && record.at > bootOf(state) && now - record.at < DETECTOR_FRESH_MS,
  );
  if (!detected) return null;
  const what = detected.type.replace("session.", "");
  const how = detected.ageMs === null ? "" : `, ${age(detected.ageMs)} old`;
  return { subject: "a session", message: `the gateway's detector says ${what}${how}: ${plain(detected.reason)}` };
}

function sessionsSilent(state: State, judging: Judging): Check {
  if (current(state, "sessions").kind !== "ok") return unknown("sessions were not read lately");
  // A run's progress is in its task: a session alone only says when it began.
  if (state.snapshot.tasks.kind === "pending" || state.snapshot.tasks.kind === "stale") return unknown("tasks were not read lately");
  const runs = [...runProgress(state).values()];
  const findings = runs.map((run) => silentRun(state, run, judging) ?? byDetector(state, run)).filter((finding) => finding !== null);
  const running = runs.some((run) => run.state !== "queued");
  return findings.length > 0 || !running ? judged(...findings) : judged(byRing(state));
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

export const sessionRules: readonly Rule[] = [
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
