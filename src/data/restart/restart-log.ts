// What the gateway's log tells of restarts, its own and its channel accounts': kinds and times, no text.
import type { WorkLog } from "../model/log-notes.ts";
import { joinedWork, noWork } from "../work-log.ts";
import type { LogSaid } from "./log-lines.ts";

/** Times are the gateway's clock, epoch ms. */
export type RestartNote =
  | { readonly at: number; readonly of: "gateway"; readonly said: LogSaid; readonly run: string | null }
  | { readonly at: number; readonly of: "account"; readonly account: string; readonly reason: string }
  /** The health monitor gave up for this hour: the gateway's own limit. */
  | { readonly at: number; readonly of: "limit"; readonly account: string; readonly limit: number };

/** RPC logs.tail, read on from where the last read ended. */
export type RestartLog = {
  /** Byte offset to go on from. */
  readonly cursor: number;
  /** On the gateway's host; null: not told. */
  readonly file: string | null;
  /** Time of the oldest line read without a gap since; null: no line had one. */
  readonly reachesBackTo: number | null;
  /** Oldest first, one day, at most 500. */
  readonly notes: readonly RestartNote[];
  /** What the same lines tell of the gateway's work. */
  readonly work: WorkLog;
};

const DAY_MS = 86_400_000;
const KEPT = 500;

/** `gap`: lines between the two reads were lost (rotated, or more than one answer holds). */
export function joinedLogs(before: RestartLog | null, slice: RestartLog & { readonly gap: boolean }, now: number): RestartLog {
  const { cursor, file, reachesBackTo, notes, work, gap } = slice;
  const earlier = before?.notes ?? [];
  return {
    cursor,
    file,
    reachesBackTo: before === null || gap ? reachesBackTo : (before.reachesBackTo ?? reachesBackTo),
    notes: [...earlier, ...notes].filter(({ at }) => now - at < DAY_MS).slice(-KEPT),
    work: joinedWork(before?.work ?? noWork, work, now),
  };
}
