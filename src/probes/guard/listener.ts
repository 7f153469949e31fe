// Who holds the port: the gateway, nobody, or somebody who is not the gateway.
import type { Sight } from "../../data/guard/sight.ts";
import { readPidStat } from "../local/kernel.ts";
import { ownerOf, ownsSocket } from "../local/port-owner.ts";
import type { PortSockets } from "../local/sockets.ts";
import type { World } from "../probe.ts";

/** A wrapper script, its shell and OpenClaw's own launcher may stand between the unit's process and the one that listens. */
const GENERATIONS = 6;
/** Every process of this user was asked: an owner that could not be seen will not be seen a moment later. */
const SEARCH_AGAIN_MS = 30_000;

type Asked = {
  readonly sockets: PortSockets;
  readonly port: Sight["port"]["outcome"];
  /** Living processes that are the gateway: of its lock, of its unit, or answering before. */
  readonly own: readonly number[];
  /** It is known which process the gateway was, or should be, also when that one is gone: whoever else listens is a stranger. */
  readonly known: boolean;
};

export type ListenerLook = (asked: Asked) => Promise<Sight["listener"]>;

/** Old releases lock with the parent and listen in the child. */
async function descends(world: World, pid: number, from: number): Promise<boolean> {
  let ancestor: number | null = pid;
  for (let generation = 0; ancestor !== null && ancestor > 1 && generation < GENERATIONS; generation += 1) {
    if (ancestor === from) return true;
    ancestor = (await readPidStat(world, ancestor))?.parentPid ?? null;
  }
  return false;
}

export function createListenerLook(world: World, monotonicMs: () => number): ListenerLook {
  let unseen: { readonly listens: string; readonly atMs: number } | null = null;

  const owner = async (inodes: readonly string[], likely: readonly number[]): Promise<number | null> => {
    const listens = inodes.join();
    if (unseen?.listens === listens && monotonicMs() - unseen.atMs < SEARCH_AGAIN_MS) {
      for (const pid of likely) if (await ownsSocket(world, pid, inodes)) return pid;
      return null;
    }
    const pid = await ownerOf(world, inodes, likely);
    unseen = pid === null ? { listens, atMs: monotonicMs() } : null;
    return pid;
  };

  return async ({ sockets: { listeners }, port, own, known }) => {
    // A port that takes connections and is not in our table is another network namespace's.
    if (listeners.length === 0) return { who: port === "refused" ? "nobody" : "unknown", pid: null };
    const pid = await owner(
      listeners.map(({ inode }) => inode),
      own,
    );
    if (pid === null) return { who: "unknown", pid: null };
    for (const one of own) if (await descends(world, pid, one)) return { who: "gateway", pid };
    return { who: known || own.length > 0 ? "stranger" : "unknown", pid };
  };
}
