// Which accounts of this state are deaf. Asked by the alert rule, the board and the JSON: judged once for each state.
import { accountKey, channelState, type ChannelAccount, type ChannelBoard } from "../model/channels.ts";
import { lastValue } from "../reading.ts";
import type { State } from "../state.ts";
import type { Deafness, LiveProbe } from "./account-watch.ts";
import { deafness, type DeafGiven } from "./deaf.ts";

/** A probe tells of its moment, not of a day. */
const PROBE_COUNTS_MS = 900_000;

/** How far the gateway's clock is ahead of ours, as its newest answer tells; 0 where it does not. */
export function clockAheadMs(state: State): number {
  const reading = state.snapshot.channels;
  if (reading.kind !== "ok" && reading.kind !== "stale") return 0;
  const { toldAt } = reading.value;
  return toldAt === null || toldAt === undefined ? 0 : toldAt - reading.at;
}

const inUse = (account: ChannelAccount): boolean => !["disabled", "unconfigured"].includes(channelState(account));

function usedByChannel(board: ChannelBoard): ReadonlyMap<string, number> {
  const used = new Map<string, number>();
  for (const account of board.accounts) if (inUse(account)) used.set(account.channel, (used.get(account.channel) ?? 0) + 1);
  return used;
}

/** A live probe of this account that failed, while it tells of now. */
export function failedProbe(state: State, key: string): LiveProbe | null {
  const probe = state.liveProbes.get(key);
  return probe?.outcome === "failed" && state.now - probe.at < PROBE_COUNTS_MS ? probe : null;
}

function probeFailed(state: State, key: string): DeafGiven["probeFailed"] {
  const probe = failedProbe(state, key);
  return probe && { agoMs: Math.max(0, state.now - probe.at), why: probe.why };
}

const judged = new WeakMap<State, ReadonlyMap<string, Deafness>>();

/** Account key → why it is deaf. Of the last board read: whether that is fresh is the caller's to ask. */
export function deafAccounts(state: State): ReadonlyMap<string, Deafness> {
  const known = judged.get(state);
  if (known !== undefined) return known;
  const deaf = new Map<string, Deafness>();
  const board = lastValue(state.snapshot.channels);
  if (board !== null) {
    const used = usedByChannel(board);
    const aheadMs = clockAheadMs(state);
    for (const account of board.accounts) {
      const key = accountKey(account);
      const watch = state.accounts.get(key);
      if (watch === undefined) continue;
      const found = deafness(account, watch, {
        now: state.now + aheadMs,
        since: watch.since + aheadMs,
        shared: (used.get(account.channel) ?? 0) > 1,
        probeFailed: probeFailed(state, key),
      });
      if (found !== null) deaf.set(key, found);
    }
  }
  judged.set(state, deaf);
  return deaf;
}
