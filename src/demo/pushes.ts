// The events a connection receives, made of what happens.
import type { Happening } from "./happenings.ts";
import { outputTokens } from "./happenings.ts";
import { runId, sessionId } from "./identity.ts";
import { pushedHealth } from "./payloads/health.ts";
import { changedRow } from "./payloads/sessions.ts";
import { task } from "./payloads/tasks.ts";
import type { Run } from "./runs.ts";
import { worldAt, type World } from "./world.ts";
import type { Scenario } from "./scenario.ts";

/** `subscribers`: only for connections that called sessions.subscribe. */
export type PushedEvent = {
  readonly event: string;
  readonly payload: unknown;
  readonly subscribers: boolean;
  /** presence and health carry the state version. */
  readonly versioned: boolean;
};

const pushed = (event: string, payload: unknown): PushedEvent => ({ event, payload, subscribers: false, versioned: event === "health" });

function agentEvent(world: World, run: Run, stream: string, data: Readonly<Record<string, unknown>>): PushedEvent {
  return pushed("agent", {
    runId: runId(run),
    sessionKey: run.session.key,
    ...(stream === "lifecycle" && world.scenario.release !== "2026.5.7" ? { sessionId: sessionId(run.session) } : {}),
    ...(world.scenario.release === "2026.5.7" ? {} : { agentId: run.session.agent }),
    stream,
    data,
    seq: Math.max(1, Math.round((world.elapsedMs - run.createdAt) / 500)),
    ts: world.now,
  });
}

/** Said beside the row once more, by every release. */
const repeatedFields = ["updatedAt", "sessionId", "kind", "totalTokensFresh", "contextTokens", "modelProvider", "model"];

function sessionChanged(world: World, run: Run, cause: Readonly<Record<string, unknown>>): readonly PushedEvent[] {
  const session = world.sessions.find(({ script }) => script.key === run.session.key);
  if (session === undefined) return [];
  const old = world.scenario.release === "2026.5.7";
  const row = changedRow(world, session);
  const repeated = Object.entries(row).filter(([name]) => repeatedFields.includes(name));
  const payload = {
    sessionKey: run.session.key,
    ...(old ? {} : { agentId: run.session.agent }),
    ...cause,
    ts: world.now,
    // 2026.5 sent no row when a message arrived: a client had to read the list again.
    ...(old && cause["reason"] === "send" ? {} : { session: row }),
    ...Object.fromEntries(repeated),
  };
  return [{ event: "sessions.changed", payload, subscribers: true, versioned: false }];
}

function taskEvent(world: World, run: Run): readonly PushedEvent[] {
  return world.scenario.release === "2026.5.7" ? [] : [pushed("task", { action: "upserted", task: task(world, run) })];
}

/** 2026.5 told neither this nor the tokens while they are written. */
function modelChosen(world: World, run: Run): readonly PushedEvent[] {
  if (world.scenario.release === "2026.5.7") return [];
  return [agentEvent(world, run, "lifecycle", phase("model", { provider: run.session.provider, model: run.session.model }))];
}

/** Ended by a person or a restart. */
const cutShort = (world: World, run: Run): Readonly<Record<string, unknown>> => ({
  aborted: true,
  stopReason: run.cut === "abort" ? "rpc" : "restart",
  startedAt: world.epoch(run.startedAt ?? run.createdAt),
  endedAt: world.now,
});

type Step = (world: World, run: Run) => readonly PushedEvent[];

const phase = (name: string, more: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({ phase: name, ...more });
const written = (world: World, run: Run): readonly PushedEvent[] =>
  world.scenario.release === "2026.5.7" ? [] : [agentEvent(world, run, "usage", { outputTokens: outputTokens(run, world.elapsedMs) })];

function ending(world: World, run: Run): PushedEvent {
  if (run.cut !== null) return agentEvent(world, run, "lifecycle", phase("end", cutShort(world, run)));
  if (world.scenario.release === "2026.5.7") {
    const end = { livenessState: run.failed === null ? "working" : "blocked", endedAt: world.now };
    return agentEvent(world, run, "lifecycle", run.failed === null ? phase("end", end) : phase("error", { error: run.failed, ...end }));
  }
  const times = { startedAt: world.epoch(run.startedAt ?? run.createdAt), endedAt: world.now, executionSettled: true };
  return run.failed === null
    ? agentEvent(world, run, "lifecycle", phase("end", { ...times, aborted: false, stopReason: "stop", livenessState: "working" }))
    : agentEvent(world, run, "lifecycle", phase("error", { ...times, error: run.failed }));
}

const steps = {
  created: (world, run) => [...taskEvent(world, run), ...sessionChanged(world, run, { reason: "send" })],
  started: (world, run) => [
    ...taskEvent(world, run),
    agentEvent(world, run, "lifecycle", phase("start", { startedAt: world.now })),
    ...sessionChanged(world, run, { phase: "start", runId: runId(run) }),
  ],
  model: modelChosen,
  progress: written,
  tool: (world, run) => [...written(world, run), ...taskEvent(world, run)],
  ended: (world, run) => [
    ...written(world, run),
    ending(world, run),
    ...taskEvent(world, run),
    ...sessionChanged(world, run, { reason: "agent.input.settled" }),
  ],
} as const satisfies Readonly<Record<string, Step>>;

/** What the gateway sends because of it; empty for what it keeps to itself. */
export function pushesFor(scenario: Scenario, happening: Happening, startAt: number): readonly PushedEvent[] {
  if (happening.what === "announcement") return [pushed(happening.announcement.event, happening.announcement.payload)];
  if (happening.what === "heartbeat" || happening.what === "detector" || happening.what === "record") return [];
  const world = worldAt(scenario, happening.at, startAt);
  if (happening.what === "tick") return [pushed("tick", { ts: world.now })];
  if (happening.what === "health") return [pushed("health", pushedHealth(world))];
  return steps[happening.step](world, happening.run);
}
