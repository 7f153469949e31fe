// Small reads of /proc that several probes share.
import type { World } from "../probe.ts";
import { parseAuxv, parseCpuTotals, parsePidStat, type KernelConstants, type PidStat } from "./proc-text.ts";

/** What every Linux that runs Node has, where /proc/self/auxv may not be read. */
const usual: KernelConstants = { ticksPerSecond: 100, pageBytes: 4096 };

export async function readKernelConstants(world: World): Promise<KernelConstants> {
  const auxv = await readOrNull(world, "/proc/self/auxv", { encoding: "latin1" });
  return (auxv === null ? null : parseAuxv(auxv)) ?? usual;
}

/** Epoch ms of the kernel's boot, to the second; null where /proc/stat does not say. */
export async function readBootAt(world: World): Promise<number | null> {
  const text = await readOrNull(world, "/proc/stat");
  return text === null ? null : (parseCpuTotals(text)?.bootAt ?? null);
}

/** null when no such process exists (any more). */
export async function readPidStat(world: World, pid: number): Promise<PidStat | null> {
  const text = await readOrNull(world, `/proc/${pid}/stat`);
  return text === null ? null : parsePidStat(text);
}

/** For files whose absence is an answer: a process that ended, a kernel without the feature, a directory of somebody else. */
export async function readOrNull(world: World, path: string, options?: Parameters<World["readText"]>[1]): Promise<string | null> {
  return world.readText(path, options).catch(() => null);
}
