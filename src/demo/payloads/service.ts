// RPC node.list, last-heartbeat and plugins.list.
import type { World } from "../world.ts";

export const nodeList = (world: World): unknown => ({
  ts: world.now,
  nodes: [
    {
      nodeId: "node-7f3a",
      displayName: "workshop-mac",
      platform: "macos",
      version: world.scenario.release,
      connected: true,
      paired: true,
      connectedAtMs: world.epoch(-7_200_000),
    },
  ],
});

/** Every half hour, as its cron job runs. */
export const lastHeartbeat = (world: World): unknown => ({
  ts: world.epoch(Math.floor((world.elapsedMs - 120_000) / 1_800_000) * 1_800_000 + 120_000),
  status: "skipped",
  preview: "nothing to tell",
  reason: "no-route",
  durationMs: 2_056,
  hasMedia: false,
  message: "Heartbeat has no delivery route yet. Message your bot once, or set agents.defaults.heartbeat.target.",
});

const plugins = ["telegram", "irc", "browser", "memory-core", "openai"] as const;

export const pluginsList = ({ scenario }: World): unknown => ({
  plugins: plugins.map((id) => ({
    id,
    name: id,
    description: `The ${id} plugin.`,
    installed: true,
    enabled: true,
    state: "enabled",
    version: scenario.release,
    origin: "bundled",
    runtime: { state: "active" },
  })),
  diagnostics: [],
  mutationAllowed: false,
  generation: 1,
});
