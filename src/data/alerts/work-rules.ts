// Queues, lanes and sessions.
import { current, queuedFact } from "../facts.ts";
import { oldestWaitMs, runProgress, STALLED_MS, STUCK_MS } from "../stuck.ts";
import type { State } from "../state.ts";
import { age } from "../units.ts";
import type { Check, Finding, Rule } from "./alert.ts";
import { judged, unknown } from "./reach-rules.ts";

const QUEUE_DEPTH = 100;

function queueDepth(state: State): Check {
  const queued = queuedFact(state);
  if (!queued) return unknown("queues were not read lately");
  return judged(queued.value > QUEUE_DEPTH ? { subject: "all lanes", message: `${queued.value} waiting` } : null);
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

function sessionsSilent(state: State): Check {
  if (current(state, "sessions").kind !== "ok") return unknown("sessions were not read lately");
  // A run's progress is in its task: a session alone only says when it began.
  if (state.snapshot.tasks.kind === "pending" || state.snapshot.tasks.kind === "stale") return unknown("tasks were not read lately");
  const findings: Finding[] = [];
  for (const run of runProgress(state).values()) {
    if (run.state !== "stalled" && run.state !== "stuck") continue;
    const behind = run.queueDepth > 0 ? ` · ${run.queueDepth} queued behind it` : "";
    findings.push({
      subject: run.key,
      since: state.now - (run.silentMs ?? 0) + STALLED_MS,
      severity: run.state === "stuck" ? "crit" : "warn",
      ...abortRemedy(run.key),
      repair: { action: "abort", words: "abort its run" },
      message: `${run.state}: no progress for ${age(run.silentMs ?? 0)}${run.ageMs === null ? "" : `, running ${age(run.ageMs)}`}${behind}`,
    });
  }
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

export const workRules: readonly Rule[] = [
  {
    id: "session-silent",
    topic: "session",
    severity: "warn",
    holdMs: 0,
    clearMs: 3_000,
    reason: `stalled after ${age(STALLED_MS)} without progress, stuck after ${age(STUCK_MS)}: the gateway's own detector uses the same ages, but can go blind`,
    remedy: "find the session in openclaw logs (diagnostic lines name it), then abort its run",
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
    check: lanesFull,
  },
  {
    id: "queue-depth",
    follows: true,
    topic: "queue",
    severity: "crit",
    holdMs: 5_000,
    clearMs: 10_000,
    reason: `over ${QUEUE_DEPTH} waiting, answers come too late to matter`,
    remedy: "find what blocks the lane (sessions), then abort it or restart",
    check: queueDepth,
  },
];
