// Restarts of the gateway in the JSON: how often, by what, the last one and what it was told from.
import type { RestartCause, RestartCounters } from "../restart/counters.ts";
import type { State } from "../state.ts";

const HOUR_MS = 3_600_000;
/** One restart shows itself to several sources within this. */
const SAME_MS = 5_000;

/** What gatetop saw happen by itself, while no source tells more. */
function seenBlock(state: State) {
  const last = state.boots.at(-1);
  return {
    source: "seen by gatetop",
    at: state.now,
    lastHour: state.now - state.startedAt >= HOUR_MS ? state.boots.filter((boot) => state.now - boot.at < HOUR_MS).length : null,
    lastDay: null,
    unit: null,
    last: last ? { at: last.at, reason: null, proof: last.from } : null,
    byCause: null,
    breaker: { uncleanBoots: null, suppressed: null },
  };
}

function byCause({ items }: RestartCounters): Readonly<Partial<Record<RestartCause, number>>> {
  const counts: Partial<Record<RestartCause, number>> = {};
  for (const { cause } of items) counts[cause] = (counts[cause] ?? 0) + 1;
  return counts;
}

function lastOf(state: State, counters: RestartCounters) {
  const [last] = counters.items;
  if (last === undefined) return null;
  const seen = state.boots.findLast(({ at }) => Math.abs(at - last.at) < SAME_MS);
  return { at: last.at, reason: last.reason ?? last.cause, proof: seen?.from ?? last.from.join(", ") };
}

export function restartsBlock(state: State) {
  const counters = state.restarts;
  if (counters === null) return seenBlock(state);
  return {
    source: counters.sources.length === 0 ? "seen by gatetop" : counters.sources.join(", "),
    at: state.now,
    lastHour: counters.lastHour,
    lastDay: counters.lastDay,
    unit: counters.unit,
    last: lastOf(state, counters),
    byCause: byCause(counters),
    breaker: counters.breaker,
  };
}
