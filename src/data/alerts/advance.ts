// Findings come and go; alerts have a beginning, are raised after their hold time and dropped after their clear time.
import type { State } from "../state.ts";
import type { Alert, AlertStates, Check, Finding, Judging, Rule, Severity } from "./alert.ts";

export const alertKey = (id: string, subject: string): string => `${id}/${subject}`;

const severityOf = (rule: Rule, finding: Finding, ageMs: number): Severity => {
  if (finding.severity) return finding.severity;
  return rule.critAfterMs !== undefined && ageMs >= rule.critAfterMs ? "crit" : rule.severity;
};

function found(rule: Rule, finding: Finding, known: Alert | undefined, now: number): Alert {
  const since = Math.min(known?.since ?? now, finding.since ?? now);
  return {
    id: rule.id,
    subject: finding.subject,
    topic: rule.topic,
    follows: rule.follows === true,
    severity: severityOf(rule, finding, now - since),
    message: finding.message,
    remedy: finding.remedy ?? rule.remedy,
    repair: finding.repair ?? (finding.remedy === undefined ? (rule.repair ?? null) : null),
    since,
    raised: known?.raised === true || now - since >= rule.holdMs,
    clearedAt: null,
    unknownWhy: null,
    cause: finding.cause ?? null,
    evidence: finding.evidence ?? [],
    turns: known?.turns ?? [],
  };
}

/** Undefined = drop it. A candidate that was never raised goes at once; a raised alert waits out its clear time. */
function gone(rule: Rule, alert: Alert, now: number): Alert | undefined {
  if (!alert.raised) return undefined;
  const clearedAt = Math.min(alert.clearedAt ?? now, now);
  return now - clearedAt >= rule.clearMs ? undefined : { ...alert, clearedAt, unknownWhy: null, remedy: null, repair: null };
}

const judging = ({ id, threshold }: Rule, alerts: AlertStates): Judging => ({
  warn: threshold?.warn ?? null,
  crit: threshold?.crit ?? null,
  standing: (subject) => {
    const alert = alerts.get(alertKey(id, subject));
    return alert?.raised === true ? alert.severity : null;
  },
});

function group(alerts: AlertStates): ReadonlyMap<string, readonly Alert[]> {
  const groups = new Map<string, Alert[]>();
  for (const alert of alerts.values()) {
    const list = groups.get(alert.id);
    if (list) list.push(alert);
    else groups.set(alert.id, [alert]);
  }
  return groups;
}

/** What the rule says of this state, with its limits as they are now. */
export const checked = (rule: Rule, state: State): Check => rule.check(state, judging(rule, state.alerts));

/** The alert states after judging `state`; the same map when nothing changed. */
export function advance(state: State, rules: readonly Rule[]): AlertStates {
  const next = new Map<string, Alert>();
  const byRule = group(state.alerts);
  for (const rule of rules) {
    const known = byRule.get(rule.id) ?? [];
    const check = checked(rule, state);
    if (check.kind === "unknown") {
      for (const alert of known) if (alert.raised) next.set(alertKey(rule.id, alert.subject), { ...alert, unknownWhy: check.why });
      continue;
    }
    for (const finding of check.findings) {
      const key = alertKey(rule.id, finding.subject);
      next.set(key, found(rule, finding, state.alerts.get(key), state.now));
    }
    for (const alert of known) {
      const key = alertKey(rule.id, alert.subject);
      const kept = next.has(key) ? undefined : gone(rule, alert, state.now);
      if (kept) next.set(key, kept);
    }
  }
  return next.size === 0 && state.alerts.size === 0 ? state.alerts : next;
}

/** A one-shot look cannot wait: what is only held against a short flicker counts at once, what needs minutes to judge does not. */
const ONE_SHOT_HOLD_MS = 10_000;

export function raiseForOneShot(alerts: AlertStates, rules: readonly Rule[]): AlertStates {
  const patient = new Set(rules.filter((rule) => rule.holdMs > ONE_SHOT_HOLD_MS).map((rule) => rule.id));
  return new Map([...alerts].map(([key, alert]) => [key, patient.has(alert.id) ? alert : { ...alert, raised: true }]));
}
