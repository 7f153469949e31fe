// The gateway's log as a source of restarts and of trouble at work: read whole once, then on from where the last read ended.
import { decodeRestartLog } from "../../data/gateway/decode/restart-log.ts";
import { again } from "../../data/pace.ts";
import { joinedLogs, type RestartLog } from "../../data/restart/restart-log.ts";
import { sources } from "../../data/snapshot.ts";
import type { Probe, World } from "../probe.ts";

const METHOD = "logs.tail";
/** What one answer may hold; the gateway's default of 250 kB is some hours of a calm log. */
const LINES = 5_000;
/** A file that stays as it is may have a successor: the name holds the date. */
const ASK_ANYWAY_MS = 60_000;

/** Null: not on this host, or not for us to see. */
async function sizeHere(world: World, file: string | null): Promise<number | null> {
  if (file === null) return null;
  try {
    return await world.fileSize(file);
  } catch {
    // Another user's folder, a container's: then the gateway is asked as one far away.
    return null;
  }
}

export const restartLogProbe: Probe<"restartLog"> = {
  source: "restartLog",
  method: METHOD,
  again: again("restartLog"),
  read: async (world, { last, target }): Promise<RestartLog> => {
    const before = last("restartLog");
    const size = target.local ? await sizeHere(world, before?.file ?? null) : null;
    if (before !== null && size === before.cursor && Math.abs(world.now() - before.askedAt) < ASK_ANYWAY_MS) {
      return before.watched ? before : { ...before, watched: true };
    }
    const params = before === null ? { limit: LINES } : { limit: LINES, cursor: before.cursor };
    const log = joinedLogs(before, decodeRestartLog(await world.request(METHOD, params, sources.restartLog.timeoutMs)), world.now());
    // A file that grows while nothing new is told is another one of the same name.
    const watched = size !== null && (log.cursor === size || log.cursor !== before?.cursor);
    return { ...log, watched };
  },
};
