// RPC tasks.list and event task.
import { lastProgress } from "../happenings.ts";
import { runId, taskId, taskTitle } from "../identity.ts";
import { runsBetween, runState, type Run } from "../runs.ts";
import type { World } from "../world.ts";

type Fields = Readonly<Record<string, unknown>>;

const historyMs = 600_000;
const listed = 100;

export function task(world: World, run: Run): Fields {
  const state = runState(run, world.elapsedMs);
  const key = run.session.key;
  const startedAt = run.startedAt !== null && run.startedAt <= world.elapsedMs ? run.startedAt : run.createdAt;
  const endedAt = state === "finished" ? run.endedAt : null;
  const runtime = run.session.lane === "cron" ? "cron" : "cli";
  const finished = run.failed === null ? "completed" : "failed";
  return {
    id: taskId(run),
    taskId: taskId(run),
    kind: runtime,
    runtime,
    // As the real one: "running" also while it only waits; `execution` tells.
    status: state === "finished" ? finished : "running",
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
    ...(endedAt === null ? {} : { endedAt: world.epoch(endedAt), terminalSummary: run.failed ?? "completed" }),
    ...(endedAt === null || run.failed === null ? {} : { error: run.failed }),
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
