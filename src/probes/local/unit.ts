// The service manager's unit around the gateway.
import { homedir } from "node:os";
import { join } from "node:path";
import type { UnitReading } from "../../data/model/local.ts";
import { systemdUnitName } from "../evidence/unit-name.ts";
import { Missing, type Probe, type World } from "../probe.ts";
import { directoriesOf, parseCgroup, parseCgroupMounts, serviceOf, type CgroupPaths, type ServiceCgroup } from "./cgroup.ts";
import { readOrNull, readPidStat } from "./kernel.ts";
import { processProbe } from "./process.ts";

const none: UnitReading = { supervisor: "none", unit: null, active: null };

/**
 * A shell started by sshd, cron or an editor's server may sit in that service's cgroup: restarting such a unit would be a disaster.
 * So a unit that is not called after OpenClaw counts only when the gateway is the oldest process in it.
 */
async function isItsUnit(world: World, pid: number, service: ServiceCgroup, paths: CgroupPaths): Promise<boolean> {
  if (service.unit.toLowerCase().includes("openclaw")) return true;
  const mounts = parseCgroupMounts((await readOrNull(world, "/proc/self/mountinfo")) ?? "");
  const mount = paths.unified?.startsWith(service.path) === true ? mounts.unified : mounts.systemd;
  const directory = mount === null ? undefined : directoriesOf(mount, service.path)[0];
  const members = directory === undefined ? null : await readOrNull(world, `${directory}/cgroup.procs`);
  const own = await readPidStat(world, pid);
  if (members === null || own === null) return false;
  for (const line of members.split("\n").filter(Boolean)) {
    const member = await readPidStat(world, Number(line));
    if (member !== null && member.startTicks < own.startTicks) return false;
  }
  return true;
}

/** A guard that runs as a service and started the gateway itself: restarting that unit would restart the guard. */
const isOwnUnit = ({ unit }: ServiceCgroup): boolean => unit.startsWith("gatetop-");

/**
 * The service a process runs in, by the text of its /proc/PID/cgroup; null for a session, container or bare shell, and for a service
 * it was only started from.
 */
export async function serviceIn(world: World, pid: number, cgroup: string): Promise<ServiceCgroup | null> {
  const paths = parseCgroup(cgroup);
  const service = serviceOf(paths);
  return service !== null && !isOwnUnit(service) && (await isItsUnit(world, pid, service, paths)) ? service : null;
}

/** The user's unit file first; an administrator may have put one in /etc. */
export async function readInstalled(world: World, profile: string | null): Promise<UnitReading> {
  const unit = systemdUnitName(profile, process.env);
  const config = process.env["XDG_CONFIG_HOME"] ?? join(homedir(), ".config");
  const places = [
    { supervisor: "systemd-user", folder: join(config, "systemd/user") },
    { supervisor: "systemd-user", folder: "/etc/systemd/user" },
    { supervisor: "systemd-system", folder: "/etc/systemd/system" },
  ] as const;
  for (const { supervisor, folder } of places) {
    if ((await readOrNull(world, join(folder, unit), { maxBytes: 1 })) !== null) {
      return { supervisor, unit, active: false };
    }
  }
  return none;
}

/**
 * While the process is found: its unit from /proc/PID/cgroup, `active: true`, or "none" for a session, container or bare shell.
 * While it is not: the installed unit file, `active: false`. Missing off Linux and when the gateway is on another host.
 */
export const unitProbe: Probe<"unit"> = {
  source: "unit",
  read: async (world, context) => {
    if (!context.target.local) throw new Missing("the gateway is on another host");
    if (world.platform !== "linux") throw new Missing(`no systemd on ${world.platform}`);
    const gateway = context.last("process") ?? (await processProbe.read(world, context));
    const text = gateway.found ? await readOrNull(world, `/proc/${gateway.pid}/cgroup`) : null;
    if (!gateway.found || text === null) return readInstalled(world, context.target.profile);
    const service = await serviceIn(world, gateway.pid, text);
    return service === null ? none : { supervisor: service.supervisor, unit: service.unit, active: true };
  },
};
