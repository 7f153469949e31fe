// How often the gateway and its channel accounts were restarted lately, and by what, as it is drawn.
import { startsLastHour, type ChannelStarts } from "../channel-starts.ts";
import { accountKey, type ChannelAccount } from "../model/channels.ts";
import type { CountedRestart, RestartCounters } from "../restart/counters.ts";
import type { State } from "../state.ts";
import { age } from "../units.ts";
import { cell, UNKNOWN, type Cell } from "./cell.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Three unclean boots within 300 s trip the gateway's breaker at the next one. */
const NEAR_BREAKER = 2;

/** Of what gatetop saw itself, while no source tells more. */
function seenCells(state: State): readonly Cell[] {
  const last = state.boots.at(-1);
  if (last === undefined) return [cell("none seen", "dim")];
  const hour = state.boots.filter((boot) => state.now - boot.at < HOUR_MS).length;
  const kind = last.kind === "restart" ? "in the process" : "new process";
  return [cell(`${hour} in the last hour`, hour > 0 ? "warn" : "plain"), cell(`last ${age(state.now - last.at)} ago, ${kind}`, "dim")];
}

const number = (count: number | null): string => (count === null ? UNKNOWN : String(count));

function breakerCells({ breaker }: RestartCounters): readonly Cell[] {
  if (breaker.suppressed.length > 0) return [cell(`breaker keeps ${breaker.suppressed.join(", ")} down`, "bad")];
  const unclean = breaker.uncleanBoots ?? 0;
  return unclean >= NEAR_BREAKER ? [cell(`${unclean} unclean boots`, "warn")] : [];
}

/** Where no source tells the whole time, those that are known are the least there were: `3+`. */
function counted(state: State, count: number | null, withinMs: number): string {
  const known = state.restarts?.items.filter(({ at }) => state.now - at < withinMs).length ?? 0;
  return count === null && known > 0 ? `${known}+` : number(count);
}

/** `1h 0`, `24h 2`, `unit 5`, and the last one with its cause. */
export function restartCells(state: State): readonly Cell[] {
  const counters = state.restarts;
  if (counters === null) return seenCells(state);
  const [last] = counters.items;
  const hour = counted(state, counters.lastHour, HOUR_MS);
  return [
    cell(`1h ${hour}`, ["0", UNKNOWN].includes(hour) ? "strong" : "warn"),
    ...breakerCells(counters),
    cell(`24h ${counted(state, counters.lastDay, DAY_MS)}`),
    ...(counters.unit === null ? [] : [cell(`unit ${counters.unit}`)]),
    ...(last === undefined ? [] : [cell(`last ${age(state.now - last.at)} ago, ${last.cause}`, "dim")]),
  ];
}

/** `12m ago` and `crash · boot table`, newest first. */
export function restartFields(state: State): readonly (readonly [string, string])[] {
  const words = ({ cause, from, reason }: CountedRestart): string => [cause, reason, from.join(" + ")].filter(Boolean).join(" · ");
  return (state.restarts?.items ?? []).map((item) => [`${age(state.now - item.at)} ago`, words(item)]);
}

export type AccountStarts = ChannelStarts & {
  /** Why, where the log tells: `auto-restart` → 2. */
  readonly byReason: Readonly<Record<string, number>>;
  /** The gateway's own cap for an hour. */
  readonly limit: number | null;
};

/** What was seen to start and what the log tells are the same restarts: the greater number is nearer the truth. */
export function accountStarts(state: State, account: ChannelAccount): AccountStarts {
  const seen = startsLastHour(state, account);
  const told = state.restarts?.accounts.find((one) => one.account === accountKey(account));
  if (told === undefined) return { ...seen, byReason: {}, limit: null };
  const count = seen.count === null || told.count === null ? (seen.count ?? told.count) : Math.max(seen.count, told.count);
  return { count, wholeHour: seen.wholeHour || told.wholeHour, byReason: told.byReason, limit: told.limit };
}

/** `3/10`: against the gateway's limit where it is known. */
export function startsCell({ count, limit }: AccountStarts): Cell {
  if (count === null) return cell(UNKNOWN, "dim");
  const bad = limit === null ? count > 2 : count >= limit;
  return cell(limit === null ? String(count) : `${count}/${limit}`, bad ? "bad" : count > 0 ? "warn" : "dim");
}

/** The same in a sentence, with what was not watched. */
export function startsWords({ count, wholeHour, limit }: AccountStarts): string {
  if (count === null) return wholeHour ? UNKNOWN : `${UNKNOWN}  none seen yet; an hour was not watched`;
  const of = limit === null ? "" : ` of at most ${limit}`;
  return wholeHour ? `${count}${of}` : `${count}${of} seen; an hour was not watched`;
}
