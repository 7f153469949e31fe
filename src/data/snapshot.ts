// The slots readings land in, and how often each is asked. A missing row does not compile.
import { aged, pending, type Reading } from "./reading.ts";
import type { ActivityPage } from "./model/activity.ts";
import type { ChannelBoard } from "./model/channels.ts";
import type { GatewayHealth, GatewayStatus, LaneBoard, PresenceEntry, SystemInfo, WorkInFlight } from "./model/gateway.ts";
import type { Healthz, HostReading, HttpProbe, PortProbe, ProcessReading, Readyz, Startupz, UnitReading } from "./model/local.ts";
import type { DiagnosticSlice, SessionList, Task } from "./model/sessions.ts";
import type { Approvals, Cost, CronJob, ModelAuth } from "./model/upkeep.ts";
import type { Quota, Usage } from "./model/usage.ts";
import type { BootRecord } from "./restart/evidence.ts";
import type { RestartLog } from "./restart/restart-log.ts";
import type { SupervisorReading } from "./restart/supervisor.ts";
import type { Heartbeat, NodeEntry, Plugin, StabilityBundle, UnitAudit } from "./service/unit-audit.ts";

export type Values = {
  readonly health: GatewayHealth;
  readonly status: GatewayStatus;
  readonly systemInfo: SystemInfo;
  readonly channels: ChannelBoard;
  readonly sessions: SessionList;
  readonly tasks: readonly Task[];
  readonly lanes: LaneBoard;
  readonly stability: DiagnosticSlice;
  readonly presence: readonly PresenceEntry[];
  readonly preflight: WorkInFlight;
  readonly port: PortProbe;
  readonly healthz: HttpProbe<Healthz>;
  readonly startupz: HttpProbe<Startupz>;
  readonly readyz: HttpProbe<Readyz>;
  readonly process: ProcessReading;
  readonly host: HostReading;
  readonly unit: UnitReading;
  /** What the service manager says of that unit; asked seldom, for it costs a child process. */
  readonly supervisor: SupervisorReading;
  /** Newest first, 24 h. */
  readonly bootHistory: readonly BootRecord[];
  /** Restarts and work, as the gateway's log tells of them. */
  readonly restartLog: RestartLog;
  readonly cost: Cost;
  /** One row a provider. */
  readonly modelAuth: readonly ModelAuth[];
  /** Disabled ones too. */
  readonly cron: readonly CronJob[];
  readonly approvals: Approvals;
  /** Seven days of it, by model, provider, agent, channel and session. */
  readonly usage: Usage;
  /** One row a provider and window. */
  readonly quotas: readonly Quota[];
  /** The newest page. */
  readonly activity: ActivityPage;
  readonly unitAudit: UnitAudit;
  /** Newest first, at most 50. */
  readonly bundles: readonly StabilityBundle[];
  readonly nodes: readonly NodeEntry[];
  readonly heartbeat: Heartbeat;
  readonly plugins: readonly Plugin[];
};

export type Source = keyof Values;
export type Snapshot = { readonly [K in Source]: Reading<Values[K]> };

/** `everyMs` at refresh rate 1; `from` is what the person sees as the origin; `timeoutMs` bounds one attempt. */
export type SourceRow = {
  readonly from: string;
  readonly everyMs: number;
  readonly timeoutMs: number;
  readonly via: "rpc" | "http" | "local";
};

export const sources: { readonly [K in Source]: SourceRow } = {
  health: { via: "rpc", from: "health", everyMs: 60_000, timeoutMs: 8_000 },
  status: { via: "rpc", from: "status", everyMs: 30_000, timeoutMs: 8_000 },
  systemInfo: { via: "rpc", from: "system.info", everyMs: 15_000, timeoutMs: 6_000 },
  channels: { via: "rpc", from: "channels.status", everyMs: 10_000, timeoutMs: 8_000 },
  sessions: { via: "rpc", from: "sessions.list", everyMs: 15_000, timeoutMs: 10_000 },
  tasks: { via: "rpc", from: "tasks.list", everyMs: 20_000, timeoutMs: 10_000 },
  lanes: { via: "rpc", from: "diagnostics.lanes", everyMs: 10_000, timeoutMs: 6_000 },
  stability: { via: "rpc", from: "diagnostics.stability", everyMs: 5_000, timeoutMs: 8_000 },
  presence: { via: "rpc", from: "system-presence", everyMs: 60_000, timeoutMs: 8_000 },
  preflight: { via: "rpc", from: "gateway.restart.preflight", everyMs: 10_000, timeoutMs: 8_000 },
  port: { via: "local", from: "tcp connect", everyMs: 5_000, timeoutMs: 2_000 },
  healthz: { via: "http", from: "GET /healthz", everyMs: 2_000, timeoutMs: 2_000 },
  startupz: { via: "http", from: "GET /startupz", everyMs: 20_000, timeoutMs: 2_000 },
  readyz: { via: "http", from: "GET /readyz", everyMs: 2_200, timeoutMs: 2_000 },
  process: { via: "local", from: "/proc", everyMs: 1_000, timeoutMs: 2_000 },
  host: { via: "local", from: "/proc", everyMs: 2_000, timeoutMs: 2_000 },
  unit: { via: "local", from: "/proc/PID/cgroup", everyMs: 10_000, timeoutMs: 2_000 },
  supervisor: { via: "local", from: "systemctl show", everyMs: 60_000, timeoutMs: 3_000 },
  bootHistory: { via: "local", from: "gateway_boot_lifecycle", everyMs: 60_000, timeoutMs: 2_000 },
  restartLog: { via: "rpc", from: "logs.tail", everyMs: 10_000, timeoutMs: 8_000 },
  cost: { via: "rpc", from: "usage.cost", everyMs: 120_000, timeoutMs: 10_000 },
  modelAuth: { via: "rpc", from: "models.authStatus", everyMs: 300_000, timeoutMs: 10_000 },
  cron: { via: "rpc", from: "cron.list", everyMs: 60_000, timeoutMs: 8_000 },
  approvals: { via: "rpc", from: "exec.approval.list", everyMs: 30_000, timeoutMs: 8_000 },
  usage: { via: "rpc", from: "sessions.usage", everyMs: 60_000, timeoutMs: 10_000 },
  // The gateway asks the providers, when it has not lately.
  quotas: { via: "rpc", from: "usage.status", everyMs: 300_000, timeoutMs: 15_000 },
  activity: { via: "rpc", from: "audit.activity.list", everyMs: 10_000, timeoutMs: 8_000 },
  unitAudit: { via: "local", from: "systemctl show, systemctl cat", everyMs: 60_000, timeoutMs: 6_000 },
  bundles: { via: "local", from: "logs/stability", everyMs: 60_000, timeoutMs: 2_000 },
  nodes: { via: "rpc", from: "node.list", everyMs: 60_000, timeoutMs: 8_000 },
  heartbeat: { via: "rpc", from: "last-heartbeat", everyMs: 60_000, timeoutMs: 8_000 },
  plugins: { via: "rpc", from: "plugins.list", everyMs: 300_000, timeoutMs: 10_000 },
};

export const sourceNames = Object.keys(sources) as readonly Source[];

export const emptySnapshot = Object.fromEntries(sourceNames.map((name) => [name, pending])) as Snapshot;

/** The reading as it may be trusted at `now`; `rate` is the person's refresh factor (2 = half as often). */
export function readingOf<K extends Source>(snapshot: Snapshot, source: K, now: number, rate = 1): Reading<Values[K]> {
  return aged(snapshot[source], now, sources[source].everyMs * Math.max(1, rate) + sources[source].timeoutMs / 3);
}
