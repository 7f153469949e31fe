// Findings come and go; alerts have a beginning, are raised after their hold time and dropped after their clear time.
import type { State } from "../state.ts";
import type { Alert, AlertStates, Check, Finding, Judging, Rule, Severity } from "./alert.ts";
import { unknown } from "./judged.ts";
import { inForce, settled } from "./setting.ts";
import { CALM_MS, endsRaised, isFlapping, lately, turned } from "./turns.ts";

export const alertKey = (id: string, subject: string): string => `${id}/${subject}`;

const severityOf = (rule: Rule, finding: Finding, ageMs: number): Severity => {
  if (finding.severity) return finding.severity;
  return rule.critAfterMs !== undefined && ageMs >= rule.critAfterMs ? "crit" : rule.severity;
};

/** What was dropped is kept unraised for its turns alone: it begins anew. */
const goesOn = (alert: Alert | undefined): Alert | undefined => (alert?.raised === true || alert?.clearedAt === null ? alert : undefined);

function found(rule: Rule, finding: Finding, known: Alert | undefined, now: number): Alert {
  const standing = goesOn(known);
  const since = Math.min(standing?.since ?? now, finding.since ?? now);
  const raised = standing?.raised === true || now - since >= rule.holdMs;
  const before = known?.turns ?? [];
  const turns = raised && !endsRaised(before) ? turned(before, now) : before;
  // What flaps was well in between: its age is that of the last time it came.
  const ageMs = now - (isFlapping(turns, now) ? Math.max(since, turns.at(-1) ?? since) : since);
  return {
    id: rule.id,
    subject: finding.subject,
    topic: rule.topic,
    follows: rule.follows === true,
    severity: severityOf(rule, finding, ageMs),
    message: finding.message,
    remedy: finding.remedy ?? rule.remedy,
    repair: finding.repair ?? (finding.remedy === undefined ? (rule.repair ?? null) : null),
    since,
    raised,
    clearedAt: null,
    unknownWhy: null,
    cause: finding.cause ?? null,
    evidence: finding.evidence ?? [],
    turns,
  };
}

/** Not raised, kept only to see whether it flaps; undefined: there is nothing to remember. */
const remembered = (alert: Alert, now: number): Alert | undefined =>
  lately(alert.turns, now).length === 0
    ? undefined
    : { ...alert, raised: false, clearedAt: Math.min(alert.clearedAt ?? now, now), unknownWhy: null };

/** What is gone needs no hand; what flaps will be back. */
const atRest = (alert: Alert, now: number): Alert => (isFlapping(alert.turns, now) ? alert : { ...alert, remedy: null, repair: null });

/** Undefined = drop it. A candidate that was never raised goes at once; a raised alert waits out its clear time. */
function gone(rule: Rule, alert: Alert, now: number): Alert | undefined {
  if (!alert.raised) return remembered(alert, now);
  const clearedAt = Math.min(alert.clearedAt ?? now, now);
  const cleared: Alert = { ...atRest(alert, now), clearedAt, unknownWhy: null };
  if (now - clearedAt < rule.clearMs) return cleared;
  const turns = endsRaised(alert.turns) ? turned(alert.turns, now) : alert.turns;
  if (isFlapping(turns, now) && now - clearedAt < CALM_MS) return { ...cleared, turns };
  return remembered({ ...cleared, turns }, now);
}

const judging = ({ id, threshold }: Rule, alerts: AlertStates): Judging => ({
  warn: threshold?.warn ?? null,
  crit: threshold?.crit ?? null,
  standing: (subject) => {
    const alert = alerts.get(alertKey(id, subject));
    return alert?.raised === true && alert.clearedAt === null ? alert.severity : null;
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

/** What the rule says of this state, with its limits as they are configured. */
export function checked(rule: Rule, state: State): Check {
  const own = settled(rule, state.settings);
  return own === null ? unknown("switched off") : own.check(state, judging(own, state.alerts));
}

/** While a rule cannot judge, what it raised stands; what it only suspected is forgotten. */
const unjudged = (alert: Alert, why: string, now: number): Alert | undefined =>
  alert.raised ? { ...alert, unknownWhy: why } : remembered(alert, now);

/** The alert states after judging `state`; the same map when nothing changed. */
export function advance(state: State, rules: readonly Rule[]): AlertStates {
  const next = new Map<string, Alert>();
  const byRule = group(state.alerts);
  const keep = (alert: Alert | undefined): void => {
    if (alert !== undefined) next.set(alertKey(alert.id, alert.subject), alert);
  };
  for (const rule of inForce(rules, state.settings)) {
    const known = byRule.get(rule.id) ?? [];
    const check = rule.check(state, judging(rule, state.alerts));
    if (check.kind === "unknown") {
      for (const alert of known) keep(unjudged(alert, check.why, state.now));
      continue;
    }
    for (const finding of check.findings) {
      keep(found(rule, finding, state.alerts.get(alertKey(rule.id, finding.subject)), state.now));
    }
    for (const alert of known) if (!next.has(alertKey(rule.id, alert.subject))) keep(gone(rule, alert, state.now));
  }
  return next.size === 0 && state.alerts.size === 0 ? state.alerts : next;
}

/** A one-shot look cannot wait: what is only held against a short flicker counts at once, what needs minutes to judge does not. */
const ONE_SHOT_HOLD_MS = 10_000;

export const countsAtOnce = ({ holdMs }: Rule): boolean => holdMs <= ONE_SHOT_HOLD_MS;

export function raiseForOneShot(alerts: AlertStates, rules: readonly Rule[]): AlertStates {
  const patient = new Set(rules.filter((rule) => !countsAtOnce(rule)).map((rule) => rule.id));
  return new Map(
    [...alerts].map(([key, alert]) => [key, patient.has(alert.id) || goesOn(alert) === undefined ? alert : { ...alert, raised: true }]),
  );
}
