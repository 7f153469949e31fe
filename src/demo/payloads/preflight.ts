// RPC gateway.restart.preflight: the work a restart would interrupt.
import { runId, taskId, taskTitle } from "../identity.ts";
import type { World } from "../world.ts";

export function preflight(world: World): unknown {
  const activities = world.sessions.flatMap(({ alive }) => alive);
  const running = activities.filter(({ state }) => state === "running").length;
  const queueSize = activities.length;
  const old = world.scenario.release === "2026.5.7";
  const counts = {
    queueSize,
    pendingReplies: 0,
    embeddedRuns: running,
    ...(old ? {} : { cronRuns: 0, backgroundExecSessions: 0, rootRequests: 0 }),
    activeTasks: activities.length,
    totalActive: queueSize + running + activities.length,
  };
  const blockers = [
    ...(queueSize === 0 ? [] : [{ kind: "queue", count: queueSize, message: `${queueSize} queued or active operation(s)` }]),
    ...(running === 0 ? [] : [{ kind: "embedded-run", count: running, message: `${running} active embedded run(s)` }]),
    ...activities.slice(0, 8).map(({ run }) => {
      const task = { taskId: taskId(run), status: "running", runtime: "cli", runId: runId(run), title: taskTitle(run) };
      const words = Object.entries(task).map(([name, value]) => `${name}=${value}`);
      return { kind: "task", count: 1, message: words.join(" "), task };
    }),
  ];
  const safe = blockers.length === 0;
  const summary = safe ? "safe to restart now" : `restart deferred: ${blockers.map(({ message }) => message).join("; ")}`;
  return { safe, counts, blockers, summary };
}
