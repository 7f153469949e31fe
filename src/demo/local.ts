// What the probes of this host would say if the demo's gateway were a process on it.
import type { HostReading, ProcessReading, UnitReading } from "../data/model/local.ts";
import type { BootRecord } from "../data/restart/evidence.ts";
import type { SupervisorFacts, SupervisorReading } from "../data/restart/supervisor.ts";
import { bootRecords, type Farewell } from "./history.ts";
import { uuid } from "./noise.ts";
import { hostUtilization, cpuCount } from "./payloads/event-loop.ts";
import { diskAvailableBytes, diskTotalBytes, loadAverage, memoryTotalBytes, usedMemoryBytes } from "./payloads/system-info.ts";
import type { Release } from "./scenario.ts";
import { restartDelayMs, stopTimeoutMs } from "./ways.ts";
import { hostname, worldAt, type World } from "./world.ts";

export type LocalReadings = {
  readonly process: () => ProcessReading;
  readonly host: () => HostReading;
  readonly unit: () => UnitReading;
  readonly supervisor: () => SupervisorReading;
  /** Null: the release keeps no table of its boots. */
  readonly bootHistory: () => readonly BootRecord[] | null;
  /** What the demo is at now, for readings that are loaded late. */
  readonly world: () => World;
};

/** A listener's default backlog: the kernel accepts no more for a process that does not. */
const backlogMax = 511;

function frozenSince(world: World): number | null {
  return world.phase.phase === "frozen" ? world.phase.fromMs : null;
}

export function processReading(world: World, connections: number): ProcessReading {
  const { gauges, scenario, elapsedMs, process } = world;
  if (world.phase.onHost.process === null) return { found: false, why: "no lock file, and nothing listens on its port" };
  const since = frozenSince(world);
  // Memory and handles stand still with the process.
  const held = since === null ? gauges : worldAt(scenario, since, world.epoch(0)).gauges;
  return {
    found: true,
    pid: process.pid,
    evidence: "lock file",
    state: since === null ? (gauges.cpuCores > 0.5 ? "R" : "S") : "T",
    cpuCores: since === null ? gauges.cpuCores : 0,
    rssBytes: held.rssBytes,
    threads: held.threads,
    openHandles: held.openHandles,
    maxOpenHandles: 524_288,
    children: 1,
    connections,
    startedAt: world.epoch(process.startedMs),
    memoryLimit: scenario.memoryLimit,
    // Two probes knock every two seconds, and nobody opens.
    acceptBacklog: since === null ? 0 : Math.min(backlogMax, Math.floor((elapsedMs - since) / 700)),
  };
}

export function hostReading(world: World): HostReading {
  return {
    hostname,
    cpuPercent: hostUtilization(world) * 100,
    cpuCount,
    memoryUsedBytes: usedMemoryBytes(world),
    memoryTotalBytes,
    load1: loadAverage(world)[0],
    diskUsedPercent: (1 - diskAvailableBytes(world) / diskTotalBytes) * 100,
  };
}

const unitName = "openclaw-gateway.service";

export const unitReading = (world: World): UnitReading => ({
  supervisor: "systemd-user",
  unit: unitName,
  active: world.phase.onHost.process !== null,
});

export function unitFacts(world: World): SupervisorFacts {
  const { process, unit } = world.phase.onHost;
  return {
    kind: "systemd-user",
    unit: unitName,
    loadState: "loaded",
    ...unit,
    result: "success",
    mainPid: process === null ? null : world.process.pid,
    invocationId: uuid("demo", "invocation", process ?? 0).replaceAll("-", ""),
    stopTimeoutMs,
    restartDelayMs,
    restartPolicy: "always",
    enabled: true,
  };
}

/** Why an old release has no boot history. */
export const noBoots = (release: Release): string => `OpenClaw ${release} keeps no table of its boots`;

export const supervisorReading = (world: World): SupervisorReading => ({ found: true, facts: unitFacts(world), problems: [] });

type Here = {
  readonly world: () => World;
  readonly connections: () => number;
  readonly farewells: () => readonly Farewell[];
};

export const localReadings = ({ world, connections, farewells }: Here): LocalReadings => ({
  process: () => processReading(world(), connections()),
  host: () => hostReading(world()),
  unit: () => unitReading(world()),
  supervisor: () => supervisorReading(world()),
  bootHistory: () => bootRecords(world(), farewells()),
  world,
});
