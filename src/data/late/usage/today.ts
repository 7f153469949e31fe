// What today costs, beside the days before it, its budget, and what is still to come of it.
import { rules } from "../../alerts/rules.ts";
import { inForce } from "../../alerts/setting.ts";
import { clockAheadMs } from "../../channels/deaf-accounts.ts";
import type { Cost } from "../../model/upkeep.ts";
import { lastValue } from "../../reading.ts";
import type { State } from "../../state.ts";

export type Day = Cost["days"][number];

export type Today = {
  readonly fresh: boolean;
  readonly today: Day;
  /** Newest first, today not among them. */
  readonly before: readonly Day[];
  /** Of the days before from the first on which something was spent, at most seven; null: nothing was. */
  readonly mean: { readonly usd: number; readonly tokens: number; readonly days: number } | null;
  /** Share 0..1 of the gateway's day that is over; null: its time zone is not known. */
  readonly share: number | null;
  /** At this pace by the end of the day; null while less than a quarter of it is over, and of what has no price. */
  readonly projectedUsd: number | null;
  /** Limits of the rule cost-budget; null: it is off. */
  readonly budget: { readonly warn: number | null; readonly crit: number | null } | null;
};

const DAYS = 7;
const DAY_MS = 86_400_000;
/** Of an hour, a day cannot be foretold. */
const LEAST_SHARE = 0.25;

export function meanOf(before: readonly Day[]): Today["mean"] {
  const week = before.slice(0, DAYS);
  const first = week.findLastIndex(({ usd, tokens }) => usd > 0 || tokens > 0);
  if (first === -1) return null;
  const days = first + 1;
  const sum = (of: (day: Day) => number): number => week.slice(0, days).reduce((total, day) => total + of(day), 0);
  return { usd: sum(({ usd }) => usd) / days, tokens: sum(({ tokens }) => tokens) / days, days };
}

/** By our midnight when it is that day here, by that of Greenwich when it is that day there. */
export function shareOfDay(date: string, now: number): number | null {
  const [year, month, day] = date.split("-").map(Number);
  if (year === undefined || month === undefined || day === undefined) return null;
  const midnights = [new Date(year, month - 1, day).getTime(), Date.UTC(year, month - 1, day)];
  const midnight = midnights.find((at) => now >= at && now < at + DAY_MS);
  return midnight === undefined ? null : (now - midnight) / DAY_MS;
}

function budgetOf(state: State): Today["budget"] {
  const limits = inForce(rules, state.settings).find(({ id }) => id === "cost-budget")?.threshold;
  if (limits === undefined || (limits.warn === null && limits.crit === null)) return null;
  return { warn: limits.warn, crit: limits.crit };
}

/** Null before the cost was read, or when the gateway told no day. */
export function todayOf(state: State): Today | null {
  const read = lastValue(state.snapshot.cost);
  const today = read?.days.at(-1);
  if (read === null || today === undefined) return null;
  const before = read.days.slice(0, -1).toReversed();
  const share = shareOfDay(today.date, state.now + clockAheadMs(state));
  return {
    fresh: read.fresh,
    today,
    before,
    mean: meanOf(before),
    share,
    projectedUsd: share === null || share < LEAST_SHARE || today.unpriced > 0 ? null : today.usd / share,
    budget: budgetOf(state),
  };
}
