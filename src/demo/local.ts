// What the probes of this host would say if the demo's gateway were a process on it.
import type { HostReading, ProcessReading, UnitReading } from "../data/model/local.ts";
import { hostUtilization, cpuCount } from "./payloads/event-loop.ts";
import { diskAvailableBytes, diskTotalBytes, loadAverage, memoryTotalBytes, usedMemoryBytes } from "./payloads/system-info.ts";
import type { Scenario } from "./scenario.ts";
import { gatewayPid, hostname, processStartedMs, worldAt, type World } from "./world.ts";

export type LocalReadings = {
  readonly process: () => ProcessReading;
  readonly host: () => HostReading;
  readonly unit: () => UnitReading;
};

/** A listener's default backlog: the kernel accepts no more for a process that does not. */
const backlogMax = 511;

function frozenSince(world: World): number | null {
  return world.phase.phase === "frozen" ? world.phase.fromMs : null;
}

export function processReading(world: World, connections: number): ProcessReading {
  const { gauges, scenario, elapsedMs } = world;
  const since = frozenSince(world);
  // Memory and handles stand still with the process.
  const held = since === null ? gauges : worldAt(scenario, since, world.epoch(0)).gauges;
  return {
    found: true,
    pid: gatewayPid,
    evidence: "lock file",
    state: since === null ? (gauges.cpuCores > 0.5 ? "R" : "S") : "T",
    cpuCores: since === null ? gauges.cpuCores : 0,
    rssBytes: held.rssBytes,
    threads: held.threads,
    openHandles: held.openHandles,
    connections,
    startedAt: world.epoch(processStartedMs),
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

export const unitReading: UnitReading = { supervisor: "systemd-user", unit: "openclaw-gateway.service", active: true };

/** `startAt`: epoch ms of the scenario's zero. */
export function localReadings(scenario: Scenario, elapsed: () => number, startAt: number, connections: () => number): LocalReadings {
  const world = (): World => worldAt(scenario, elapsed(), startAt);
  return {
    process: () => processReading(world(), connections()),
    host: () => hostReading(world()),
    unit: () => unitReading,
  };
}
