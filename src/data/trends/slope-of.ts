// Samples of a stretch of time → the slope in them, and how sure it is.
import type { Sample } from "../series.ts";
import { median, theilSen, type Fit, type Point } from "./theil-sen.ts";
import { TREND_LEAST_MS, type Confidence, type Trend } from "./trend.ts";

const HOUR_MS = 3_600_000;
/** 80 points have 3 160 pairs: under a millisecond, for several stretches of several gauges each minute. */
const MOST_POINTS = 80;
const LEAST_POINTS = 10;

/** A line through what was measured between `from` and `to`; x in hours before `to`. */
export type Stretch = Fit & {
  readonly kind: "stretch";
  readonly from: number;
  readonly to: number;
  readonly samples: number;
  readonly points: number;
};
export type NoTrend = Extract<Trend, { kind: "none" }>;

/** What a slope must have for each word, the first row it meets. `width`: of its interval, as a share of the slope. */
const certainty: readonly { readonly spanMs: number; readonly points: number; readonly width: number; readonly is: Confidence }[] = [
  { spanMs: 2 * HOUR_MS, points: 60, width: 0.5, is: "high" },
  { spanMs: HOUR_MS / 2, points: 20, width: 1, is: "medium" },
];

/** Median value at the median time of each of `count` equal stretches: a line stays the same line, a spike disappears. */
function thinned(samples: readonly Sample[], from: number, to: number, count: number): readonly Point[] {
  const groups = new Map<number, Sample[]>();
  const width = (to - from) / count;
  for (const sample of samples) {
    const index = Math.min(count - 1, Math.floor((sample.at - from) / width));
    const group = groups.get(index);
    if (group) group.push(sample);
    else groups.set(index, [sample]);
  }
  return [...groups.values()].map((group) => ({
    x: (median(group.map(({ at }) => at)) - to) / HOUR_MS,
    y: median(group.map(({ value }) => value)),
  }));
}

/** Of samples in the order of their times. */
export function stretchOf(samples: readonly Sample[], mostPoints = MOST_POINTS): Stretch | NoTrend {
  const from = samples[0]?.at ?? 0;
  const to = samples.at(-1)?.at ?? 0;
  if (to - from < TREND_LEAST_MS) return { kind: "none", why: "too-short" };
  const points = thinned(samples, from, to, mostPoints);
  const fit = points.length < LEAST_POINTS ? null : theilSen(points);
  if (fit === null) return { kind: "none", why: "too-few" };
  return { kind: "stretch", ...fit, from, to, samples: samples.length, points: points.length };
}

/** A slope whose interval holds 0 is none. */
export function trendIn(stretch: Stretch | NoTrend): Trend {
  if (stretch.kind === "none") return stretch;
  const { slope: perHour, low, high, level, from, to, samples, points } = stretch;
  if (low <= 0 && high >= 0) return { kind: "none", why: "flat" };
  const width = (high - low) / Math.abs(perHour);
  const row = certainty.find((one) => to - from >= one.spanMs && points >= one.points && width <= one.width);
  return { kind: "slope", perHour, low, high, level, from, to, samples, confidence: row?.is ?? "low" };
}

/** For series that are kept beside the gauges, over all of `samples`; with fewer points it costs less. */
export const slopeOf = (samples: readonly Sample[], mostPoints?: number): Trend => trendIn(stretchOf(samples, mostPoints));
