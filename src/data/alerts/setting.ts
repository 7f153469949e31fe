// The rule table as a person's config file has it.
import type { Check, Rule, Severity } from "./alert.ts";
import type { AlertSettings } from "./settings.ts";

const withSeverity = (check: Check, severity: Severity): Check =>
  check.kind === "unknown" ? check : { kind: "judged", findings: check.findings.map((finding) => ({ ...finding, severity })) };

/** Every problem of the rule has it then, however far beyond its limit and however old. */
function fixed(rule: Rule, severity: Severity): Rule {
  return { ...rule, severity, check: (state, judging) => withSeverity(rule.check(state, judging), severity) };
}

/** The rule with its limits, hold time and severity as configured; null: it is off. */
export function settled(rule: Rule, settings: AlertSettings): Rule | null {
  const own = Object.hasOwn(settings.rules, rule.id) ? settings.rules[rule.id] : undefined;
  if (own === undefined) return rule.offByDefault === true ? null : rule;
  if (own.severity === "off") return null;
  const { threshold } = rule;
  const limited: Rule = {
    ...rule,
    holdMs: own.holdMs ?? rule.holdMs,
    ...(threshold && { threshold: { ...threshold, warn: own.warn ?? threshold.warn, crit: own.crit ?? threshold.crit } }),
  };
  return own.severity === undefined ? limited : fixed(limited, own.severity);
}

const tables = new WeakMap<AlertSettings, WeakMap<readonly Rule[], readonly Rule[]>>();

/** The rules that are not off, as configured; made once for each settings. */
export function inForce(rules: readonly Rule[], settings: AlertSettings): readonly Rule[] {
  const made = tables.get(settings) ?? new WeakMap<readonly Rule[], readonly Rule[]>();
  tables.set(settings, made);
  const known = made.get(rules);
  if (known !== undefined) return known;
  const all = rules.map((rule) => settled(rule, settings)).filter((rule) => rule !== null);
  made.set(rules, all);
  return all;
}
