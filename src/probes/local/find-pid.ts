// Which process is the gateway. Best evidence first; a name is never evidence.
import type { PidEvidence } from "../../data/model/local.ts";
import type { ProbeContext, World } from "../probe.ts";
import { isDead, type PidStat } from "./proc-text.ts";
import { readBootAt, readKernelConstants, readPidStat } from "./kernel.ts";
import { readLocks, type LockFile } from "./lock.ts";
import { ownerOf, ownsSocket } from "./port-owner.ts";
import type { Urgency } from "./socket-watch.ts";
import type { PortSockets } from "./sockets.ts";

type Finding =
  | { readonly stat: PidStat; readonly evidence: PidEvidence; readonly why: null }
  | { readonly stat: null; readonly why: string };

/** `sockets`: as last seen, or as they are, by urgency. */
export type PidFinder = (world: World, context: ProbeContext, sockets: (urgency: Urgency) => Promise<PortSockets>) => Promise<Finding>;

/** A listening socket whose owner was not to be found is looked for again after this long. */
const searchAgainMs = 30_000;
/** With nothing listening, a new gateway may have taken over from one that still drains. */
const askAgainMs = 10_000;
/** system.info may be some seconds old, and boot time is known to the second. */
const startToleranceMs = 30_000;

type Known = {
  readonly pid: number;
  readonly startTicks: number;
  readonly evidence: PidEvidence;
  readonly listens: string;
  readonly at: number;
};
type Owner = { readonly listens: string; readonly at: number; readonly pid: number | null };

/** What the lock files say: a living process, or why not; `likely` pids are worth asking first who owns the port. */
async function askLocks(world: World, files: readonly LockFile[], port: number) {
  const likely: number[] = [];
  let why: string | null = null;
  for (const file of files) {
    if (file.lock === null) {
      why ??= file.why;
      continue;
    }
    const { lock } = file;
    if (lock.port !== null && lock.port !== port) {
      why ??= `the lock file is that of a gateway on port ${lock.port}`;
      continue;
    }
    const stat = await readPidStat(world, lock.pid);
    if (stat === null || isDead(stat)) why ??= `lock file names pid ${lock.pid}, which is gone`;
    else if (lock.startTicks === null) likely.push(lock.pid);
    else if (lock.startTicks === stat.startTicks) return { stat, why: null, likely: [lock.pid] };
    else why ??= `lock file names pid ${lock.pid}, which is another process now`;
  }
  return { stat: null, why, likely };
}

/** The pid the gateway reports is its own only when it lives on this host, outside any pid namespace: the start time tells. */
async function askGateway(world: World, context: ProbeContext): Promise<Finding | null> {
  const pid = context.reportedPid;
  if (pid === null) return null;
  const stat = await readPidStat(world, pid);
  if (stat === null || isDead(stat)) return { stat: null, why: `the gateway reports pid ${pid}, which is not on this host` };
  const info = context.last("systemInfo");
  const uptimeMs = info?.pid === pid ? info.uptimeMs : null;
  const bootAt = await readBootAt(world);
  if (uptimeMs !== null && bootAt !== null) {
    const { ticksPerSecond } = await readKernelConstants(world);
    const startedAt = bootAt + (stat.startTicks / ticksPerSecond) * 1000;
    if (Math.abs(world.now() - uptimeMs - startedAt) > startToleranceMs) {
      return { stat: null, why: `the gateway reports pid ${pid}, which is another process on this host (a container?)` };
    }
  }
  return { stat, evidence: "gateway", why: null };
}

const inodesOf = ({ listeners }: PortSockets): readonly string[] => listeners.map(({ inode }) => inode);

function unseenOwner(world: World, { listeners }: PortSockets, port: number): string | null {
  const [listener] = listeners;
  if (listener === undefined) return null;
  return world.uid === listener.uid || world.uid === 0
    ? `port ${port} is held by a process that cannot be seen from here (a container?)`
    : `port ${port} is held by a process of uid ${listener.uid}, which this user may not look into`;
}

/** Remembers its answer as long as the process lives and the listening sockets stay the same ones. */
export function createPidFinder(): PidFinder {
  let known: Known | null = null;
  let owner: Owner | null = null;

  const remember = (finding: Finding, listens: string, at: number): Finding => {
    known = finding.stat && { pid: finding.stat.pid, startTicks: finding.stat.startTicks, evidence: finding.evidence, listens, at };
    return finding;
  };

  const askPort = async (world: World, sockets: PortSockets, listens: string, likely: readonly number[]): Promise<PidStat | null> => {
    const inodes = inodesOf(sockets);
    if (inodes.length === 0) return null;
    const searched: Owner | null = owner;
    if (searched?.listens === listens && searched.pid === null && world.now() - searched.at < searchAgainMs) {
      for (const pid of likely) if (await ownsSocket(world, pid, inodes)) return readPidStat(world, pid);
      return null;
    }
    owner = { listens, at: world.now(), pid: await ownerOf(world, inodes, likely) };
    return owner.pid === null ? null : readPidStat(world, owner.pid);
  };

  const search = async (world: World, context: ProbeContext, sockets: PortSockets, listens: string): Promise<Finding> => {
    const { port } = context.target;
    const lock = await askLocks(world, await readLocks(world, context.target), port);
    const reported = context.reportedPid === null ? [] : [context.reportedPid];
    const listening = await askPort(world, sockets, listens, [...lock.likely, ...reported]);
    // Who answers on the port is the gateway: old releases lock with the parent and listen in the child.
    if (listening !== null) {
      const locked = lock.likely.includes(listening.pid);
      return { stat: listening, evidence: locked ? "lock file" : "port owner", why: null };
    }
    if (lock.stat !== null) return { stat: lock.stat, evidence: "lock file", why: null };
    const said = await askGateway(world, context);
    if (said !== null && said.stat !== null) return said;
    const unseen = unseenOwner(world, sockets, port);
    const reasons = [lock.why, said?.why ?? null, unseen].filter((reason) => reason !== null);
    return { stat: null, why: reasons.length > 0 ? reasons.join("; ") : `no lock file, and nothing listens on port ${port}` };
  };

  return async (world, context, sockets) => {
    const { pid } = context.target;
    if (pid !== null) {
      const stat = await readPidStat(world, pid);
      if (stat === null || isDead(stat)) return { stat: null, why: `pid ${pid}, the one given, is gone` };
      return { stat, evidence: "flag", why: null };
    }
    const last: Known | null = known;
    const listens = last === null ? "" : inodesOf(await sockets("calm")).join();
    if (last !== null && last.listens === listens && (listens !== "" || world.now() - last.at < askAgainMs)) {
      const stat = await readPidStat(world, last.pid);
      if (stat !== null && !isDead(stat) && stat.startTicks === last.startTicks) return { stat, evidence: last.evidence, why: null };
    }
    // The process known a moment ago has gone or lost its port: its old sockets would only mislead.
    const fresh = await sockets(last === null ? "urgent" : "now");
    const listening = inodesOf(fresh).join();
    return remember(await search(world, context, fresh, listening), listening, world.now());
  };
}
