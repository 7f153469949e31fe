// `90s`, `10m`, `2h30m`, `1d` → milliseconds.
const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const whole = /^(?:\d{1,6}[smhd])+$/u;

/** Null: it is no span of time. */
export function spanMs(text: string): number | null {
  if (!whole.test(text)) return null;
  return [...text.matchAll(/(\d+)([smhd])/gu)].reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitMs[unit ?? ""] ?? 0), 0);
}
