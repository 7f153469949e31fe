// Trends in words. How sure they are is part of the sentence.
import { bytes, duration } from "../units.ts";
import type { Slope, TimeToLimit, Trend } from "./trend.ts";

export type Unit = "bytes" | "count";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const sizes: readonly (readonly [size: number, name: string])[] = [
  [1024 ** 3, " GiB"],
  [1024 ** 2, " MiB"],
  [1024, " KiB"],
  [1, " B"],
];

const scales: { readonly [U in Unit]: (perHour: number) => readonly [size: number, name: string] } = {
  bytes: (perHour) => sizes.find(([size]) => Math.abs(perHour) >= size) ?? [1, " B"],
  count: () => [1, ""],
};

/** 38, 3.8, 0.38: two digits that count; 120 stays whole. */
function digits(value: number): string {
  if (Math.abs(value) >= 9.95) return value.toFixed(0);
  return Math.abs(value) >= 0.995 || value === 0 ? String(Number(value.toFixed(1))) : String(Number(value.toPrecision(1)));
}

function scaling(perHour: number, unit: Unit): { readonly name: string; readonly scaled: (value: number) => string } {
  const [size, name] = scales[unit](perHour);
  return { name, scaled: (value) => digits(Math.abs(value) / size) };
}

/** `+38 MiB/h`, for where nothing more fits. */
export function shortSlope({ perHour }: Slope, unit: Unit): string {
  const { name, scaled } = scaling(perHour, unit);
  return `${perHour < 0 ? "-" : "+"}${scaled(perHour)}${name}/h`;
}

/** `+38 MiB/h (likely 31–44)`, `perhaps +38 MiB/h (12–90)`, `-4/h (3–5)`: the figures in brackets are those of its 90 % interval. */
export function slopeWords(slope: Slope, unit: Unit): string {
  const { perHour, low, high, confidence } = slope;
  const { scaled } = scaling(perHour, unit);
  const [near, far] = Math.abs(low) <= Math.abs(high) ? [scaled(low), scaled(high)] : [scaled(high), scaled(low)];
  const range = near === far ? "" : ` (${confidence === "medium" ? "likely " : ""}${near}–${far})`;
  return `${confidence === "low" ? "perhaps " : ""}${shortSlope(slope, unit)}${range}`;
}

const ahead: readonly (readonly [least: number, step: number])[] = [
  [2 * DAY_MS, DAY_MS / 2],
  [12 * HOUR_MS, HOUR_MS],
  [HOUR_MS, 10 * MINUTE_MS],
  [10 * MINUTE_MS, 5 * MINUTE_MS],
  [0, MINUTE_MS],
];

const MONTH_MS = 30 * DAY_MS;

/** `in about 7h40m`: as coarse as a forecast is. */
export function inAbout(ms: number): string {
  if (ms > MONTH_MS) return "in more than a month";
  if (ms < MINUTE_MS) return "at any moment";
  const step = ahead.find(([least]) => ms >= least)?.[1] ?? MINUTE_MS;
  return `in about ${duration(Math.max(step, Math.round(ms / step) * step))}`;
}

/** `reaches 1.50 GiB (MemoryMax of openclaw.service) in about 7h40m`; with little to go by only `would reach`. */
export function limitWords({ confidence }: Slope, { limit, from, inMs }: TimeToLimit): string {
  return `${confidence === "low" ? "would reach" : "reaches"} ${bytes(limit)} (${from}) ${inAbout(inMs)}`;
}

/** What a slope was taken from, for evidence: `over 2h10m, medium confidence`. */
export const baseWords = ({ from, to, confidence }: Slope): string => `over ${duration(to - from)}, ${confidence} confidence`;

const none: { readonly [W in Extract<Trend, { kind: "none" }>["why"]]: string } = {
  "too-short": "not seen for 10 minutes yet",
  "too-few": "not measured often enough",
  flat: "neither rises nor falls",
  restarted: "not seen for 10 minutes since it started",
};

export const trendWords = (trend: Trend, unit: Unit): string => (trend.kind === "none" ? none[trend.why] : slopeWords(trend, unit));
