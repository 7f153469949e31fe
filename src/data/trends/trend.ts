// Where a gauge is going, and how sure that is.

/** Nothing is said from less than this. */
export const TREND_LEAST_MS = 600_000;

export type Confidence = "low" | "medium" | "high";

/**
 * Theil–Sen slope of what was measured since the last restart. `from`: the window actually used. `low`, `high`: the 90 % interval of
 * the slope; a slope whose interval holds 0 is no trend. `level`: where the line stands at `to`.
 */
export type Slope = {
  readonly kind: "slope";
  readonly perHour: number;
  readonly low: number;
  readonly high: number;
  readonly level: number;
  readonly from: number;
  readonly to: number;
  readonly samples: number;
  readonly confidence: Confidence;
};

export type Trend = Slope | { readonly kind: "none"; readonly why: "too-short" | "too-few" | "flat" | "restarted" };

/** `inMs` from the middle slope, `earliestMs` and `latestMs` from its interval; `latestMs` null: perhaps never. */
export type TimeToLimit = {
  readonly limit: number;
  readonly from: string;
  readonly inMs: number;
  readonly earliestMs: number;
  readonly latestMs: number | null;
};
