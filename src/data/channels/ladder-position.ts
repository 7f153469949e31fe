// Where an account stands in the gateway's ladder of start attempts, and when it is tried next.
import { accountKey, channelState, type ChannelAccount } from "../model/channels.ts";
import type { LogNote } from "../model/log-notes.ts";
import type { LadderPosition } from "./account-watch.ts";

type Retry = Extract<LogNote, { of: "retry" }>;

/** Attempts the gateway makes by itself, releases 2026.5 to 2026.9. */
const ATTEMPTS = 10;
const FIRST_MS = 5_000;
const MOST_MS = 300_000;
/** The gateway waits up to a tenth longer than the doubled time; the middle is off by a twentieth at most. */
const MIDDLE = 1.05;
/** The log line is written as the account stops. */
const SAME_STOP_MS = 5_000;

/** Before the attempt after the `attempt`th: 5, 10, 20, 40, 80, 160, 300 … s. */
export const waitMs = (attempt: number): number => Math.round(Math.min(MOST_MS, FIRST_MS * 2 ** (Math.max(1, attempt) - 1) * MIDDLE));

function lineOf(account: ChannelAccount, attempt: number, retries: readonly Retry[]): Retry | null {
  const { lastStopAt } = account;
  if (lastStopAt === null) return null;
  const key = accountKey(account);
  return retries.findLast((one) => one.account === key && one.attempt === attempt && Math.abs(one.at - lastStopAt) < SAME_STOP_MS) ?? null;
}

const climbing: ReadonlySet<string> = new Set(["starting", "stopped", "offline"]);

/** A connection that is looked for again by the running account itself is no start of it. */
function isClimbing(account: ChannelAccount): boolean {
  const state = channelState(account);
  return state === "recovering" ? account.restartPending === true : climbing.has(state);
}

/**
 * Null: it is not on the ladder. `attempt` beyond `of`: the gateway gave up. `nextAt` by the gateway's clock; null while an attempt is
 * under way and after the last. A ready account keeps the number of its last attempt for five minutes: that is no position.
 */
export function ladderPosition(account: ChannelAccount, notes: readonly LogNote[] = []): LadderPosition | null {
  const attempt = account.reconnectAttempts ?? 0;
  if (attempt < 1 || !isClimbing(account)) return null;
  const retries = notes.filter((note) => note.of === "retry");
  const line = lineOf(account, attempt, retries);
  const of = line?.attempts ?? retries.at(-1)?.attempts ?? ATTEMPTS;
  if (account.restartPending !== true || account.lastStopAt === null || attempt > of) return { attempt, of, nextAt: null };
  return { attempt, of, nextAt: line === null ? account.lastStopAt + waitMs(attempt) : line.at + line.inMs };
}

export const gaveUp = ({ attempt, of }: LadderPosition): boolean => attempt > of;
