// When a line that goes on as it went meets a limit.
import type { Slope, TimeToLimit } from "./trend.ts";

const HOUR_MS = 3_600_000;

/** Null when it does not rise. 0 when the line is there already. `limit.from` names what sets it. */
export function timeToLimit(slope: Slope, limit: { readonly value: number; readonly from: string }, now: number): TimeToLimit | null {
  if (slope.perHour <= 0) return null;
  const left = limit.value - slope.level;
  const inMs = (perHour: number): number => Math.max(0, (left / perHour) * HOUR_MS - (now - slope.to));
  return {
    limit: limit.value,
    from: limit.from,
    inMs: inMs(slope.perHour),
    earliestMs: inMs(slope.high),
    latestMs: slope.low > 0 ? inMs(slope.low) : null,
  };
}
