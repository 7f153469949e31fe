// Which process holds a listening socket: the only evidence no file can fake.
import { setImmediate as nextTurn } from "node:timers/promises";
import type { World } from "../probe.ts";

// A host may have thousands of processes: other work gets its turn in between.
const processesPerTurn = 16;

/** Looks through the open files of `pid`; null when they may not be seen. */
export async function holdsSocket(world: World, pid: number, inodes: readonly string[]): Promise<boolean | null> {
  const links = new Set(inodes.map((inode) => `socket:[${inode}]`));
  const handles = await world.listDir(`/proc/${pid}/fd`).catch(() => null);
  if (handles === null) return null;
  for (const handle of handles) {
    const link = await world.readLink(`/proc/${pid}/fd/${handle}`).catch(() => "");
    if (links.has(link)) return true;
  }
  return false;
}

/** The same, where not being allowed to look is no evidence. */
export const ownsSocket = async (world: World, pid: number, inodes: readonly string[]): Promise<boolean> =>
  (await holdsSocket(world, pid, inodes)) === true;

/** Asks `likely` pids first, then every process this user may look into. null when none of them holds the socket. */
export async function ownerOf(world: World, inodes: readonly string[], likely: readonly number[]): Promise<number | null> {
  for (const pid of new Set(likely)) if (await ownsSocket(world, pid, inodes)) return pid;
  const pids = (await world.listDir("/proc").catch(() => [])).filter((name) => /^\d+$/u.test(name)).map(Number);
  for (const [index, pid] of pids.entries()) {
    if (index % processesPerTurn === processesPerTurn - 1) await nextTurn();
    if (await ownsSocket(world, pid, inodes)) return pid;
  }
  return null;
}
