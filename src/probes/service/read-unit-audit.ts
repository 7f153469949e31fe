// The facts of one unit: named as everywhere else in gatetop, shown and catted in two commands, and its rivals looked for.
import { audited, notAudited } from "../../data/service/audit.ts";
import { properties } from "../../data/service/parse-show.ts";
import { problemFinding } from "../../data/service/problem-finding.ts";
import type { UnitAudit, UnitSettings } from "../../data/service/unit-audit.ts";
import { unitSettings } from "../../data/service/unit-settings.ts";
import { supervisorProblem } from "../../data/restart/supervisor-words.ts";
import type { SupervisedUnit } from "../../data/restart/supervisor-command.ts";
import type { SupervisorProblem } from "../../data/restart/supervisor.ts";
import type { Target } from "../../data/target.ts";
import { candidates, createSupervisorLook, hasSystemd, isThere, show, type Asking } from "../evidence/supervisor.ts";
import { lingers } from "../evidence/systemd.ts";
import type { World } from "../probe.ts";
import { readAgent } from "./read-agent.ts";
import { findRivals } from "./rivals.ts";
import { ask } from "./systemctl.ts";

type Looking = Pick<Asking, "pid" | "timeoutMs">;

/** These say that the unit in the file is not the one to judge the running gateway by, not that it cannot be judged. */
const tellsOfUnit: ReadonlySet<SupervisorProblem["problem"]> = new Set(["not-its-unit", "no-unit", "no-bus", "not-allowed"]);

/** Never rejects: what cannot be looked at is said in words. */
export async function readUnitAudit(world: World, target: Target, looking: Looking): Promise<UnitAudit> {
  if (world.platform === "linux" && !(await hasSystemd(world))) return notAudited("this host is not run by systemd");
  const seen = await createSupervisorLook(world, target)({ ...looking, thorough: false });
  if (seen.found) return unitAudit(world, target, seen.facts, looking, []);
  // Two scopes were asked, and both may say the same.
  const problems = seen.problems.filter(
    ({ problem }, at, all) => tellsOfUnit.has(problem) && all.findIndex((one) => one.problem === problem) === at,
  );
  const installed = await installedUnit({ world, target, ...looking });
  return installed === null ? notAudited(seen.why, problems.map(problemFinding)) : unitAudit(world, target, installed, looking, problems);
}

/** A unit that is there although it does not run this gateway: it will, after the next boot. */
async function installedUnit(asking: Asking): Promise<SupervisedUnit | null> {
  for (const unit of await candidates(asking, null)) {
    const { facts } = await show(asking, unit);
    if (facts !== null && isThere(facts)) return unit;
  }
  return null;
}

async function unitAudit(
  world: World,
  target: Target,
  { kind, unit }: SupervisedUnit,
  looking: Looking,
  problems: readonly SupervisorProblem[],
): Promise<UnitAudit> {
  const named: SupervisedUnit = { kind, unit };
  const settings = kind === "launchd" ? await readAgent(world, named) : await readUnit(world, target, { kind, unit }, looking.timeoutMs);
  if (settings === null) return notAudited(`${unit} cannot be read`, [problemFinding(supervisorProblem("no-answer", named))]);
  const audit = audited(settings);
  return { ...audit, findings: [...problems.map(problemFinding), ...audit.findings] };
}

type SystemdUnit = { readonly kind: Exclude<SupervisedUnit["kind"], "launchd">; readonly unit: string };

async function readUnit(world: World, target: Target, { kind, unit }: SystemdUnit, timeoutMs: number): Promise<UnitSettings | null> {
  const [shown, cat, linger, competing] = await Promise.all([
    ask(world, kind, timeoutMs, "show", `--property=${Object.keys(properties).join(",")}`, "--", unit),
    ask(world, kind, timeoutMs, "cat", "--", unit),
    kind === "systemd-user" ? lingers(world, timeoutMs) : null,
    findRivals(world, { kind, unit, port: target.port }, timeoutMs),
  ]);
  return shown === null ? null : unitSettings({ kind, unit, shown, cat, lingers: linger, competing });
}
