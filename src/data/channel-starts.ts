// How often a channel account was started lately. The gateway keeps no such count: gatetop counts what it sees.
import { accountKey, type ChannelAccount } from "./model/channels.ts";
import type { State } from "./state.ts";

const HOUR_MS = 3_600_000;

export type ChannelStarts = {
  /** Null while nothing was seen and less than an hour was watched, and where the release tells no start times. */
  readonly count: number | null;
  /** The whole hour was watched: before that the count is a lower bound. */
  readonly wholeHour: boolean;
};

export function startsLastHour(state: State, account: ChannelAccount): ChannelStarts {
  const seen = (state.channelStarts.get(accountKey(account)) ?? []).filter((at) => state.now - at < HOUR_MS).length;
  const wholeHour = state.now - state.startedAt >= HOUR_MS;
  const told = wholeHour && account.lastStartAt !== null;
  return { count: seen > 0 || told ? seen : null, wholeHour };
}
