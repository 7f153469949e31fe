// Looks of the guard as values: one of a gateway that is well, and what differs in others.
import type { GuardInput, Moment, SafeAnswer } from "../../src/data/guard/input.ts";
import { defaultGuard } from "../../src/data/guard/settings.ts";
import type { PageSight, ProcessSight, Sight } from "../../src/data/guard/sight.ts";
import type { SupervisorFacts, SupervisorReading } from "../../src/data/restart/supervisor.ts";

export const T0 = Date.UTC(2026, 10, 20, 9, 0, 0);
export const at = (ms: number): Moment => ({ at: T0 + ms, monotonicMs: 5_000_000 + ms });

const answered: PageSight = { outcome: "answered", status: "live", ok: true, uptimeMs: null, ms: 2 };
const silent: PageSight = { outcome: "silent", status: null, ok: null, uptimeMs: null, ms: null };
export const notAsked: PageSight = { outcome: "not-asked", status: null, ok: null, uptimeMs: null, ms: null };

const unit: SupervisorFacts = {
  kind: "systemd-user",
  unit: "openclaw-gateway.service",
  loadState: "loaded",
  activeState: "active",
  subState: "running",
  result: "success",
  mainPid: 2815,
  invocationId: null,
  automaticRestarts: 0,
  stopTimeoutMs: 330_000,
  restartDelayMs: 5_000,
  restartPolicy: "always",
  enabled: true,
};

export const supervised = (change: Partial<SupervisorFacts> = {}): SupervisorReading => ({
  found: true,
  facts: { ...unit, ...change },
  problems: [],
});
export const unsupervised: SupervisorReading = { found: false, why: "no service manager runs this gateway", problems: [] };

/** Started an hour before `T0`. */
export const running = (change: Partial<ProcessSight> = {}): ProcessSight => ({
  pid: 2815,
  startTicks: 172_323,
  state: "S",
  evidence: "lock file",
  ownsPort: true,
  startedAt: T0 - 3_600_000,
  cpuCores: 0.02,
  loopShare: null,
  familyCores: null,
  rssBytes: 800_000_000,
  backlog: 0,
  traced: false,
  ...change,
});

export type Change = Partial<Omit<Sight, "at" | "monotonicMs">>;

/** A calm look. */
export const well = (ms: number, change: Change = {}): Sight => ({
  ...at(ms),
  port: { outcome: "not-asked", why: null },
  listener: { who: "unknown", pid: null },
  health: answered,
  startup: notAsked,
  process: { looked: false, value: null },
  staleLock: null,
  lockedAt: null,
  supervisor: null,
  link: { phase: "none", rpcMs: null, rpcFailed: false },
  announced: null,
  ...change,
});

/** Thorough, of a gateway whose port is open and silent. */
export const silentAt = (ms: number, process: Partial<ProcessSight> = {}, change: Change = {}): Sight =>
  well(ms, {
    port: { outcome: "open", why: null },
    listener: { who: "gateway", pid: 2815 },
    health: silent,
    process: { looked: true, value: running(process) },
    staleLock: false,
    supervisor: supervised(),
    ...change,
  });

export const stoppedAt = (ms: number, change: Change = {}): Sight => silentAt(ms, { state: "T", backlog: 2, cpuCores: 0 }, change);

export const deafAt = (ms: number, change: Change = {}): Sight =>
  silentAt(
    ms,
    { ownsPort: false },
    {
      port: { outcome: "refused", why: null },
      listener: { who: "nobody", pid: null },
      health: notAsked,
      ...change,
    },
  );

export const goneAt = (ms: number, change: Change = {}): Sight =>
  deafAt(ms, { process: { looked: true, value: null }, staleLock: true, supervisor: unsupervised, ...change });

const notSafe: SafeAnswer = { asked: false };

export const inputOf = (sight: Sight, change: Partial<GuardInput> = {}): GuardInput => ({
  sight,
  lateMs: 0,
  settings: { ...defaultGuard, act: true },
  place: { host: "prod-vps", gateway: "openclaw", target: "ws://127.0.0.1:18789", remote: false },
  mutes: [],
  flagFile: null,
  othersUnderWay: null,
  cannot: {},
  safe: notSafe,
  uncleanBoots: null,
  memoryLimitBytes: null,
  rearm: false,
  ...change,
});
