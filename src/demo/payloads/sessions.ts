// RPC sessions.list and the rows of event sessions.changed.
import { lastProgress, outputTokens } from "../happenings.ts";
import { runId, sessionId } from "../identity.ts";
import { chance, round } from "../noise.ts";
import type { Run } from "../runs.ts";
import type { SessionScript } from "../scenario.ts";
import type { SessionNow, World } from "../world.ts";

type Fields = Readonly<Record<string, unknown>>;

const databasePath = (agent: string): string => `/home/operator/.openclaw/agents/${agent}/agent/openclaw-agent.sqlite`;
const oldPath = (agent: string): string => `/home/operator/.openclaw/agents/${agent}/sessions/sessions.json`;

function tokens(script: SessionScript, run: Run, ms: number): Fields {
  const inputTokens = 9_600 + Math.round(chance(script.key, "context") * 60_000) + Math.round(chance(script.key, run.nth) * 9_000);
  const written = outputTokens(run, ms);
  return {
    inputTokens,
    outputTokens: written,
    totalTokens: inputTokens + written,
    totalTokensFresh: true,
    estimatedCostUsd: round(inputTokens * 3e-6 + written * 15e-6, 6),
  };
}

const status = (session: SessionNow): string | undefined => {
  if (session.alive.some(({ state }) => state === "running")) return "running";
  if (session.alive.length > 0) return "queued";
  if (session.last === null) return undefined;
  if (session.last.cut !== null) return "killed";
  return session.last.failed === null ? "done" : "failed";
};

function participants(script: SessionScript): readonly unknown[] {
  const { via } = script;
  const identity = {
    type: "observation",
    pluginId: via?.channel ?? null,
    accountId: via?.account ?? null,
    senderKind: "unknown",
    id: via === null ? "gateway-client" : String(400_000 + Math.round(chance(script.key, "peer") * 90_000)),
  };
  return [{ identity }];
}

/** What tells when the current or last run was: the old and the new rows share it. */
function runFields(world: World, session: SessionNow): Fields {
  const { script, alive, last } = session;
  const running = alive.find(({ state }) => state === "running")?.run ?? null;
  const shown = running ?? last;
  const state = status(session);
  const at = (ms: number | null | undefined): number | undefined => (ms === null || ms === undefined ? undefined : world.epoch(ms));
  const finished = running === null && last !== null;
  const progressed = running === null ? (last?.endedAt ?? -3_600_000) : lastProgress(running, world.elapsedMs);
  const updated = Math.max(progressed, ...alive.map(({ run }) => run.createdAt));
  return defined({
    updatedAt: world.epoch(updated),
    abortedLastRun: running === null && last?.cut === "abort",
    restartRecoveryStatus: (script.tombstonedMs ?? Infinity) <= world.elapsedMs && alive.length === 0 ? "tombstoned" : undefined,
    ...(shown === null ? { totalTokensFresh: false } : tokens(script, shown, world.elapsedMs)),
    status: state,
    startedAt: at(shown?.startedAt),
    endedAt: finished ? at(last.endedAt) : undefined,
    runtimeMs: finished ? (last.endedAt ?? 0) - (last.startedAt ?? last.endedAt ?? 0) : undefined,
    hasActiveRun: alive.length > 0,
  });
}

const defined = (fields: Fields): Fields => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const runtime = {
  id: "openclaw",
  cloudPlacementSupported: true,
  cloudPlacementExecutionMode: "worker-turn",
  devicePlacement: { requiredNodeCommands: [], consumesWorkerSlot: true },
  devicePlacementSupported: true,
  source: "implicit",
};

const levels = [{ id: "off", label: "off" }];

