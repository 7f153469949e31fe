// Who else would be hit with a process: whose it is, who holds it, who shares its control group. Reads only; data/restart/may-end.ts judges.
import type { NamedProcess } from "../../data/action/request.ts";
import type { Surroundings } from "../../data/restart/end-facts.ts";
import { directoriesOf, parseCgroup, parseCgroupMounts, type CgroupMount } from "../local/cgroup.ts";
import { readOrNull, readPidStat } from "../local/kernel.ts";
import { isDead } from "../local/proc-text.ts";
import type { World } from "../probe.ts";
import { uidIn } from "./signal-facts.ts";

/** A service may make groups of its own below its own; deeper ones are counted as foreign, so nobody in them is touched. */
const DEPTH = 3;
/** Longer than any chain from a guard to the host's first process. */
const ANCESTORS = 64;

/** `gatetop-started-1a2b3c.scope`: what a start of ours lives in. */
const ownScope = /^gatetop-started-[0-9a-f]+\.scope$/u;

/** TracerPid of /proc/PID/status. */
function tracedIn(status: string): boolean | null {
  const tracer = /^TracerPid:\s*(\d+)$/mu.exec(status)?.[1];
  return tracer === undefined ? null : tracer !== "0";
}

/** This process and all that it descends from. */
async function ancestry(world: World, own: number): Promise<readonly number[]> {
  const found = [own];
  for (let pid: number | null = own; pid !== null && pid > 1 && found.length < ANCESTORS;) {
    pid = (await readPidStat(world, pid))?.parentPid ?? null;
    if (pid !== null && pid > 0) found.push(pid);
  }
  return found;
}

/** Pids of the group and of the groups below it. */
async function pidsIn(world: World, directory: string, depth = DEPTH): Promise<readonly number[]> {
  const text = await readOrNull(world, `${directory}/cgroup.procs`);
  if (text === null) return [];
  const own = text.split("\n").flatMap((line) => (/^\d+$/u.test(line) ? [Number(line)] : []));
  if (depth === 0) return own;
  const names = await world.listDir(directory).catch((): readonly string[] => []);
  const below: number[] = [];
  for (const name of names) below.push(...(await pidsIn(world, `${directory}/${name}`, depth - 1)));
  return [...own, ...below];
}

/** The directory of the group, when its last element is the unit itself or a scope of ours: never a session, a slice, a container's root. */
async function ownGroup(world: World, pid: number, unit: string | null): Promise<string | null> {
  const text = await readOrNull(world, `/proc/${pid}/cgroup`);
  if (text === null) return null;
  const { unified, systemd } = parseCgroup(text);
  const mounts = parseCgroupMounts((await readOrNull(world, "/proc/self/mountinfo")) ?? "");
  const isOwn = (path: string | null): path is string => {
    const last = path?.split("/").at(-1) ?? "";
    return last !== "" && (last === unit || ownScope.test(last));
  };
  const directory = (mount: CgroupMount | null, path: string | null): string | null => {
    if (mount === null || !isOwn(path)) return null;
    const [innermost] = directoriesOf(mount, path);
    // A path outside the mount has only the mount's root, which is everybody's.
    return innermost === undefined || innermost === mount.point ? null : innermost;
  };
  return directory(mounts.unified, unified) ?? directory(mounts.systemd, systemd);
}

async function named(world: World, pids: readonly number[]): Promise<readonly NamedProcess[]> {
  const found: NamedProcess[] = [];
  for (const pid of new Set(pids)) {
    const stat = await readPidStat(world, pid);
    if (stat !== null && !isDead(stat)) found.push({ pid, startTicks: stat.startTicks });
  }
  return found;
}

/** `own`: pid of this gatetop. Null when there is no such process, and off Linux. */
export async function readSurroundings(
  world: World,
  pid: number,
  unit: string | null,
  own: number = process.pid,
): Promise<Surroundings | null> {
  if (world.platform !== "linux") return null;
  const status = await readOrNull(world, `/proc/${pid}/status`);
  if (status === null) return null;
  const group = await ownGroup(world, pid, unit);
  const [members, ancestors] = await Promise.all([
    group === null ? null : pidsIn(world, group).then((pids) => named(world, pids)),
    ancestry(world, own),
  ]);
  const shared = members?.some((member) => ancestors.includes(member.pid)) ?? false;
  return {
    uid: uidIn(status),
    ownUid: world.uid,
    traced: tracedIn(status),
    ours: ancestors.includes(pid) || shared,
    members: members?.filter((member) => member.pid !== pid) ?? null,
  };
}
