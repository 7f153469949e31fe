// The host the gateway shares with gatetop.
import os from "node:os";
import type { HostReading } from "../../data/model/local.ts";
import { Missing, type Probe, type World } from "../probe.ts";
import { readOrNull } from "./kernel.ts";
import { parseCpuTotals, parseLoad1, parseMemory, type CpuTotals } from "./proc-text.ts";

/** A quarter of a second: over less, the share is mostly rounding. */
const shortestTicks = 25;

type Figures = Omit<HostReading, "hostname" | "diskUsedPercent">;

/** systeminformation measures since its own previous call; the load average is what libuv asks the kernel for. */
async function readElsewhere(world: World): Promise<Figures> {
  const { currentLoad, mem } = await world.systeminformation();
  const [load, memory] = await Promise.all([currentLoad(), mem()]);
  const known = (value: number): number | null => (Number.isFinite(value) ? value : null);
  return {
    cpuPercent: known(load.currentLoad),
    cpuCount: load.cpus.length || os.availableParallelism(),
    memoryUsedBytes: known(memory.total - memory.available),
    memoryTotalBytes: known(memory.total),
    // Windows has no load average: Node says 0 there.
    load1: world.platform === "win32" ? null : (os.loadavg()[0] ?? null),
  };
}

/**
 * Linux: /proc/stat, /proc/meminfo, /proc/loadavg, statfs of the state directory (or /). Elsewhere: systeminformation.
 * `cpuPercent` is since the previous reading, null on the first. Missing when the gateway is on another host.
 */
export function createHostProbe(): Probe<"host"> {
  let last: CpuTotals | null = null;
  let cpuPercent: number | null = null;

  const readLinux = async (world: World): Promise<Figures> => {
    const cpu = parseCpuTotals((await readOrNull(world, "/proc/stat")) ?? "");
    const memory = parseMemory((await readOrNull(world, "/proc/meminfo")) ?? "");
    const elapsed = cpu === null || last === null ? 0 : cpu.totalTicks - last.totalTicks;
    // Asked twice in a moment: the answer of a moment ago stands.
    if (cpu === null || last === null || elapsed >= cpu.cpuCount * shortestTicks) {
      const busy = cpu === null || last === null ? 0 : cpu.busyTicks - last.busyTicks;
      cpuPercent = elapsed > 0 ? Math.min(100, Math.max(0, (busy / elapsed) * 100)) : null;
      last = cpu;
    }
    return {
      cpuPercent,
      cpuCount: cpu?.cpuCount ?? os.availableParallelism(),
      memoryUsedBytes: memory.usedBytes,
      memoryTotalBytes: memory.totalBytes,
      load1: parseLoad1((await readOrNull(world, "/proc/loadavg")) ?? ""),
    };
  };

  return {
    source: "host",
    read: async (world, { target }) => {
      if (!target.local) throw new Missing("the gateway is on another host");
      const figures = await (world.platform === "linux" ? readLinux(world) : readElsewhere(world));
      const place = target.stateDir ?? "/";
      const diskUsedPercent = await world
        .diskUsedPercent(place)
        .catch(() => world.diskUsedPercent("/"))
        .catch(() => null);
      return { hostname: world.hostname(), ...figures, diskUsedPercent };
    },
  };
}

export const hostProbe = createHostProbe();
