// hello-ok, the answer to connect.
import type { World } from "../world.ts";
import { defaultAgent, pushedHealth } from "./health.ts";
import { presence, type Client } from "./presence.ts";

const policy = { maxPayload: 26_214_400, maxBufferedBytes: 52_428_800, tickIntervalMs: 30_000 };

const newerPolicy = {
  ...policy,
  attachments: { maxBytes: 19_464_192, maxImageBytes: 6_291_456 },
  allowedSessionVisibilities: ["shared", "read-only", "suggest", "draft"],
  hasMultipleSessionSharingIdentities: false,
};

const canvasUrl = "http://127.0.0.1:18789/__openclaw__/cap/demo";

/** What the control page wants to know; nothing in it concerns a monitor. */
const controlPage = { controlUiWidgetKinds: [], controlUiLinkReaders: [], pluginSurfaceUrls: { canvas: canvasUrl } };

/** Of what the real one lists, what the demo can do. */
const capabilities = ["gateway-restart-target-safe-v1"];

const events = {
  "2026.9.6": ["connect.challenge", "agent", "sessions.changed", "presence", "tick", "shutdown", "gateway.suspension", "health", "task"],
  "2026.5.7": ["connect.challenge", "agent", "sessions.changed", "presence", "tick", "shutdown", "health"],
} as const;

export type Grant = {
  readonly connId: string;
  readonly scopes: readonly string[];
  readonly methods: readonly string[];
  readonly clients: readonly Client[];
  readonly stateVersion: { readonly presence: number; readonly health: number };
};

export function hello(world: World, grant: Grant): unknown {
  const { release } = world.scenario;
  const old = release === "2026.5.7";
  const sessionDefaults = { defaultAgentId: defaultAgent, mainKey: "main", mainSessionKey: "agent:main:main", scope: "per-sender" };
  const server = old
    ? { version: release, connId: grant.connId }
    : {
        version: release,
        buildId: "2026.9.6-release-eb377ac59e6c-2026-09-23T16-33-12.144Z",
        bootId: world.bootId,
        controlUiBuildSource: "bundled",
        connId: grant.connId,
      };
  return {
    type: "hello-ok",
    protocol: old ? 3 : 4,
    server,
    features: { methods: grant.methods, events: events[release], ...(old ? {} : { capabilities }) },
    snapshot: {
      ...(old ? {} : { suspension: { phase: world.phase.suspension } }),
      presence: presence(world, grant.clients),
      health: pushedHealth(world),
      stateVersion: grant.stateVersion,
      uptimeMs: Math.round(world.elapsedMs - world.process.startedMs),
      ...(old
        ? { sessionDefaults }
        : {
            appliedConfigHash: "hmac-sha256:v1:demo",
            sessionDefaults: { ...sessionDefaults, modelConfigured: true, ownership: "sole", selectionRequired: false },
            updateSchedule: { channel: "stable", autoEnabled: false },
          }),
    },
    ...(old ? { canvasHostUrl: canvasUrl } : controlPage),
    auth: { ...(old ? {} : { method: "token", recoveryScope: "demo" }), role: "operator", scopes: grant.scopes },
    policy: old ? policy : newerPolicy,
  };
}
