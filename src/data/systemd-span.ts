// Spans of time as systemd prints them, and as a person writes them into a unit file.
const unitMs: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** "5min 30s", "100ms", "0"; Infinity for "infinity"; null for anything else. */
export function spanOf(text: string): number | null {
  const trimmed = text.trim();
  if (trimmed === "infinity") return Infinity;
  if (trimmed === "0") return 0;
  let total = 0;
  for (const part of trimmed.split(/\s+/u)) {
    const [, count, unit = ""] = /^(\d+(?:\.\d+)?)(us|ms|s|min|h|d|w)$/u.exec(part) ?? [];
    const factor = unitMs[unit];
    if (count === undefined || factor === undefined) return null;
    total += Number(count) * factor;
  }
  return total;
}
