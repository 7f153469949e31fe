// Is a value beyond its limits? Over them, or under them where `side` is below; at the limit itself it is not.
import type { Finding, Judging, Threshold } from "./alert.ts";

export type Step = "warn" | "crit";

/**
 * The worst limit `value` is beyond; null: none. What stands already must come back by the hysteresis share of the limit it passed,
 * so that a value which trembles around its limit does not blink.
 */
export function beyond(value: number, threshold: Threshold, { warn, crit, standing }: Judging, subject: string): Step | null {
  const stands = standing(subject);
  const past = (limit: number | null, held: boolean): boolean => {
    if (limit === null) return false;
    const slack = held ? Math.abs(limit) * threshold.hysteresis : 0;
    return threshold.side === "below" ? value < limit + slack : value > limit - slack;
  };
  if (past(crit, stands === "crit" || (stands !== null && warn === null))) return "crit";
  return past(warn, stands !== null) ? "warn" : null;
}

/** Beyond the first limit a finding has the severity of its rule, beyond the second it is critical. */
export const graded = (step: Step): Pick<Finding, "severity"> => (step === "crit" ? { severity: "crit" } : {});
