// What a person changed about the rules. From config.json5; what is not named there is as the rule table has it.
import type { Severity } from "./alert.ts";

/** One rule's; absent = the table's. Limits are in the unit of the rule's threshold. */
export type RuleSetting = {
  readonly severity?: "off" | Severity;
  readonly warn?: number;
  readonly crit?: number;
  readonly holdMs?: number;
};

export type AlertSettings = {
  readonly rules: Readonly<Record<string, RuleSetting>>;
  /** `audit.dangerousTools`: the names that the audit board marks; absent: the usual ones. */
  readonly dangerousTools?: readonly string[];
};

export const noSettings: AlertSettings = { rules: {} };
