// What a process and all that it started have computed: a boot may wait for a child that does the work.
import { readOrNull, readPidStat } from "../local/kernel.ts";
import type { PidStat } from "../local/proc-text.ts";
import type { World } from "../probe.ts";

/** More than a boot starts; each costs two small files. */
const MOST = 64;

/** /proc/PID/task/PID/children: those the main thread started. Kernels without it tell of none. */
async function childrenOf(world: World, pid: number): Promise<readonly number[]> {
  const text = (await readOrNull(world, `/proc/${pid}/task/${pid}/children`)) ?? "";
  return text.split(" ").filter(Boolean).map(Number);
}

/** Clock ticks of all of them together, also of those that ended; it only grows while none of them is left to another parent. */
export async function familyTicks(world: World, oldest: PidStat): Promise<number> {
  let ticks = 0;
  const family: PidStat[] = [oldest];
  for (const stat of family) {
    ticks += stat.cpuTicks + stat.reapedTicks;
    for (const pid of await childrenOf(world, stat.pid)) {
      const child = family.length < MOST ? await readPidStat(world, pid) : null;
      if (child !== null) family.push(child);
    }
  }
  return ticks;
}
