// Queues and lanes: what waits, and for how long.
import { clockAheadMs } from "../channels/deaf-accounts.ts";
import { current, queuedFact } from "../facts.ts";
import type { Lane } from "../model/gateway.ts";
import type { Sample } from "../series.ts";
import type { State } from "../state.ts";
import { oldestWaitMs } from "../stuck.ts";
import { age } from "../units.ts";
import { growthPerMinute } from "../workload/lane-queues.ts";
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
    if (note.of === "lane-wait" && now - note.at < WAITED_LATELY_MS)
      waits.set(note.lane, Math.max(waits.get(note.lane) ?? 0, note.waitedMs));
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
  const since = state.now - waitMs + (judging.warn ?? judging.crit ?? 0) * 1_000;
  return judged(
    long && { subject: "runs", since, message: `${waiting} waiting, the oldest for ${age(waitMs)}`, evidence, ...graded(long) },
  );
}

/** So long a queue may grow before it is called an outage. */
const GROWS_MS = 120_000;

/** More waits than two minutes ago, and it never was less in between. */
function keepsGrowing(samples: readonly Sample[], now: number): boolean {
  const begin = samples.findLast(({ at }) => now - at >= GROWS_MS);
  const last = samples.at(-1);
  if (begin === undefined || last === undefined || last.value <= begin.value) return false;
  return samples.every(({ at, value }) => at < begin.at || value >= begin.value);
}

function fullLane(state: State, { lane, active, limit, queued }: Lane): Finding {
  const oldest = lane === "main" ? oldestWaitMs(state) : null;
  const samples = state.laneQueues.get(lane) ?? [];
  const growth = growthPerMinute(samples, state.now);
  const wait = oldest === null ? "" : `, the oldest for ${age(oldest)}`;
  const grows = growth !== null && growth > 0 && `+${growth.toFixed(1)} a minute`;
  return {
    subject: lane,
    message: joined(`full: ${active}/${limit} active, ${queued} waiting${wait}`, grows),
    evidence: [quotedFrom(state, "lanes", "active", `${active} of ${limit}`), quotedFrom(state, "lanes", "waiting", String(queued))],
    ...(keepsGrowing(samples, state.now) ? { severity: "crit" as const } : {}),
  };
}

function lanesFull(state: State): Check {
  const reading = current(state, "lanes");
  if (reading.kind !== "ok") return unknown("lanes were not read lately");
  const full = reading.value.lanes.filter((lane) => lane.queued > 0 && lane.limit !== null && lane.active >= lane.limit);
  return judged(...full.map((lane) => fullLane(state, lane)));
}

export const queueRules: readonly Rule[] = [
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
];
