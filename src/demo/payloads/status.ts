// RPC status, as a client with operator.read sees it.
import { runsBetween } from "../runs.ts";
import type { World } from "../world.ts";
import { eventLoop, processMemory } from "./event-loop.ts";
import { agentsOf, defaultAgent, heartbeatOf } from "./health.ts";

const noFindings = { stale_queued: 0, stale_running: 0, lost: 0, delivery_failed: 0, missing_cleanup: 0, inconsistent_timestamps: 0 };
const idlePool = { maxWorkers: 1, workers: 0, workersCreated: 0, activeTasks: 0, pendingTasks: 0 };
const hourMs = 3_600_000;

function taskCounts(world: World): unknown {
  const active = world.sessions.reduce((sum, { alive }) => sum + alive.length, 0);
  const recent = world.scenario.sessions.flatMap((session) => runsBetween(session, world.elapsedMs - 600_000, world.elapsedMs));
  const failed = recent.filter((run) => run.failed !== null && (run.endedAt ?? Infinity) <= world.elapsedMs).length;
  const terminal = 412 + recent.length - active;
  return {
    total: terminal + active,
    active,
    terminal,
    failures: failed,
    byStatus: { queued: 0, running: active, succeeded: terminal - failed, failed, timed_out: 0, cancelled: 0, lost: 0 },
    byRuntime: { subagent: 0, acp: 0, cli: terminal + active - 38, cron: 38 },
  };
}

function heartbeats(world: World): unknown {
  const { enabled, every, everyMs } = heartbeatOf(world);
  const waiting = world.scenario.release === "2026.5.7" ? {} : { waitingForRoute: true };
  return { defaultAgentId: defaultAgent, agents: agentsOf(world).map((agentId) => ({ agentId, enabled, every, everyMs, ...waiting })) };
}

/** Newer releases keep this from a client that may only read. */
function defaultsOf({ scenario }: World): unknown {
  const first = scenario.release === "2026.5.7" ? scenario.sessions[0] : undefined;
  return { model: first?.model ?? null, contextTokens: first?.contextTokens ?? null };
}

const shared = (world: World): Readonly<Record<string, unknown>> => ({
  runtimeVersion: world.scenario.release,
  heartbeat: heartbeats(world),
  channelSummary: world.accounts.map(({ script }) => `${script.channel}: ${script.account}${script.enabled ? "" : " (disabled)"}`),
  queuedSystemEvents: [],
  tasks: taskCounts(world),
  taskAudit: { total: 0, warnings: 0, errors: 0, byCode: noFindings },
  sessions: {
    paths: [],
    count: world.sessions.length,
    defaults: defaultsOf(world),
    recent: [],
    byAgent: agentsOf(world).map((agentId) => ({
      agentId,
      path: "[redacted]",
      count: world.scenario.sessions.filter(({ agent }) => agent === agentId).length,
      recent: [],
    })),
  },
  eventLoop: eventLoop(world),
});

export function status(world: World): unknown {
  if (world.scenario.release === "2026.5.7") return shared(world);
  const checkedAt = world.now - (world.now % hourMs);
  return {
    ...shared(world),
    sqliteWal: {
      state: "complete",
      observedAtMs: checkedAt,
      walBytes: 646_872,
      databaseBytes: 1_671_168,
      logFrames: 157,
      checkpointedFrames: 157,
      lastCompletedAtMs: checkedAt,
      consecutiveBlocked: 0,
      warning: false,
    },
    hostDesktop: { enabled: false, state: "disabled", port: 5900 },
    degradedSecretOwners: [],
    degradedPlugins: [],
    modelRuntime: { degraded: false, pendingAgents: [] },
    processMemory: processMemory(world),
    workerPools: { transcriptReconciliation: idlePool, modelCatalog: idlePool },
    pid: world.process.pid,
    shutdownBudget: {
      timeoutMs: 325_000,
      reserveMs: 10_000,
      nativeStopBudget: false,
      activeWork: { rootRequests: 0, cronRuns: 0, sessionMutations: 0, terminalPersistence: 0, lifecycleWrites: 0 },
      writeCustody: [],
    },
  };
}
