// `gatetop doctor --json`, schema gatetop-doctor/1. Unknown is null; what could not be looked at is in `unknown`, with why.
import { doctorExit, type Diagnosis } from "./doctor.ts";

const words = ["ok", "warning", "critical", "unknown"] as const;

export function doctorJson(diagnosis: Diagnosis): unknown {
  const { at, target, unit, findings, unknown } = diagnosis;
  return {
    schema: "gatetop-doctor/1",
    at,
    target,
    unit,
    status: words[doctorExit(diagnosis)],
    findings: findings.map(({ id, status, severity, setting, found, wanted, why, fix }) => ({
      id,
      status,
      severity,
      setting,
      found,
      wanted: wanted === "" ? null : wanted,
      why,
      fix,
    })),
    unknown,
  };
}