function current(world: World, session: SessionNow): Fields {
  const { script, last, alive } = session;
  const createdAt = world.epoch(-86_400_000 * (1 + Math.floor(chance(script.key, "born") * 8)));
  const isMain = script.classification === "main";
  const idle = alive.length === 0;
  return {
    key: script.key,
    visibility: "shared",
    permissionModePending: false,
    createdVia: script.via === null ? "run" : "channel",
    participants: participants(script),
    expandedParticipants: participants(script),
    participantCount: 1,
    createdAt,
    kind: script.kind,
    classification: script.classification,
    agentId: script.agent,
    isMain,
    isBackground: false,
    displayName: script.title,
    ...(script.via === null ? {} : { channel: script.via.channel, chatType: script.kind }),
    archived: false,
    pinned: false,
    unread: false,
    lastInteractionAt: world.epoch(alive.at(-1)?.run.createdAt ?? last?.createdAt ?? -3_600_000),
    sessionId: sessionId(script),
    thinkingLevels: levels,
    thinkingOptions: ["off"],
    thinkingDefault: "off",
    effectiveFastMode: false,
    effectiveFastModeSource: "default",
    fastAutoOnSeconds: 60,
    ...runFields(world, session),
    ...(last === null ? {} : { lastRunId: runId(last), lastActivityAt: world.epoch(last.endedAt ?? last.createdAt) }),
    ...(idle && last !== null && last.failed !== null ? { lastRunError: last.failed } : {}),
    effectiveResponseUsage: "off",
    effectiveQueueMode: "steer",
    modelProvider: script.provider,
    model: script.model,
    modelOverrideSource: null,
    runtimeSelectionLocked: false,
    agentRuntime: runtime,
    contextTokens: script.contextTokens,
    snapshotAt: world.now,
    placement: { state: "local", generation: 0, createdAtMs: createdAt, updatedAtMs: world.now - 1_000, stateChangedAtMs: createdAt },
    ...(idle ? { activeRunIds: [] } : {}),
    sharingRole: "owner",
  };
}

function before(world: World, session: SessionNow): Fields {
  const { script } = session;
  return {
    key: script.key,
    kind: script.kind,
    sessionId: sessionId(script),
    thinkingLevels: levels,
    thinkingOptions: ["off"],
    ...runFields(world, session),
    modelProvider: script.provider,
    model: script.model,
    agentRuntime: { id: "pi", source: "implicit" },
    contextTokens: script.contextTokens,
  };
}

const notInEvents = new Set(["hasActiveRun", "inputTokens", "outputTokens"]);

function beforeChanged(world: World, session: SessionNow): Fields {
  const kept = Object.entries(before(world, session)).filter(([name]) => !notInEvents.has(name));
  return { ...Object.fromEntries(kept), thinkingDefault: "off" };
}

const sessionRow = (world: World, session: SessionNow): Fields =>
  world.scenario.release === "2026.5.7" ? before(world, session) : current(world, session);

/** The row as event sessions.changed carries it. */
export const changedRow = (world: World, session: SessionNow): Fields =>
  world.scenario.release === "2026.5.7"
    ? beforeChanged(world, session)
    : {
        ...current(world, session),
        derivedTitle: session.script.title,
        activitySummary: { state: "unavailable", canEnsure: true },
      };

const newestFirst = (rows: readonly Fields[]): readonly Fields[] =>
  rows.toSorted((a, b) => Number(b["updatedAt"]) - Number(a["updatedAt"]));

export function sessionsList(world: World): unknown {
  const old = world.scenario.release === "2026.5.7";
  const rows = newestFirst(world.sessions.map((session) => sessionRow(world, session)));
  const first = world.scenario.sessions[0];
  return {
    ts: world.now,
    path: old ? oldPath("main") : databasePath("main"),
    count: rows.length,
    totalCount: rows.length,
    limitApplied: 100,
    ...(old ? {} : { nextOffset: null }),
    hasMore: false,
    ...(old ? {} : { owners: [] }),
    defaults: {
      modelProvider: first?.provider ?? null,
      model: first?.model ?? null,
      contextTokens: first?.contextTokens ?? null,
      ...(old
        ? {}
        : {
            agentRuntime: { id: "auto", cloudPlacementSupported: false, devicePlacementSupported: false, source: "implicit" },
            modelSelectionTarget: "session",
          }),
      thinkingLevels: levels,
      thinkingOptions: ["off"],
      thinkingDefault: "off",
    },
    sessions: rows,
  };
}

/** As health and status name them: key and age only. */
export function recentSessions(world: World, agent: string | null): unknown {
  const mine = world.sessions.filter(({ script }) => agent === null || script.agent === agent);
  const rows = newestFirst(mine.map((session) => ({ key: session.script.key, ...runFields(world, session) }))).slice(0, 5);
  return {
    path: world.scenario.release === "2026.5.7" ? oldPath(agent ?? "main") : databasePath(agent ?? "main"),
    count: mine.length,
    recent: rows.map((row) => ({ key: row["key"], updatedAt: row["updatedAt"], age: world.now - Number(row["updatedAt"]) })),
  };
}
