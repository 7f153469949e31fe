// The gateway's process as the kernel sees it.
import type { ProcessReading } from "../../data/model/local.ts";
import { Missing, type Probe, type ProbeContext, type World } from "../probe.ts";
import { parseCgroup, parseCgroupMounts, readMemoryLimit } from "./cgroup.ts";
import { readChildren } from "./children.ts";
import { createPidFinder } from "./find-pid.ts";
import { readBootAt, readKernelConstants, readOrNull } from "./kernel.ts";
import { parseMaxOpenFiles, parseMemory, type KernelConstants, type PidStat } from "./proc-text.ts";
import { createElsewhere } from "./process-elsewhere.ts";
import { createSocketWatch } from "./socket-watch.ts";

/** Ticks are 10 ms: over a shorter stretch than this the share of a core is mostly rounding. */
const shortestStretchMs = 250;
/** Limits change only by hand, children come and go by the run, and both cost a look at many files. */
const seldomMs = 10_000;

type CpuPoint = { readonly at: number; readonly ticks: number; readonly cores: number | null };
/** What stays true of one process, and what is remembered of it between readings. */
type Followed = {
  readonly id: string;
  readonly startedAt: number | null;
  readonly cpu: CpuPoint;
  readonly seldom: Seldom;
};
type Seldom = { readonly at: number } & Pick<Extract<ProcessReading, { found: true }>, "memoryLimit" | "maxOpenHandles" | "children">;

/** Stopped, stuck in the kernel, or not answering: then the accept backlog is evidence and must be of this moment. */
function isTroubled(stat: PidStat, { last }: ProbeContext): boolean {
  const answer = last("healthz");
  return "TtD".includes(stat.state) || (answer !== null && answer.outcome !== "answered");
}

export async function readMemoryMax(world: World, pid: number) {
  const groups = parseCgroup((await readOrNull(world, `/proc/${pid}/cgroup`)) ?? "");
  const mounts = parseCgroupMounts((await readOrNull(world, "/proc/self/mountinfo")) ?? "");
  const { totalBytes } = parseMemory((await readOrNull(world, "/proc/meminfo")) ?? "");
  return readMemoryLimit(world, groups, mounts, totalBytes);
}

async function readSeldom(world: World, pid: number): Promise<Seldom> {
  const at = world.now();
  const limits = (await readOrNull(world, `/proc/${pid}/limits`)) ?? "";
  const children = await readChildren(world, pid);
  return { at, memoryLimit: await readMemoryMax(world, pid), maxOpenHandles: parseMaxOpenFiles(limits), children };
}

function advanceCpu(last: CpuPoint, ticks: number, at: number, ticksPerSecond: number): CpuPoint {
  const stretchMs = at - last.at;
  // Asked twice in a moment: the answer of a moment ago stands. A clock set back starts anew.
  if (stretchMs >= 0 && stretchMs < shortestStretchMs) return last;
  if (stretchMs < 0) return { at, ticks, cores: null };
  return { at, ticks, cores: (ticks - last.ticks) / ticksPerSecond / (stretchMs / 1000) };
}

async function follow(world: World, stat: PidStat, last: Followed | null, { ticksPerSecond }: KernelConstants): Promise<Followed> {
  const id = `${stat.pid} ${stat.startTicks}`;
  const at = world.now();
  if (last?.id === id) {
    const kept = at >= last.seldom.at && at - last.seldom.at < seldomMs;
    const seldom = kept ? last.seldom : await readSeldom(world, stat.pid);
    return { ...last, cpu: advanceCpu(last.cpu, stat.cpuTicks, at, ticksPerSecond), seldom };
  }
  const bootAt = await readBootAt(world);
  return {
    id,
    startedAt: bootAt === null ? null : bootAt + Math.round((stat.startTicks / ticksPerSecond) * 1000),
    cpu: { at, ticks: stat.cpuTicks, cores: null },
    seldom: await readSeldom(world, stat.pid),
  };
}

/**
 * Linux: /proc/PID/stat, the fd directory, /proc/net/tcp{,6}, limits, task/TID/children, cgroup files; no child process. Elsewhere: systeminformation.
 * A process that ends while it is read is `found: false`. Missing when the gateway is on another host.
 */
export function createProcessProbe(): Probe<"process"> {
  const find = createPidFinder();
  const watch = createSocketWatch();
  const readElsewhere = createElsewhere();
  let constants: KernelConstants | null = null;
  let followed: Followed | null = null;

  const read = async (world: World, context: ProbeContext): Promise<ProcessReading> => {
    const { target } = context;
    if (!target.local) throw new Missing("the gateway is on another host");
    if (world.platform !== "linux") return readElsewhere(world, context);
    constants ??= await readKernelConstants(world);
    const finding = await find(world, context, (urgency) => watch(world, target, urgency));
    if (finding.stat === null) return { found: false, why: finding.why };
    const { stat, evidence } = finding;
    const { listeners, established } = await watch(world, target, isTroubled(stat, context) ? "urgent" : "calm");
    const now = await follow(world, stat, followed, constants);
    followed = now;
    const handles = await world.listDir(`/proc/${stat.pid}/fd`).catch((error: NodeJS.ErrnoException) => error);
    if (handles instanceof Error && (handles.code === "ENOENT" || handles.code === "ESRCH")) {
      return { found: false, why: `pid ${stat.pid} ended while it was read` };
    }
    return {
      found: true,
      pid: stat.pid,
      evidence,
      state: stat.state,
      cpuCores: now.cpu.cores,
      rssBytes: stat.rssPages * constants.pageBytes,
      threads: stat.threads,
      openHandles: handles instanceof Error ? null : handles.length,
      maxOpenHandles: now.seldom.maxOpenHandles,
      children: now.seldom.children,
      // With nothing listening in this network namespace the gateway's connections are not in the table either.
      connections: listeners.length === 0 && established === 0 ? null : established,
      startedAt: now.startedAt,
      memoryLimit: now.seldom.memoryLimit,
      acceptBacklog: listeners.length === 0 ? null : listeners.reduce((sum, { backlog }) => sum + backlog, 0),
    };
  };
  return { source: "process", read };
}

export const processProbe = createProcessProbe();
