// RPC sessions.usage. Titles, labels and origins of sessions are left out.
import type { Spent, Usage } from "../../model/usage.ts";
import { decoding, maybe, needList, needText, nested, num, rows, text, type Fields } from "./field.ts";

const GROUPS_MAX = 500;
const SESSIONS_MAX = 100;

/** The first answer of a process may be all zeros, its sessions without figures, while cacheStatus.status is "refreshing". */
export function decodeUsage(payload: unknown): Usage {
  return decoding("sessions.usage", payload, (from) => {
    const status = text(maybe(from, "cacheStatus") ?? {}, "status", 40);
    const aggregates = nested(from, "aggregates");
    const groups = (name: string, nameOf: (row: Fields) => string): readonly Spent[] => dearest(grouped(aggregates, name, nameOf));
    return {
      fresh: status === null || status === "fresh",
      from: text(from, "startDate", 10),
      to: text(from, "endDate", 10),
      total: figures(nested(from, "totals")),
      byModel: groups("byModel", (row) => text(row, "model", 120) ?? "unknown"),
      byProvider: groups("byProvider", (row) => text(row, "provider", 80) ?? "unknown"),
      byAgent: groups("byAgent", (row) => text(row, "agentId", 80) ?? "unknown"),
      byChannel: groups("byChannel", (row) => text(row, "channel", 80) ?? "unknown"),
      bySession: dearest(sessionsOf(from)).slice(0, SESSIONS_MAX),
    };
  });
}

const figures = (from: Fields): Usage["total"] => ({
  tokens: num(from, "totalTokens") ?? 0,
  usd: num(from, "totalCost") ?? 0,
  unpriced: num(from, "missingCostEntries") ?? 0,
});

function grouped(from: Fields, name: string, nameOf: (row: Fields) => string): readonly Spent[] {
  const list = from[name];
  if (!Array.isArray(list)) return [];
  return rows(list as readonly unknown[], `aggregates.${name}`, GROUPS_MAX, (row) => ({
    name: nameOf(row),
    ...figures(nested(row, "totals")),
  }));
}

/** One not counted yet has no figures, which is not none spent. */
function sessionsOf(from: Fields): readonly Spent[] {
  return rows(needList(from, "sessions"), "sessions", GROUPS_MAX, (row): Spent | null => {
    const usage = maybe(row, "usage");
    return usage === null ? null : { name: needText(row, "key"), ...figures(usage) };
  }).filter((row) => row !== null);
}

const dearest = (all: readonly Spent[]): readonly Spent[] => all.toSorted((a, b) => b.usd - a.usd || b.tokens - a.tokens);
