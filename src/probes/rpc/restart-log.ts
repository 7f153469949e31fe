// The gateway's log as a source of restarts: read whole once, then on from where the last read ended.
import { decodeRestartLog } from "../../data/gateway/decode/restart-log.ts";
import { joinedLogs } from "../../data/restart/restart-log.ts";
import { sources } from "../../data/snapshot.ts";
import type { Probe } from "../probe.ts";

const METHOD = "logs.tail";
/** What one answer may hold; the gateway's default of 250 kB is some hours of a calm log. */
const LINES = 5_000;

export const restartLogProbe: Probe<"restartLog"> = {
  source: "restartLog",
  method: METHOD,
  read: async (world, { last }) => {
    const before = last("restartLog");
    const params = before === null ? { limit: LINES } : { limit: LINES, cursor: before.cursor };
    return joinedLogs(before, decodeRestartLog(await world.request(METHOD, params, sources.restartLog.timeoutMs)), world.now());
  },
};
