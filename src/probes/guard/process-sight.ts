// One process as the guard sees it: what a few small files of the kernel tell.
import type { ProcessSight } from "../../data/guard/sight.ts";
import { directoriesOf, parseCgroup, parseCgroupMounts } from "../local/cgroup.ts";
import { readBootAt, readKernelConstants, readOrNull, readPidStat } from "../local/kernel.ts";
import { isDead, type KernelConstants, type PidStat } from "../local/proc-text.ts";
import type { World } from "../probe.ts";

/** Ticks are 10 ms: over a shorter stretch than this the share of a core is mostly rounding. */
const shortestStretchMs = 250;

/** Of /proc/PID/status; null where it does not say. */
export type Ownership = { readonly uid: number | null; readonly traced: boolean | null };

const numberIn = (text: string, line: RegExp): number | null => {
  const found = line.exec(text)?.[1];
  return found === undefined ? null : Number(found);
};

/** `Uid:` the effective one, `TracerPid:` 0 when nobody debugs it. */
export async function readOwnership(world: World, pid: number): Promise<Ownership> {
  const text = (await readOrNull(world, `/proc/${pid}/status`)) ?? "";
  const tracer = numberIn(text, /^TracerPid:\s+(\d+)/mu);
  return { uid: numberIn(text, /^Uid:\s+\d+\s+(\d+)/mu), traced: tracer === null ? null : tracer !== 0 };
}

/** cgroup v2: `systemctl freeze`, `docker pause`. In state S, it computes nothing and answers nobody, as somebody wished. */
export async function isFrozen(world: World, pid: number): Promise<boolean> {
  const { unified } = parseCgroup((await readOrNull(world, `/proc/${pid}/cgroup`)) ?? "");
  const { unified: mount } = parseCgroupMounts((await readOrNull(world, "/proc/self/mountinfo")) ?? "");
  const directory = unified === null || mount === null ? undefined : directoriesOf(mount, unified)[0];
  const events = directory === undefined ? null : await readOrNull(world, `${directory}/cgroup.events`);
  return events !== null && /^frozen 1$/mu.test(events);
}

/** Alive, and the one that started then; null `startTicks` leaves that open. */
export async function livingStat(world: World, pid: number, startTicks: number | null): Promise<PidStat | null> {
  const stat = await readPidStat(world, pid);
  if (stat === null || isDead(stat)) return null;
  return startTicks === null || startTicks === stat.startTicks ? stat : null;
}

/** `familyTicks` null: not looked at this time. */
type Found = Pick<ProcessSight, "evidence" | "ownsPort" | "backlog" | "traced"> & { readonly familyTicks: number | null };
export type ProcessSights = (stat: PidStat, found: Found) => Promise<ProcessSight>;

type Followed = {
  readonly id: string;
  readonly startedAt: number | null;
  readonly atMs: number;
  readonly ticks: number;
  readonly wantedMs: number | null;
  readonly cores: number | null;
  readonly loopShare: number | null;
};

/** /proc/PID/schedstat, the main thread's: how long it ran and how long it waited for a core. Null where the kernel does not count. */
async function readWantedMs(world: World, pid: number): Promise<number | null> {
  const [, ran, waited] = /^(\d+) (\d+) /u.exec((await readOrNull(world, `/proc/${pid}/schedstat`)) ?? "") ?? [];
  return ran === undefined || waited === undefined || ran === "0" ? null : (Number(ran) + Number(waited)) / 1_000_000;
}

/** Follows one process from look to look, for its share of a core. */
export function createProcessSights(world: World, monotonicMs: () => number): ProcessSights {
  let constants: KernelConstants | null = null;
  let last: Followed | null = null;
  let family: { readonly id: string; readonly atMs: number; readonly ticks: number } | null = null;

  /** Since the look before at which it was looked at. */
  function familyCores(id: string, ticks: number | null, { ticksPerSecond }: KernelConstants): number | null {
    const before = family?.id === id ? family : null;
    const now = ticks === null ? null : { id, atMs: monotonicMs(), ticks };
    const stretchMs = now === null || before === null ? null : now.atMs - before.atMs;
    if (stretchMs === null || stretchMs >= shortestStretchMs) family = now;
    if (now === null || before === null || stretchMs === null || stretchMs < shortestStretchMs) return null;
    return Math.max(0, now.ticks - before.ticks) / ticksPerSecond / (stretchMs / 1_000);
  }

  const followed = async (stat: PidStat, { ticksPerSecond }: KernelConstants): Promise<Followed> => {
    const id = `${stat.pid} ${stat.startTicks}`;
    const wantedMs = await readWantedMs(world, stat.pid);
    const [atMs, ticks] = [monotonicMs(), stat.cpuTicks];
    if (last?.id === id) {
      const stretchMs = atMs - last.atMs;
      if (stretchMs < shortestStretchMs) return last;
      const loopShare = wantedMs === null || last.wantedMs === null ? null : (wantedMs - last.wantedMs) / stretchMs;
      return { ...last, atMs, ticks, wantedMs, loopShare, cores: (ticks - last.ticks) / ticksPerSecond / (stretchMs / 1_000) };
    }
    const bootAt = await readBootAt(world);
    const startedAt = bootAt === null ? null : bootAt + Math.round((stat.startTicks / ticksPerSecond) * 1_000);
    return { id, startedAt, atMs, ticks, wantedMs, cores: null, loopShare: null };
  };

  return async (stat, { familyTicks, ...found }) => {
    constants ??= await readKernelConstants(world);
    last = await followed(stat, constants);
    return {
      pid: stat.pid,
      startTicks: stat.startTicks,
      state: stat.state,
      ...found,
      startedAt: last.startedAt,
      cpuCores: last.cores,
      loopShare: last.loopShare,
      familyCores: familyCores(last.id, familyTicks, constants),
      rssBytes: stat.rssPages * constants.pageBytes,
    };
  };
}
