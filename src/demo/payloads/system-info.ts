// RPC system.info.
import { round, wobble } from "../noise.ts";
import { hostname, type World } from "../world.ts";
import { cpuCount, eventLoop, processMemory } from "./event-loop.ts";

export const memoryTotalBytes = 8_323_366_912;
export const diskTotalBytes = 168_839_008_256;

export const diskAvailableBytes = (world: World): number => Math.round(diskTotalBytes * (0.41 - world.elapsedMs / 8e10));

export const usedMemoryBytes = (world: World): number =>
  Math.round(world.gauges.rssBytes + 1_520_000_000 + 40_000_000 * wobble(world.elapsedMs, 20_000, "host"));

export const loadAverage = (world: World): readonly [number, number, number] => {
  const load = world.gauges.cpuCores + 0.22;
  return [round(load + 0.05 * wobble(world.elapsedMs, 15_000, "load"), 2), round(load * 0.95, 2), round(load * 0.9, 2)];
};

export function systemInfo(world: World): unknown {
  const diskAvailable = diskAvailableBytes(world);
  return {
    machineName: hostname,
    hostname,
    platform: "linux",
    release: "6.12.57",
    arch: "x64",
    osLabel: "Linux 6.12.57",
    port: 18789,
    nodeVersion: "v24.21.0",
    pid: world.process.pid,
    processInstanceId: world.process.instanceId,
    uptimeMs: Math.round(world.elapsedMs - world.process.startedMs),
    cpuCount,
    cpuModel: "AMD EPYC",
    loadAverage: loadAverage(world),
    memoryTotalBytes,
    memoryFreeBytes: memoryTotalBytes - usedMemoryBytes(world),
    eventLoop: eventLoop(world),
    processMemory: processMemory(world),
    disks: [{ path: "/", totalBytes: diskTotalBytes, availableBytes: diskAvailable }],
    diskTotalBytes,
    diskAvailableBytes: diskAvailable,
    diskPath: "/home/operator/.openclaw",
    defaultAgentUtilityModel: { status: "unavailable" },
  };
}
