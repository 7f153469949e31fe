// RPC tasks.list and event task.
import { lastProgress } from "../happenings.ts";
import { runId, taskId, taskTitle } from "../identity.ts";
import { runsBetween, runState, type Run } from "../runs.ts";
import type { World } from "../world.ts";

type Fields = Readonly<Record<string, unknown>>;

const historyMs = 600_000;
const listed = 100;

const aborted = "This operation was aborted | 20";

/** A run an operator ended is cancelled, one a restart ended has failed. */
function outcome(run: Run): string {
  if (run.cut === "abort") return "cancelled";
  return run.failed === null && run.cut === null ? "completed" : "failed";
}

export function task(world: World, run: Run): Fields {
  const state = runState(run, world.elapsedMs);
  const key = run.session.key;
  const startedAt = run.startedAt !== null && run.startedAt <= world.elapsedMs ? run.startedAt : run.createdAt;
  const endedAt = state === "finished" ? run.endedAt : null;
  const runtime = run.session.lane === "cron" ? "cron" : "cli";
  const error = run.cut === null ? run.failed : aborted;
  return {
    id: taskId(run),
    taskId: taskId(run),
    kind: runtime,
    runtime,
    // As the real one: "running" also while it only waits; `execution` tells.
    status: state === "finished" ? outcome(run) : "running",
    execution: { state, ...(state === "running" ? { lastActivityAt: world.epoch(lastProgress(run, world.elapsedMs)) } : {}) },
    title: taskTitle(run),
    agentId: run.session.agent,
    sessionKey: key,
    childSessionKey: key,
    hasTranscript: true,
    ownerKey: key,
    runId: runId(run),
    sourceId: runId(run),
    createdAt: world.epoch(run.createdAt),
    updatedAt: world.epoch(endedAt ?? (state === "running" ? lastProgress(run, world.elapsedMs) : run.createdAt)),
    startedAt: world.epoch(startedAt),
    ...(endedAt === null ? {} : { endedAt: world.epoch(endedAt), terminalSummary: error ?? "completed" }),
    ...(endedAt === null || error === null ? {} : { error }),
    deliveryStatus: "not_applicable",
  };
}

export function tasksList(world: World): unknown {
  const runs = world.scenario.sessions.flatMap((session) => runsBetween(session, world.elapsedMs - historyMs, world.elapsedMs));
  return {
    tasks: runs
      .toSorted((a, b) => b.createdAt - a.createdAt)
      .slice(0, listed)
      .map((run) => task(world, run)),
  };
}
