// Every gauge is kept twice: an hour by the second for charts, a day by the minute for trends.
import { emptyDay, pushMinute } from "./day-history.ts";
import { emptySeries, push } from "./series.ts";
import type { Gauge, State } from "./state.ts";

/** A missing gauge does not compile. */
const names: { readonly [G in Gauge]: true } = {
  rssBytes: true,
  heapUsedBytes: true,
  offHeapBytes: true,
  cpuCores: true,
  loopDelayMs: true,
  rpcMs: true,
  queued: true,
  openHandles: true,
  threads: true,
  children: true,
  connections: true,
  messagesPerMinute: true,
};

const ofEach = <T>(value: T): Readonly<Record<Gauge, T>> =>
  Object.fromEntries(Object.keys(names).map((name) => [name, value])) as Readonly<Record<Gauge, T>>;

export const emptyHistory: State["history"] = ofEach(emptySeries);
export const emptyDays: State["days"] = ofEach(emptyDay);

/** What is not known leaves no sample. */
export function record(state: State, gauge: Gauge, at: number, value: number | null | undefined): State {
  if (value === null || value === undefined) return state;
  return {
    ...state,
    history: { ...state.history, [gauge]: push(state.history[gauge], { at, value }) },
    days: { ...state.days, [gauge]: pushMinute(state.days[gauge], at, value) },
  };
}
