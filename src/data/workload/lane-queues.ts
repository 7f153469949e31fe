// What waited in each lane, a quarter of an hour back: whether a queue grows.
import type { LaneBoard } from "../model/gateway.ts";
import type { Sample } from "../series.ts";
import { slopeOf } from "../trends/slope-of.ts";
import type { Trend } from "../trends/trend.ts";

export type LaneQueues = ReadonlyMap<string, readonly Sample[]>;

/** Every `session:*` lane together, as the gateway tells them. */
export const DYNAMIC = "session:*";

const LANES_KEPT = 16;
const SPAN_MS = 900_000;
/** Lanes are read every 2 s; a queue does not need more than this to show where it goes. */
const STEP_MS = 5_000;
/** Growth is told from so little; a trend with its confidence needs ten minutes. */
const LEAST_MS = 60_000;
const GROWTH_MS = 300_000;
const SET_BACK_MS = 2_000;
const POINTS = 40;

function appended(samples: readonly Sample[], at: number, value: number): readonly Sample[] {
  const last = samples.at(-1);
  if (last !== undefined && at < last.at - SET_BACK_MS)
    return appended(
      samples.filter((sample) => sample.at < at),
      at,
      value,
    );
  const [first] = samples;
  const kept = first !== undefined && at - first.at >= SPAN_MS ? samples.filter((sample) => at - sample.at < SPAN_MS) : samples;
  return last !== undefined && at - last.at < STEP_MS ? kept : [...kept, { at, value }];
}

/** Lanes that never held anything are not kept; of more than 16 those with the most waiting are. */
export function laneQueuesAt(before: LaneQueues, { lanes, dynamic }: LaneBoard, at: number): LaneQueues {
  const now = [
    ...lanes.map(({ lane, queued }) => ({ lane, queued })),
    ...(dynamic === null ? [] : [{ lane: DYNAMIC, queued: dynamic.queued }]),
  ];
  const worth = now.filter(({ lane, queued }) => queued > 0 || before.has(lane)).toSorted((a, b) => b.queued - a.queued);
  return new Map(worth.slice(0, LANES_KEPT).map(({ lane, queued }) => [lane, appended(before.get(lane) ?? [], at, queued)]));
}

const trends = new WeakMap<readonly Sample[], Trend>();

export function laneTrend(samples: readonly Sample[]): Trend {
  const known = trends.get(samples);
  if (known !== undefined) return known;
  const trend = slopeOf(samples, POINTS);
  trends.set(samples, trend);
  return trend;
}

/** What it grew by in the last five minutes, per minute; null: seen for less than a minute. */
export function growthPerMinute(samples: readonly Sample[], now: number): number | null {
  const lately = samples.filter(({ at }) => now - at <= GROWTH_MS);
  const [first] = lately;
  const last = lately.at(-1);
  if (first === undefined || last === undefined || last.at - first.at < LEAST_MS) return null;
  return ((last.value - first.value) * 60_000) / (last.at - first.at);
}
