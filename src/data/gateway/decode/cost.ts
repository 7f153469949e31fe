// RPC usage.cost.
import type { Cost } from "../../model/upkeep.ts";
import { decoding, maybe, needList, needText, num, rows, text, type Fields } from "./field.ts";

const DAYS_MAX = 400;
const HALF_A_DAY_MS = 43_200_000;

/** The last row is the gateway's today; old releases leave out days on which nothing was spent. */
export function decodeCost(payload: unknown): Cost {
  return decoding("usage.cost", payload, (from) => {
    const status = text(maybe(from, "cacheStatus") ?? {}, "status", 40);
    const days = rows(needList(from, "daily"), "daily", DAYS_MAX, dayOf);
    return { fresh: status === null || status === "fresh", days: [...days, ...todayWithout(days, num(from, "updatedAt"))] };
  });
}

function dayOf(from: Fields): Cost["days"][number] {
  return {
    date: needText(from, "date", 10),
    tokens: num(from, "totalTokens") ?? 0,
    usd: num(from, "totalCost") ?? 0,
    unpriced: num(from, "missingCostEntries") ?? 0,
  };
}

/** A today without a row, where it can be told without the gateway's time zone: nowhere on earth is it still the last row's day. */
function todayWithout(days: Cost["days"], updatedAt: number | null): Cost["days"] {
  const last = days.at(-1);
  if (last === undefined || updatedAt === null || Math.abs(updatedAt) > 8e15) return [];
  const date = new Date(updatedAt - HALF_A_DAY_MS).toISOString().slice(0, 10);
  return last.date < date ? [{ date, tokens: 0, usd: 0, unpriced: 0 }] : [];
}
