// RPC usage.cost.
import type { Params } from "../methods.ts";
import { chance } from "../noise.ts";
import type { World } from "../world.ts";

const dayMs = 86_400_000;
/** Input, cache and output tokens cost this many USD a million. */
const prices = { input: 3, output: 15, cacheRead: 0.3 };

const cents = (usd: number): number => Math.round(usd * 10_000) / 10_000;

/** `share`: how much of the day is over. */
function spent(world: World, date: string, share: number): Readonly<Record<string, number>> {
  const input = Math.round((1_400_000 + 500_000 * chance(world.scenario.name, "cost", date)) * share);
  const [output, cacheRead] = [Math.round(input * 0.04), Math.round(input * 1.8)];
  const inputCost = cents((input / 1e6) * prices.input);
  const outputCost = cents((output / 1e6) * prices.output);
  const cacheReadCost = cents((cacheRead / 1e6) * prices.cacheRead);
  return {
    input,
    output,
    cacheRead,
    cacheWrite: 0,
    totalTokens: input + output + cacheRead,
    totalCost: cents(inputCost + outputCost + cacheReadCost),
    inputCost,
    outputCost,
    cacheReadCost,
    cacheWriteCost: 0,
    missingCostEntries: 0,
  };
}

export const summed = (rows: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> =>
  rows.reduce<Record<string, number>>((total, row) => {
    for (const [name, value] of Object.entries(row)) total[name] = cents((total[name] ?? 0) + value);
    return total;
  }, {});

/** Days of UTC, today last. */
export function spentIn(world: World, days: number): readonly { readonly date: string; readonly of: Readonly<Record<string, number>> }[] {
  const midnight = Math.floor(world.now / dayMs) * dayMs;
  return Array.from({ length: days }, (_, index) => {
    const begin = midnight - (days - 1 - index) * dayMs;
    const date = new Date(begin).toISOString().slice(0, 10);
    const today = ((world.now - midnight) / dayMs) * (world.scenario.upkeep?.spending ?? 1);
    return { date, of: spent(world, date, begin === midnight ? today : 1) };
  });
}

export function usageCost(world: World, params: Params): unknown {
  const days = typeof params["days"] === "number" ? params["days"] : 30;
  const spending = spentIn(world, days);
  return {
    updatedAt: world.now,
    days,
    daily: spending.map(({ date, of }) => ({ date, ...of })),
    totals: summed(spending.map(({ of }) => of)),
    cacheStatus: { status: "fresh", cachedFiles: world.sessions.length, pendingFiles: 0, staleFiles: 0, refreshedAt: world.now },
  };
}
