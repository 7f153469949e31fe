// A service manager that cannot be used, as a row of the audit.
import type { SupervisorProblem } from "../restart/supervisor.ts";
import type { UnitFinding } from "./unit-audit.ts";

type Row = Pick<UnitFinding, "id" | "status" | "severity" | "setting" | "wanted">;

const rows: { readonly [P in SupervisorProblem["problem"]]: Row } = {
  "no-bus": { id: "no-bus", status: "unknown", severity: "warn", setting: "service manager", wanted: "answers" },
  "no-answer": { id: "no-answer", status: "unknown", severity: "warn", setting: "service manager", wanted: "answers" },
  "not-allowed": { id: "not-allowed", status: "unknown", severity: "warn", setting: "service manager", wanted: "answers" },
  "no-unit": { id: "no-unit", status: "fault", severity: "warn", setting: "service", wanted: "installed" },
  "not-its-unit": { id: "not-its-unit", status: "fault", severity: "warn", setting: "process", wanted: "inside its unit" },
  "no-linger": { id: "linger", status: "fault", severity: "warn", setting: "Linger", wanted: "yes" },
  "start-limit": { id: "start-limit", status: "fault", severity: "crit", setting: "Result", wanted: "not start-limit-hit" },
  masked: { id: "masked", status: "fault", severity: "crit", setting: "LoadState", wanted: "not masked" },
};

export function problemFinding({ problem, why, fix }: SupervisorProblem): UnitFinding {
  return { ...rows[problem], found: null, why, fix };
}
