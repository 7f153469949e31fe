// When memory meets its limit, if it goes on as it went, and which part of it grows.
import type { Evidence } from "../alerts/alert.ts";
import { memoryLimitFact, rssFact } from "../facts.ts";
import type { Gauge, State } from "../state.ts";
import { bytes } from "../units.ts";
import { timeToLimit } from "./time-to-limit.ts";
import type { Slope, TimeToLimit } from "./trend.ts";
import { trendOf } from "./trend-of.ts";
import { baseWords, limitWords, slopeWords, trendWords } from "./words.ts";

/**
 * `steady`: flat or falling. `rising`: `toLimit` null when no limit is known. `message`: `1.21 GiB · +38 MiB/h (likely 31–44) ·
 * reaches 1.50 GiB (MemoryMax of openclaw.service) in about 7h40m`.
 */
export type MemoryTrend =
  | { readonly kind: "unknown"; readonly why: string }
  | { readonly kind: "steady" }
  | {
      readonly kind: "rising";
      readonly slope: Slope;
      readonly toLimit: TimeToLimit | null;
      readonly message: string;
      readonly evidence: readonly Evidence[];
    };

const parts: readonly (readonly [Gauge, string])[] = [
  ["heapUsedBytes", "heap in use"],
  ["offHeapBytes", "outside the heap"],
];

function evidenceOf(state: State, slope: Slope, from: string): readonly Evidence[] {
  const told = parts.map(([gauge, label]): Evidence => {
    const trend = trendOf(state, gauge);
    return { label, value: trendWords(trend, "bytes"), source: "gateway's processMemory", at: trend.kind === "slope" ? trend.to : null };
  });
  return [{ label: "rss", value: `${slopeWords(slope, "bytes")}, ${baseWords(slope)}`, source: from, at: slope.to }, ...told];
}

export function memoryTrend(state: State): MemoryTrend {
  const rss = rssFact(state);
  if (rss === null) return { kind: "unknown", why: "memory is not known" };
  const trend = trendOf(state, "rssBytes");
  if (trend.kind === "none") return trend.why === "flat" ? { kind: "steady" } : { kind: "unknown", why: trendWords(trend, "bytes") };
  if (trend.perHour <= 0) return { kind: "steady" };
  const limit = memoryLimitFact(state);
  const toLimit = limit === null ? null : timeToLimit(trend, limit, state.now);
  const words = [bytes(rss.value), slopeWords(trend, "bytes"), ...(toLimit === null ? [] : [limitWords(trend, toLimit)])];
  return { kind: "rising", slope: trend, toLimit, message: words.join(" · "), evidence: evidenceOf(state, trend, rss.from) };
}
