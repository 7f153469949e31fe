// The processes a process started and has not yet buried.
import type { World } from "../probe.ts";
import { readOrNull } from "./kernel.ts";
import { parseChildren } from "./proc-text.ts";

/**
 * Children of all its threads, theirs not counted. Null when it is gone, or where the kernel keeps no such lists
 * (built without CONFIG_PROC_CHILDREN).
 */
export async function readChildren(world: World, pid: number): Promise<number | null> {
  const threads = await world.listDir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(threads.map((thread) => readOrNull(world, `/proc/${pid}/task/${thread}/children`)));
  // A thread that ended meanwhile has no list; the first thread lives as long as the process.
  const known = lists.filter((list) => list !== null);
  return known.length === 0 ? null : known.reduce((sum, list) => sum + parseChildren(list).length, 0);
}
