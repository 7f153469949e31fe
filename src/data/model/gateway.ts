// What the gateway says of itself. Every field the payload may lack is `null` when it does. Times epoch ms, sizes bytes.
import type { UpdateAvailable } from "./upkeep.ts";

/** `eventLoop` in system.info, health, status, channels.status, /readyz. Windows are about 1 s. */
export type EventLoop = {
  readonly degraded: boolean | null;
  readonly degradedSinceMs: number | null;
  readonly reasons: readonly string[];
  readonly delayP99Ms: number | null;
  readonly delayMaxMs: number | null;
  readonly utilization: number | null;
  /** 1 = one core; may exceed 1. */
  readonly cpuCoreRatio: number | null;
};

/** `processMemory` in system.info (>= 2026.9) and status (>= 2026.8.1). */
export type ProcessMemory = {
  readonly rssBytes: number;
  readonly heapUsedBytes: number | null;
  readonly heapTotalBytes: number | null;
  readonly externalBytes: number | null;
  readonly arrayBuffersBytes: number | null;
};

/** RPC system.info (>= 2026.7.1). */
export type SystemInfo = {
  readonly pid: number | null;
  readonly processInstanceId: string | null;
  /** Since process start; does not reset on an in-process restart. */
  readonly uptimeMs: number | null;
  readonly hostname: string | null;
  readonly platform: string | null;
  readonly nodeVersion: string | null;
  readonly memory: ProcessMemory | null;
  readonly eventLoop: EventLoop | null;
  readonly cpuCount: number | null;
  readonly load1: number | null;
  readonly memoryTotalBytes: number | null;
  readonly memoryFreeBytes: number | null;
  readonly diskTotalBytes: number | null;
  readonly diskAvailableBytes: number | null;
  /** Every file system it looks at (>= 2026.9.5); [] where it names none. */
  readonly disks: readonly { readonly path: string; readonly totalBytes: number; readonly availableBytes: number }[];
};

/** RPC status. */
export type GatewayStatus = {
  readonly version: string | null;
  readonly pid: number | null;
  readonly memory: ProcessMemory | null;
  readonly eventLoop: EventLoop | null;
};

/** RPC health: a snapshot the gateway rebuilds about once a minute (`builtAt`); `eventLoop` is live. */
export type GatewayHealth = {
  readonly ok: boolean | null;
  readonly builtAt: number | null;
  readonly durationMs: number | null;
  readonly eventLoop: EventLoop | null;
  readonly modelRuntimeDegraded: boolean | null;
  /** "id: error"; null: not told (before 2026.5). */
  readonly pluginErrors: readonly string[] | null;
  /** Ids of plugins that are configured and cannot be had (>= 2026.7.1). */
  readonly pluginsUnavailable: readonly string[] | null;
  /** active | disabled (>= 2026.7.1). */
  readonly configReload: string | null;
  /** Deliveries the gateway gave up on, by queue; null: not told (before 2026.7.1). */
  readonly failedDeliveries: readonly FailedDeliveries[] | null;
};

/** `deliveryQueues.failed[]` (messages out) and `ingressFailed[]` (messages in) of health. */
export type FailedDeliveries = {
  /** The gateway's own name of it; "channel/account" for messages in. */
  readonly queue: string;
  readonly direction: "in" | "out";
  readonly count: number;
  readonly oldestAt: number | null;
};

/** hello-ok of the WebSocket handshake. */
export type Hello = {
  /** "dev" on 2026.2.26. */
  readonly version: string;
  readonly protocol: number;
  readonly buildId: string | null;
  /** New on every restart, also in-process; since 2026.8.1. */
  readonly bootId: string | null;
  readonly connId: string | null;
  readonly methods: readonly string[];
  readonly events: readonly string[];
  /** features.capabilities, since 2026.7.1; [] before. */
  readonly capabilities: readonly string[];
  /** Scopes granted; null where the release does not say (2026.2.26). */
  readonly scopes: readonly string[] | null;
  readonly authMethod: string | null;
  /** Process uptime at connect. */
  readonly uptimeMs: number | null;
  readonly suspension: string | null;
  /** A newer release the gateway knows of; it says nothing when it knows of none (>= 2026.5). */
  readonly update: UpdateAvailable | null;
  readonly tickIntervalMs: number;
  readonly maxPayloadBytes: number;
};

export type Lane = {
  readonly lane: string;
  readonly active: number;
  readonly queued: number;
  readonly limit: number | null;
  readonly draining: boolean;
  readonly blockedBy: string | null;
};

/** RPC diagnostics.lanes (>= 2026.8.1). `dynamic` sums all `session:*` lanes. */
export type LaneBoard = {
  readonly lanes: readonly Lane[];
  readonly dynamic: { readonly laneCount: number; readonly active: number; readonly queued: number } | null;
};

/** RPC gateway.restart.preflight: work that a restart would interrupt. */
export type WorkInFlight = {
  readonly safe: boolean;
  readonly counts: Readonly<Record<string, number>>;
  readonly blockers: readonly { readonly kind: string; readonly count: number; readonly message: string }[];
  readonly summary: string | null;
};

/** RPC system-presence and event presence. */
export type PresenceEntry = {
  readonly deviceId: string | null;
  readonly instanceId: string | null;
  readonly host: string | null;
  readonly mode: string | null;
  readonly reason: string | null;
  readonly at: number | null;
  readonly version: string | null;
  readonly scopes: readonly string[];
  readonly ip: string | null;
  readonly platform: string | null;
  /** What the client calls itself: gateway-client, openclaw-control-ui, cli … (>= 2026.8.1). */
  readonly clientId: string | null;
  /** The person, by name where there is one, else by id; never an address. */
  readonly user: string | null;
  /** When it connected (>= 2026.8.1); `at` is when it was last heard of. */
  readonly onlineSince: number | null;
  readonly roles: readonly string[];
};
