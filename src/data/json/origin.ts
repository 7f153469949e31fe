// What every block of the JSON shares: its value, and where it came from.
import * as facts from "../facts.ts";
import { lastValue, type Reading } from "../reading.ts";
import { sources, type Source, type Values } from "../snapshot.ts";
import type { State } from "../state.ts";

/** Where a block came from, when, and why it is old or missing. */
export type Origin = { readonly source: string; readonly at: number | null; readonly stale: boolean; readonly why: string | null };

function origin(reading: Reading<unknown>, source: Source): Origin {
  const from = sources[source].from;
  switch (reading.kind) {
    case "ok":
      return { source: reading.from, at: reading.at, stale: false, why: null };
    case "stale":
      return { source: reading.from, at: reading.at, stale: true, why: reading.why };
    case "absent":
      return { source: from, at: null, stale: false, why: reading.why };
    case "pending":
      return { source: from, at: null, stale: false, why: "not asked yet" };
  }
}

/** The last value however old (its origin says so), or null. */
export const block = <K extends Source>(state: State, source: K): { readonly value: Values[K] | null; readonly origin: Origin } => {
  const reading = facts.current(state, source);
  return { value: lastValue(reading), origin: origin(reading, source) };
};

/** Clocks and quotients carry digits that mean nothing. */
export const rounded = (value: number | null, digits: number): number | null => (value === null ? null : Number(value.toFixed(digits)));

export const fact = <T>(found: facts.Fact<T> | null): T | null => found?.value ?? null;
