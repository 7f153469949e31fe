// A plan of restarts as a person says it, with the zone its times of day are in: a host's own may be another than one thinks.
import { duration } from "../units.ts";
import type { RestartSettings } from "./settings.ts";
import { hostZone } from "./zone.ts";

const twoDigits = (value: number): string => String(value).padStart(2, "0");
const timeOf = (minutes: number): string => `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;

/** "every 8h", "at 04:00, 16:00 (Europe/Berlin)"; null: none is asked for. */
export function planWords({ everyMs, at, timeZone }: Pick<RestartSettings, "everyMs" | "at" | "timeZone">): string | null {
  const every = everyMs === null ? [] : [`every ${duration(everyMs)}`];
  const times = at.length === 0 ? [] : [`at ${at.map(timeOf).join(", ")} (${timeZone ?? hostZone()})`];
  const all = [...every, ...times];
  return all.length === 0 ? null : all.join(" and ");
}
