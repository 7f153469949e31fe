// A threshold as a person reads it, in the details of a problem and in docs/alerts.md.
import type { Threshold } from "./alert.ts";

const units: { readonly [U in Threshold["unit"]]: string } = {
  "%": " %",
  cores: " cores",
  ms: " ms",
  s: " s",
  h: " h",
  "per hour": " an hour",
  "per minute": " a minute",
  count: "",
  USD: " USD",
};

/** `over 80 %, critical over 95 %`; null: there is no limit yet. */
export function limitWords({ warn, crit, unit, side }: Threshold): string | null {
  const word = side === "below" ? "under" : "over";
  const told = (limit: number | null, before: string): readonly string[] =>
    limit === null ? [] : [`${before}${word} ${limit}${units[unit]}`];
  const steps = [...told(warn, ""), ...told(crit, "critical ")];
  return steps.length === 0 ? null : steps.join(", ");
}
