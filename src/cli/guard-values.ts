// Readers for the values of the guard's flags: spans, times of day, zones, sizes.
import { isTimeZone, minutesOfDay, sizeBytes, spanWithin } from "../data/config/quantities.ts";
import { duration } from "../data/units.ts";
import type { Read } from "./flag-values.ts";

/** Milliseconds. */
export function readSpan(name: string, leastMs: number, mostMs: number): (text: string) => Read<number> {
  return (text) => {
    const value = spanWithin(text.trim(), leastMs, mostMs);
    if (value !== null) return { value };
    return { wrong: `${name} cannot be "${text}"`, hint: `give a span from ${duration(leastMs)} to ${duration(mostMs)}: 30m, 8h, 1d` };
  };
}

/** Minutes after midnight, each once, earliest first. */
export function readTimes(name: string): (text: string) => Read<readonly number[]> {
  return (text) => {
    const times = text.split(",").map((time) => minutesOfDay(time.trim()));
    if (times.every((minutes) => minutes !== null)) return { value: Array.from(new Set(times)).sort((a, b) => a - b) };
    return { wrong: `${name} cannot be "${text}"`, hint: `give times of day: ${name} 04:00,16:00` };
  };
}

export function readZone(name: string): (text: string) => Read<string> {
  return (text) => {
    const zone = text.trim();
    if (isTimeZone(zone)) return { value: zone };
    return { wrong: `${name} cannot be "${text}"`, hint: `give a time zone by its name: ${name} Europe/Berlin` };
  };
}

/** `memory`: the trend towards its limit; `memory=1200MB`: that much of it, too. */
export function readMemoryTrigger(name: string): (text: string) => Read<{ readonly bytes: number | null }> {
  return (text) => {
    const [what, size, ...more] = text.trim().split("=");
    const bytes = size === undefined ? null : sizeBytes(size);
    if (what === "memory" && more.length === 0 && (size === undefined || bytes !== null)) return { value: { bytes } };
    return { wrong: `${name} cannot be "${text}"`, hint: `write ${name} memory, or ${name} memory=1200MB` };
  };
}
