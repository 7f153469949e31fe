// What a process must not keep collecting: open handles, threads, children, connections.
import type { Evidence } from "../alerts/alert.ts";
import { current } from "../facts.ts";
import type { State } from "../state.ts";
import { duration } from "../units.ts";
import type { Slope } from "./trend.ts";
import { trendOf } from "./trend-of.ts";
import { baseWords, slopeWords, trendWords } from "./words.ts";

export type Collected = "openHandles" | "threads" | "children" | "connections";

/**
 * `steady`: flat, falling, or too little to be called growth. `factor`: how many times as many as at the beginning of the slope,
 * along its line. `message`: `282 open handles, 141 3h10m ago: +47/h (likely 40–55)`.
 */
export type Growing =
  | { readonly kind: "unknown"; readonly why: string }
  | { readonly kind: "steady" }
  | {
      readonly kind: "growing";
      readonly factor: number;
      readonly slope: Slope;
      readonly message: string;
      readonly evidence: readonly Evidence[];
    };

/** `least`: by less than this it has not grown, however few there were. A message opens a handful of each for a moment. */
const rows: { readonly [C in Collected]: { readonly words: string; readonly least: number } } = {
  openHandles: { words: "open handles", least: 50 },
  threads: { words: "threads", least: 10 },
  children: { words: "child processes", least: 5 },
  connections: { words: "connections", least: 10 },
};

const HOUR_MS = 3_600_000;

function unknownWhy(state: State, what: Collected): string | null {
  const reading = current(state, "process");
  if (reading.kind === "absent") return reading.why;
  if (reading.kind !== "ok") return "the process was not read lately";
  if (!reading.value.found) return reading.value.why;
  return reading.value[what] === null ? `${rows[what].words} cannot be counted here` : null;
}

/** Told of the process on this host only: no release says it over the wire. */
export function growing(state: State, what: Collected): Growing {
  const why = unknownWhy(state, what);
  if (why !== null) return { kind: "unknown", why };
  const trend = trendOf(state, what);
  if (trend.kind === "none") return trend.why === "flat" ? { kind: "steady" } : { kind: "unknown", why: trendWords(trend, "count") };
  const grown = (trend.perHour * (trend.to - trend.from)) / HOUR_MS;
  const { words, least } = rows[what];
  if (grown < least || trend.confidence === "low") return { kind: "steady" };
  const then = Math.max(1, trend.level - grown);
  const now = Math.round(trend.level);
  const slope = slopeWords(trend, "count");
  const message = `${now} ${words}, ${Math.round(then)} ${duration(trend.to - trend.from)} ago: ${slope}`;
  const evidence = [{ label: words, value: `${slope}, ${baseWords(trend)}`, source: "/proc", at: trend.to }];
  return { kind: "growing", factor: trend.level / then, slope: trend, message, evidence };
}
