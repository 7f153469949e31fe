// RPC sessions.usage and usage.status.
import type { Params } from "../methods.ts";
import { chance } from "../noise.ts";
import type { SessionScript } from "../scenario.ts";
import type { World } from "../world.ts";
import { spentIn, summed } from "./cost.ts";

const dayMs = 86_400_000;
const hourMs = 3_600_000;

type Figures = Readonly<Record<string, number>>;
type Of = { readonly script: SessionScript; readonly figures: Figures };

const share = (figures: Figures, part: number): Figures =>
  Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, name.endsWith("Cost") ? value * part : Math.round(value * part)]),
  );

/** What the days cost, divided among the sessions that had a run. */
function bySession(world: World, days: number): readonly Of[] {
  const scripts = world.sessions.map(({ script }) => script);
  const weights = scripts.map(({ key, provider }) => (provider === "anthropic" ? 3 : 1) * (0.3 + chance("usage", key)));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const total = summed(spentIn(world, days).map(({ of }) => of));
  return scripts.map((script, index) => ({ script, figures: share(total, (weights[index] ?? 0) / all) }));
}

function grouped(sessions: readonly Of[], nameOf: (script: SessionScript) => Readonly<Record<string, string>> | null): readonly unknown[] {
  const groups = new Map<string, { readonly named: Readonly<Record<string, string>>; readonly figures: Figures[] }>();
  for (const { script, figures } of sessions) {
    const named = nameOf(script);
    if (named === null) continue;
    const key = JSON.stringify(named);
    const group = groups.get(key) ?? { named, figures: [] };
    group.figures.push(figures);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ named, figures }) => ({ ...named, totals: summed(figures) }));
}

const dateOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Days of UTC. Releases of 2026.5 know no range. */
export function sessionsUsage(world: World, params: Params): unknown {
  const days = params["range"] === "7d" ? 7 : 30;
  const sessions = bySession(world, days);
  return {
    updatedAt: world.now,
    startDate: dateOf(world.now - (days - 1) * dayMs),
    endDate: dateOf(world.now),
    sessions: sessions.map(({ script, figures }) => ({
      key: script.key,
      agentId: script.agent,
      ...(script.via === null ? {} : { channel: script.via.channel }),
      modelProvider: script.provider,
      model: script.model,
      usage: figures,
    })),
    totals: summed(sessions.map(({ figures }) => figures)),
    aggregates: {
      byModel: grouped(sessions, ({ provider, model }) => ({ provider, model })),
      byProvider: grouped(sessions, ({ provider }) => ({ provider })),
      byAgent: grouped(sessions, ({ agent }) => ({ agentId: agent })),
      byChannel: grouped(sessions, ({ via }) => (via === null ? null : { channel: via.channel })),
    },
    cacheStatus: { status: "fresh", cachedFiles: sessions.length, pendingFiles: 0, staleFiles: 0, refreshedAt: world.now },
  };
}

/** A subscription tells its windows; a key that is paid by use has none and is not listed. */
export function usageStatus(world: World): unknown {
  const spending = world.scenario.upkeep?.spending ?? 1;
  const used = (percent: number): number => Math.min(100, Math.round(percent * spending));
  return {
    updatedAt: world.now,
    providers: world.sessions.some(({ script }) => script.provider === "anthropic")
      ? [
          {
            provider: "anthropic",
            displayName: "Claude",
            plan: "Max",
            windows: [
              { label: "5h", usedPercent: used(16), resetAt: world.epoch(2.4 * hourMs) },
              { label: "Week", usedPercent: used(9), resetAt: world.epoch(3.2 * dayMs) },
            ],
          },
        ]
      : [],
  };
}
