// `eventLoop` and `processMemory`, which several answers carry.
import { round } from "../noise.ts";
import type { World } from "../world.ts";

export const cpuCount = 4;

/** The gateway's own limits, as observed: about 100 ms of delay, 90 % utilisation, 90 % of a core. */
function degradation(world: World): readonly string[] {
  const { loopDelayMs, utilization, cpuCores } = world.gauges;
  return [
    ...(loopDelayMs > 250 ? ["event_loop_delay"] : []),
    ...(utilization > 0.95 ? ["event_loop_utilization"] : []),
    ...(cpuCores > 0.9 ? ["cpu"] : []),
  ];
}

export function eventLoop(world: World): Readonly<Record<string, unknown>> {
  const { loopDelayMs, utilization, cpuCores } = world.gauges;
  const reasons = degradation(world);
  const common = {
    degraded: reasons.length > 0,
    reasons,
    intervalMs: 1016,
    delayP99Ms: round(loopDelayMs, 1),
    delayMaxMs: round(loopDelayMs * 1.4, 1),
    utilization: round(utilization, 3),
    cpuCoreRatio: round(cpuCores, 3),
  };
  if (world.scenario.release === "2026.5.7") return common;
  return {
    ...common,
    degradedSinceMs: reasons.length > 0 ? 4_000 : null,
    cpuBreakdown: {
      mainThreadCoreRatio: round(cpuCores * 0.9, 3),
      hostUtilization: round(hostUtilization(world), 3),
      hostCpuCount: cpuCount,
      workerCoreRatio: round(cpuCores * 0.06, 3),
      otherThreadsCoreRatio: round(cpuCores * 0.04, 3),
    },
  };
}

/** Share of all cores in use on the host, 0..1. */
export const hostUtilization = (world: World): number => Math.min(0.97, 0.06 + world.gauges.cpuCores / cpuCount);

export function processMemory(world: World): Readonly<Record<string, number>> {
  const heapUsedBytes = Math.round(world.gauges.rssBytes * 0.37);
  return {
    rssBytes: world.gauges.rssBytes,
    heapUsedBytes,
    heapTotalBytes: Math.round(heapUsedBytes * 1.3),
    externalBytes: 42_099_678,
    arrayBuffersBytes: 4_184_551,
  };
}
