// Numbers for people. Pure text, no colour. `null` is drawn as an en dash by callers, never as 0.

const KIB = 1024;

/** 1.21 GiB, 734 MiB, 12 KiB, 512 B: three significant digits at most. */
export function bytes(value: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let amount = Math.abs(value);
  let unit = 0;
  while (amount >= 999.5 && unit < units.length - 1) {
    amount /= KIB;
    unit += 1;
  }
  const digits = unit === 0 || amount >= 99.95 ? 0 : amount >= 9.995 ? 1 : 2;
  return `${value < 0 ? "-" : ""}${amount.toFixed(digits)} ${units[unit]}`;
}

/** 4 ms, 1.2 s, 45s, 6m12s, 4h12m, 9d3h: two units at most. */
export function duration(ms: number): string {
  if (ms < 0) return `-${duration(-ms)}`;
  if (ms < 999.5) return `${Math.round(ms)}ms`;
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)}s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds}s`;
  const pairs = [
    [86_400, "d", 3600, "h"],
    [3600, "h", 60, "m"],
    [60, "m", 1, "s"],
  ] as const;
  const [big, bigName, small, smallName] = pairs.find(([size]) => seconds >= size) ?? pairs[2];
  const rest = Math.floor((seconds % big) / small);
  return `${Math.floor(seconds / big)}${bigName}${rest === 0 ? "" : `${rest}${smallName}`}`;
}

/** Like `duration`, in whole units below ten seconds: ages change once a second, not ten times. */
export function age(ms: number): string {
  return ms < 9_950 ? `${Math.max(0, Math.floor(ms / 1000))}s` : duration(ms);
}

/** 3 ms, 0.4 ms, 1.2 s for latencies. */
export function latency(ms: number): string {
  if (ms === 0) return "0 ms";
  if (ms < 0.95) return `${ms.toFixed(1)} ms`;
  return ms < 999.5 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** HH:MM in the terminal's time zone. */
export function timeOfDay(at: number): string {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
}

export const percent = (ratio: number): string => `${Math.round(ratio * 100)} %`;

/** 999, 1.2k, 34k, 5.6M */
export function count(value: number): string {
  if (Math.abs(value) < 1000) return String(Math.round(value));
  if (Math.abs(value) < 999_500) return `${(value / 1000).toFixed(Math.abs(value) < 9_950 ? 1 : 0)}k`;
  return `${(value / 1_000_000).toFixed(Math.abs(value) < 9_950_000 ? 1 : 0)}M`;
}
