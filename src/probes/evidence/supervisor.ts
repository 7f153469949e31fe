// Which service runs this gateway, and what its manager says of it now.
import type { SupervisedUnit } from "../../data/restart/supervisor-command.ts";
import { problemsOf, runsAlone, supervisorProblem } from "../../data/restart/supervisor-words.ts";
import type { SupervisorFacts, SupervisorProblem, SupervisorReading } from "../../data/restart/supervisor.ts";
import type { Target } from "../../data/target.ts";
import { readOrNull, readPidStat } from "../local/kernel.ts";
import { isDead } from "../local/proc-text.ts";
import { readInstalled, serviceIn } from "../local/unit.ts";
import type { World } from "../probe.ts";
import { printAgent } from "./launchd.ts";
import { lingers, showUnit, type Shown } from "./systemd.ts";
import { launchdLabel, systemdUnitName } from "./unit-name.ts";

/** A wrapper script, its shell and OpenClaw's own launcher may stand between the unit's process and the gateway. */
const GENERATIONS = 6;

export type Asking = {
  readonly world: World;
  readonly target: Target;
  /** The gateway's process; null while there is none. */
  readonly pid: number | null;
  readonly timeoutMs: number;
};

const none = (why: string, ...problems: readonly SupervisorProblem[]): SupervisorReading => ({ found: false, why, problems });

export const show = ({ world, timeoutMs }: Asking, unit: SupervisedUnit): Promise<Shown> =>
  unit.kind === "launchd" ? printAgent(world, unit, timeoutMs) : showUnit(world, unit, timeoutMs);

/** What is known of it from when it ran: its unit, that it ran alone; null: nothing. */
type Known = SupervisedUnit | "alone" | null;

/** Where the gateway could be supervised, likeliest first. */
export async function candidates({ world, target, pid }: Asking, known: Known): Promise<readonly SupervisedUnit[]> {
  const { profile } = target;
  if (world.platform === "darwin") return [{ kind: "launchd", unit: launchdLabel(profile, process.env) }];
  if (pid === null && known !== null && known !== "alone") return [known];
  const cgroup = pid === null ? null : await readOrNull(world, `/proc/${pid}/cgroup`);
  const around = pid === null || cgroup === null ? null : await serviceIn(world, pid, cgroup);
  // A manager without control groups of its own leaves no mark on the process: its unit file is what speaks for it.
  const installed = await readInstalled(world, profile);
  const named = systemdUnitName(profile, process.env);
  const units: SupervisedUnit[] = [];
  if (around !== null) units.push({ kind: around.supervisor, unit: around.unit });
  if (installed.supervisor !== "none") units.push({ kind: installed.supervisor, unit: named });
  // No process, no file where files usually are: the managers may know the unit from elsewhere.
  if (pid === null && units.length === 0 && known !== "alone")
    units.push({ kind: "systemd-user", unit: named }, { kind: "systemd-system", unit: named });
  if (around !== null && around.supervisor === "systemd-system") units.push({ kind: "systemd-user", unit: around.unit });
  return units.filter(({ kind, unit }, at) => units.findIndex((other) => other.kind === kind && other.unit === unit) === at);
}

const resting: readonly (string | null)[] = ["inactive", "failed"];

/** The process is the unit's main process or descends from it; a unit between two starts has none, and nothing speaks against it. */
async function runs({ world, pid }: Asking, { mainPid, activeState }: SupervisorFacts): Promise<boolean> {
  if (pid === null || world.platform !== "linux") return true;
  if (mainPid === null) return !resting.includes(activeState);
  let ancestor: number | null = pid;
  for (let generation = 0; ancestor !== null && ancestor > 1 && generation < GENERATIONS; generation += 1) {
    if (ancestor === mainPid) return true;
    ancestor = (await readPidStat(world, ancestor))?.parentPid ?? null;
  }
  return false;
}

export const isThere = ({ loadState }: SupervisorFacts): boolean => loadState !== null && loadState !== "not-found";

export type SupervisorLook = (given: {
  /** The gateway's process; null while there is none. */
  readonly pid: number | null;
  readonly timeoutMs: number;
  /** Also whether the service outlives the person's login; asked once. */
  readonly thorough: boolean;
}) => Promise<SupervisorReading>;

/** One command in most cases. Remembers the unit, or that there is none, which only a living process tells. Never rejects. */
export function createSupervisorLook(world: World, target: Target): SupervisorLook {
  let known: Known = null;
  let lingering: Promise<boolean | null> | null = null;

  const lingerProblem = async (unit: SupervisedUnit, timeoutMs: number): Promise<readonly SupervisorProblem[]> => {
    if (unit.kind !== "systemd-user") return [];
    lingering ??= lingers(world, timeoutMs);
    return (await lingering) === false ? [supervisorProblem("no-linger", unit)] : [];
  };

  return async ({ pid, timeoutMs, thorough }) => {
    if (target.demo !== null) return none("the demo has no service manager");
    if (!target.local) return none("the gateway is on another host");
    if (world.platform !== "linux" && world.platform !== "darwin")
      return none(`service managers of ${world.platform} are not known to gatetop`);
    if (world.platform === "linux" && !(await hasSystemd(world))) return none("this host is not run by systemd", missingUnit(target));
    const problems: SupervisorProblem[] = [];
    const asking = { world, target, timeoutMs, pid: await living(world, pid) };
    for (const unit of await candidates(asking, known)) {
      const shown = await show(asking, unit);
      if (shown.facts === null) problems.push(shown.problem);
      else if (!isThere(shown.facts)) problems.push(supervisorProblem("no-unit", unit));
      else if (!(await runs(asking, shown.facts))) problems.push(supervisorProblem("not-its-unit", unit));
      else {
        known = unit;
        const more = thorough ? await lingerProblem(unit, timeoutMs) : [];
        return { found: true, facts: shown.facts, problems: [...problemsOf(shown.facts), ...more] };
      }
    }
    const [first] = problems;
    const reading = first === undefined ? none("no service manager runs this gateway", missingUnit(target)) : none(first.why, ...problems);
    if (asking.pid !== null && runsAlone(reading)) known = "alone";
    return reading;
  };
}

/** systemd's own test, sd_booted(3): a container that has its commands has no manager behind them. */
export const hasSystemd = (world: World): Promise<boolean> =>
  world.listDir("/run/systemd/system").then(
    () => true,
    () => false,
  );

const missingUnit = ({ profile }: Target): SupervisorProblem =>
  supervisorProblem("no-unit", { kind: "systemd-user", unit: systemdUnitName(profile, process.env) });

/** The process may have ended since it was found. */
async function living(world: World, pid: number | null): Promise<number | null> {
  if (pid === null || world.platform !== "linux") return pid;
  const stat = await readPidStat(world, pid);
  return stat === null || isDead(stat) ? null : pid;
}
