// Amounts as people write them in a config file or behind a flag: `30m`, `1200MB`, `04:00`, `Europe/Berlin`.
import { spanMs } from "../typed-span.ts";

const sizeUnits: Readonly<Record<string, number>> = { MB: 1e6, GB: 1e9, MiB: 1_048_576, GiB: 1_073_741_824 };

/** As in a JSON schema: without anchors it would match anywhere. */
export const spanPattern = "^(?:\\d{1,6}[smhd])+$";
export const sizePattern = "^\\d{1,9}(?:\\.\\d{1,3})?(?:MB|GB|MiB|GiB)$";
export const timePattern = "^(?:[01]\\d|2[0-3]):[0-5]\\d$";

const size = new RegExp(sizePattern, "u");
const time = new RegExp(timePattern, "u");

/** Whole bytes; null: it is no size. */
export function sizeBytes(text: string): number | null {
  if (!size.test(text)) return null;
  const [amount = ""] = /^[\d.]+/u.exec(text) ?? [];
  return Math.round(Number(amount) * (sizeUnits[text.slice(amount.length)] ?? 0));
}

/** Minutes after midnight; null: it is no time of day. */
export function minutesOfDay(text: string): number | null {
  if (!time.test(text)) return null;
  const [hours = 0, minutes = 0] = text.split(":").map(Number);
  return hours * 60 + minutes;
}

/** An IANA name that this Node knows. */
export function isTimeZone(name: string): boolean {
  // Offsets as `+02:00` are taken too since Node 22: they are no zone, and would be an hour off for half of the year.
  if (!/^[A-Za-z][\w+-]*(?:\/[\w+-]+)*$/u.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Null: no span, or not within these. */
export function spanWithin(text: string, leastMs: number, mostMs: number): number | null {
  const ms = spanMs(text);
  return ms === null || ms < leastMs || ms > mostMs ? null : ms;
}
