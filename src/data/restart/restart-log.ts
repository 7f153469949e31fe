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
  /** Its size can be seen from here: while it stays, the gateway has nothing new to tell. */
  readonly watched: boolean;
  /** When the gateway was last asked for it. */
  readonly askedAt: number;
  /** Time of the oldest line read without a gap since; null: no line had one. */
  readonly reachesBackTo: number | null;
  /** Oldest first, one day, at most 500. */
  readonly notes: readonly RestartNote[];
  /** What the same lines tell of the gateway's work. */
  readonly work: WorkLog;
};

/** One answer. `gap`: lines between it and the read before were lost (rotated, or more than one answer holds). */
export type LogSlice = Omit<RestartLog, "watched" | "askedAt"> & { readonly gap: boolean };

const DAY_MS = 86_400_000;
const KEPT = 500;

export function joinedLogs(before: RestartLog | null, slice: LogSlice, now: number): RestartLog {
  const { cursor, file, reachesBackTo, notes, work, gap } = slice;
  const earlier = before?.notes ?? [];
  const young = ({ at }: RestartNote): boolean => now - at < DAY_MS;
  return {
    cursor,
    file,
    watched: false,
    askedAt: now,
    reachesBackTo: before === null || gap ? reachesBackTo : (before.reachesBackTo ?? reachesBackTo),
    notes: notes.length === 0 && earlier.every(young) ? earlier : [...earlier, ...notes].filter(young).slice(-KEPT),
    work: joinedWork(before?.work ?? noWork, work, now),
  };
}
