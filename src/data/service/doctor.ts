// What `gatetop doctor` found: the unit, the config file, and what the gateway itself tells of what it stands on.
import { checked } from "../alerts/advance.ts";
import type { Finding, Rule } from "../alerts/alert.ts";
import type { AlertId } from "../alerts/ids.ts";
import { rules } from "../alerts/rules.ts";
import { inForce } from "../alerts/setting.ts";
import type { Source } from "../snapshot.ts";
import type { State } from "../state.ts";
import type { Target } from "../target.ts";
import type { UnitAudit, UnitFinding } from "./unit-audit.ts";

/** What could not be looked at. */
export type Unseen = { readonly id: string; readonly why: string };

export type Diagnosis = {
  readonly at: number;
  readonly target: Pick<Target, "name" | "url" | "local"> | null;
  readonly unit: string | null;
  /** Right and wrong; in the order they are told. */
  readonly findings: readonly UnitFinding[];
  readonly unknown: readonly Unseen[];
};

/** The sources a diagnosis is made from. */
export const doctorSources = [
  "process",
  "host",
  "unitAudit",
  "systemInfo",
  "health",
  "restartLog",
  "modelAuth",
  "cron",
] as const satisfies readonly Source[];

/** Rules of the dashboard that speak of how the gateway is set up, not of how it does now. */
const setUpRules: readonly AlertId[] = ["disk-low", "config-reload", "plugin-errors", "credentials", "cron", "update-available"];

const UNIT = "service";

function auditOf({ snapshot: { unitAudit } }: State): UnitAudit {
  if (unitAudit.kind === "ok" || unitAudit.kind === "stale") return unitAudit.value;
  const why = unitAudit.kind === "absent" ? unitAudit.why : "the service manager gave no answer in time";
  return { settings: null, why, findings: [] };
}

/** News is told, and is no fault. */
function ruleFinding(rule: Rule, { subject, message, severity = rule.severity, remedy }: Finding): UnitFinding {
  const base = { id: rule.id, setting: subject, found: message, wanted: "", why: rule.reason, fix: remedy ?? rule.remedy };
  return severity === "info" ? { ...base, status: "ok", severity: "warn" } : { ...base, status: "fault", severity };
}

const right = ({ id, title, reason }: Rule): UnitFinding => ({
  id,
  status: "ok",
  severity: "warn",
  setting: title,
  found: "no",
  wanted: "",
  why: reason,
  fix: null,
});

type Told = Pick<Diagnosis, "findings" | "unknown">;

function toldBy(state: State, rule: Rule): Told {
  const check = checked(rule, state);
  if (check.kind === "unknown") return { findings: [], unknown: [{ id: rule.id, why: check.why }] };
  const found = check.findings.map((finding) => ruleFinding(rule, finding));
  return { findings: found.length === 0 ? [right(rule)] : found, unknown: [] };
}

/** `own`: what only the file system tells (the config file). `unreached`: why the gateway itself was not asked; null: it was. */
export function diagnosis(state: State, own: readonly UnitFinding[], unreached: string | null): Diagnosis {
  const audit = auditOf(state);
  const told = inForce(rules, state.settings)
    .filter(({ id }) => setUpRules.some((one) => one === id))
    .map((rule) => toldBy(state, rule));
  const all = [...audit.findings, ...own, ...told.flatMap(({ findings }) => findings)];
  const { target } = state;
  return {
    at: state.now,
    target: target === null ? null : { name: target.name, url: target.url, local: target.local },
    unit: audit.settings?.unit ?? null,
    findings: all.filter(({ status }) => status !== "unknown"),
    unknown: [
      ...(audit.why === null ? [] : [{ id: UNIT, why: audit.why }]),
      ...all.flatMap(({ id, status, why }) => (status === "unknown" ? [{ id, why }] : [])),
      ...told.flatMap(({ unknown }) => unknown.map((one) => (unreached === null ? one : { ...one, why: unreached }))),
    ],
  };
}

export type DoctorExit = 0 | 1 | 2 | 3;

/** 0 right, 1 warnings, 2 something critical, 3 nothing could be looked at. */
export function doctorExit({ findings }: Pick<Diagnosis, "findings">): DoctorExit {
  if (findings.length === 0) return 3;
  const faults = findings.filter(({ status }) => status === "fault");
  return faults.some(({ severity }) => severity === "crit") ? 2 : faults.length > 0 ? 1 : 0;
}
