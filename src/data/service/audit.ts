// The rules applied to one unit. Pure: the same settings give the same findings.
import { lineFix } from "./fix-words.ts";
import { launchdRules } from "./launchd-rules.ts";
import { startRules } from "./start-rules.ts";
import type { UnitAudit, UnitFinding, UnitSettings } from "./unit-audit.ts";
import { unitRules as settingRules } from "./unit-rules.ts";
import type { UnitRule } from "./unit-rule.ts";

export const unitRules: readonly UnitRule[] = [...settingRules, ...startRules, ...launchdRules];

function findingOf(rule: UnitRule, settings: UnitSettings): UnitFinding {
  const { id, setting, wanted } = rule;
  const { status, found, severity = rule.severity, why = rule.why, fix } = rule.check(settings);
  return { id, status, severity, setting, found, wanted, why, fix: status === "fault" ? (fix ?? lineFix(settings, rule)) : null };
}

export const auditUnit = (settings: UnitSettings): readonly UnitFinding[] =>
  unitRules.filter(({ kinds }) => kinds.includes(settings.kind)).map((rule) => findingOf(rule, settings));

export const audited = (settings: UnitSettings): UnitAudit => ({ settings, why: null, findings: auditUnit(settings) });

export const notAudited = (why: string, findings: readonly UnitFinding[] = []): UnitAudit => ({ settings: null, why, findings });
