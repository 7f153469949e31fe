// A line through noisy points that nearly a third of bad ones cannot bend: its slope is the median of the slopes of all pairs.
// P. K. Sen, "Estimates of the regression coefficient based on Kendall's tau", JASA 63 (1968).

export type Point = { readonly x: number; readonly y: number };

/** `slope`: y per x, between `low` and `high` with a confidence of 90 %. `level`: where the line stands at x = 0. */
export type Fit = { readonly slope: number; readonly low: number; readonly high: number; readonly level: number };

/** Two sides of a normal distribution leave 10 % outside. */
const Z_90 = 1.645;
/** Above this the points say hardly more than their first and last. */
const STICKIEST = 0.98;

function middle(sorted: ArrayLike<number>): number {
  const half = sorted.length / 2;
  const right = sorted[Math.floor(half)] ?? NaN;
  return Number.isInteger(half) ? ((sorted[half - 1] ?? NaN) + right) / 2 : right;
}

/** Not of an empty list. */
export const median = (values: readonly number[]): number => middle(Float64Array.from(values).sort());

/** Of all pairs with different x, in order. */
function pairSlopes(points: readonly Point[]): Float64Array {
  const slopes = new Float64Array((points.length * (points.length - 1)) / 2);
  let count = 0;
  for (const [index, a] of points.entries()) {
    for (let other = index + 1; other < points.length; other += 1) {
      const b = points[other] ?? a;
      if (b.x === a.x) continue;
      slopes[count] = (b.y - a.y) / (b.x - a.x);
      count += 1;
    }
  }
  return slopes.subarray(0, count).sort();
}

/**
 * How much wider the interval is than for points that know nothing of each other: what a heap holds now it mostly held a minute ago.
 * From the autocorrelation of neighbours (Hamed and Rao, 1998), which few points show too small (Marriott and Pope, 1954).
 */
function stickiness(residuals: readonly number[]): number {
  let own = 0;
  let shared = 0;
  for (const [index, residual] of residuals.entries()) {
    own += residual ** 2;
    shared += residual * (residuals[index + 1] ?? 0);
  }
  if (own === 0) return 1;
  const seen = shared / own;
  const correlation = Math.min(STICKIEST, Math.max(0, seen + (1 + 4 * seen) / residuals.length));
  return (1 + correlation) / (1 - correlation);
}

/** Points in the order of their x. Null when no two differ in x. */
export function theilSen(points: readonly Point[]): Fit | null {
  const slopes = pairSlopes(points);
  if (slopes.length === 0) return null;
  const slope = middle(slopes);
  const level = median(points.map(({ x, y }) => y - slope * x));
  const residuals = points.map(({ x, y }) => y - level - slope * x);
  const count = points.length;
  const variance = (count * (count - 1) * (2 * count + 5)) / 18;
  const spread = Z_90 * Math.sqrt(variance * stickiness(residuals));
  const last = slopes.length - 1;
  const low = slopes[Math.max(0, Math.floor((slopes.length - spread) / 2) - 1)] ?? slope;
  const high = slopes[Math.min(last, Math.ceil((slopes.length + spread) / 2))] ?? slope;
  return { slope, low, high, level };
}
