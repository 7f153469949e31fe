// RPC health and event health. A snapshot the gateway rebuilds once a minute, with a live event loop.
import { worldAt, type World } from "../world.ts";
import { account, accountsOf, byChannel, channelOrder, label } from "./channels.ts";
import { eventLoop } from "./event-loop.ts";
import { recentSessions } from "./sessions.ts";

const builtEveryMs = 60_000;
const builtOffsetMs = 25_000;

const plugins = ["anthropic", "browser", "device-pair", "github", "irc", "memory-core", "openai", "telegram"];

const heartbeat = {
  enabled: true,
  every: "30m",
  everyMs: 1_800_000,
  prompt: "Follow the heartbeat monitor scratch context when provided. If nothing needs attention, reply NO_REPLY.",
  target: "owner",
  ackMaxChars: 300,
};

export const defaultAgent = "main";
export const agentsOf = (world: World): readonly string[] => [...new Set(world.scenario.sessions.map(({ agent }) => agent))];
export const heartbeatOf = (world: World): typeof heartbeat =>
  world.scenario.release === "2026.5.7" ? { ...heartbeat, target: "none" } : heartbeat;

/** 2026.5 asked every channel's server for this snapshot; since then only when a client wants it. */
function probed(world: World, enabled: boolean): Readonly<Record<string, unknown>> {
  if (world.scenario.release === "2026.5.7") return { lastProbeAt: world.now };
  return enabled ? { lastProbeAt: null } : {};
}

/** Telegram's traffic times are missing in this snapshot, as in the real one. */
function channel(world: World, name: string): unknown {
  const accounts = accountsOf(world, name).map((one) => ({
    ...account(world, one),
    ...(name === "telegram" ? { lastInboundAt: null, lastOutboundAt: null } : {}),
    ...probed(world, one.state !== null),
  }));
  const byId = Object.fromEntries(accounts.map((one, index) => [accountsOf(world, name)[index]?.script.account ?? "default", one]));
  return { ...accounts[0], accounts: byId };
}

/** Event health: the answer of the RPC without `modelRuntime`. */
export function pushedHealth(live: World): unknown {
  return Object.fromEntries(Object.entries(health(live)).filter(([name]) => name !== "modelRuntime"));
}

export function health(live: World): Readonly<Record<string, unknown>> {
  const builtMs = Math.floor((live.elapsedMs - builtOffsetMs) / builtEveryMs) * builtEveryMs + builtOffsetMs;
  const world = worldAt(live.scenario, builtMs, live.epoch(0));
  const old = live.scenario.release === "2026.5.7";
  return {
    ok: true,
    ts: world.now,
    durationMs: 18,
    plugins: { loaded: plugins, errors: [], ...(old ? {} : { unavailable: [] }) },
    ...(old ? {} : { configReload: { hotReloadStatus: "active" } }),
    channels: byChannel(world, (name) => channel(world, name)),
    channelOrder: channelOrder(world),
    channelLabels: byChannel(world, label),
    heartbeatSeconds: 1800,
    defaultAgentId: defaultAgent,
    agents: agentsOf(world).map((agentId) => ({
      agentId,
      isDefault: agentId === defaultAgent,
      heartbeat: heartbeatOf(world),
      sessions: recentSessions(world, agentId),
    })),
    sessions: recentSessions(world, null),
    ...(old ? {} : { modelRuntime: { degraded: false, pendingAgents: [] } }),
    eventLoop: eventLoop(live),
  };
}
