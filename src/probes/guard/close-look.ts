// What is only looked at when something is wrong: sockets and who holds them, the lock, the process, its supervisor.
import type { ProcessSight, Sight } from "../../data/guard/sight.ts";
import type { PidEvidence } from "../../data/model/local.ts";
import type { SupervisorReading } from "../../data/restart/supervisor.ts";
import type { Target } from "../../data/target.ts";
import type { SupervisorLook } from "../evidence/supervisor.ts";
import { createPidFinder } from "../local/find-pid.ts";
import { readLocks, type LockFile } from "../local/lock.ts";
import { holdsSocket, ownsSocket } from "../local/port-owner.ts";
import { createElsewhere } from "../local/process-elsewhere.ts";
import type { PidStat } from "../local/proc-text.ts";
import { readPortSockets } from "../local/sockets.ts";
import type { ProbeContext, World } from "../probe.ts";
import { familyTicks } from "./family.ts";
import { createListenerLook } from "./listener.ts";
import { createProcessSights, isFrozen, livingStat, readOwnership } from "./process-sight.ts";

type CloseLook = Pick<Sight, "listener" | "process" | "staleLock" | "lockedAt" | "supervisor">;
type Port = Sight["port"]["outcome"];

export type CloseLooks = {
  /** Of the process known already: one small file. Not for a gateway that does not answer. */
  readonly glance: () => Promise<Sight["process"]>;
  /** Null on another host. */
  readonly supervisor: () => Promise<SupervisorReading | null>;
  readonly close: (port: Promise<Port>) => Promise<CloseLook>;
};

type Known = { readonly pid: number; readonly startTicks: number; readonly evidence: PidEvidence };

const MANAGER_MS = 3_000;
/** A name, for which readPortSockets takes every address. */
const ANY_ADDRESS = "any";

export const notLooked: Sight["process"] = { looked: false, value: null };

/** Of a gateway on another host this one shows nothing. */
const elsewhere: CloseLooks = {
  glance: () => Promise.resolve(notLooked),
  supervisor: () => Promise.resolve(null),
  close: () =>
    Promise.resolve({ listener: { who: "unknown", pid: null }, process: notLooked, staleLock: null, lockedAt: null, supervisor: null }),
};

export function createCloseLooks(world: World, target: Target, monotonicMs: () => number, askSupervisor: SupervisorLook): CloseLooks {
  if (!target.local) return elsewhere;
  return world.platform === "linux" ? onLinux(world, target, monotonicMs, askSupervisor) : withoutProc(world, target, askSupervisor);
}

function onLinux(world: World, target: Target, monotonicMs: () => number, askSupervisor: SupervisorLook): CloseLooks {
  const find = createPidFinder();
  const sightOf = createProcessSights(world, monotonicMs);
  const listenerOf = createListenerLook(world, monotonicMs);
  const context: ProbeContext = { target, last: () => null, reportedPid: null };
  /** Stays when it is gone: whoever listens in its place is then known to be another. */
  let known: Known | null = null;

  const knownStat = async (): Promise<PidStat | null> => (known === null ? null : livingStat(world, known.pid, known.startTicks));
  const sockets = () => readPortSockets(world, target.port, target.host);
  const manager = (pid: number | null) => askSupervisor({ pid, timeoutMs: MANAGER_MS, thorough: false });

  const found = async (): Promise<PidStat | null> => {
    const finding = await find(world, context, sockets);
    if (finding.stat === null) return null;
    known = { pid: finding.stat.pid, startTicks: finding.stat.startTicks, evidence: finding.evidence };
    return finding.stat;
  };

  /** Its config has another port or address since: it is as well as can be, where nobody looks. */
  const listensElsewhere = async ({ pid, startTicks }: PidStat, files: readonly LockFile[]): Promise<boolean> => {
    const names = ({ lock }: LockFile): boolean =>
      lock?.pid === pid && (lock.startTicks ?? startTicks) === startTicks && lock.port !== null && lock.port !== target.port;
    if (files.some(names)) return true;
    const { listeners } = await readPortSockets(world, target.port, ANY_ADDRESS);
    return ownsSocket(
      world,
      pid,
      listeners.map(({ inode }) => inode),
    );
  };

  const isOurs = (uid: number | null): boolean => uid === null || world.uid === null || world.uid === 0 || uid === world.uid;

  const close = async (asked: Promise<Port>): Promise<CloseLook> => {
    const [{ listeners, established }, files, before, flagged, port] = await Promise.all([
      sockets(),
      readLocks(world, target),
      knownStat(),
      target.pid === null ? null : livingStat(world, target.pid, null),
      asked,
    ]);
    const lock = files.find(({ lock }) => lock !== null && (lock.port ?? target.port) === target.port)?.lock ?? null;
    const locked = lock === null ? null : await livingStat(world, lock.pid, lock.startTicks);
    const supervisor = await manager((before ?? locked)?.pid ?? null);
    const mainPid = supervisor.found ? supervisor.facts.mainPid : null;
    const own = [flagged?.pid, before?.pid, locked?.pid, mainPid].filter((pid) => typeof pid === "number");
    const named = new Map<number | undefined, PidEvidence>([
      [locked?.pid, "lock file"],
      [flagged?.pid, "flag"],
    ]);
    const isKnown = known !== null || lock !== null || supervisor.found;
    const listener = await listenerOf({ sockets: { listeners, established }, port, own, known: isKnown });
    const staleLock = lock === null ? null : locked === null;
    const lockedAt = locked === null ? null : (lock?.createdAt ?? null);
    const around = { staleLock, lockedAt, supervisor };

    const listening = listener.who === "gateway" && listener.pid !== null ? await livingStat(world, listener.pid, null) : null;
    const stat = flagged ?? listening ?? before ?? locked;
    if (stat === null) {
      // Behind a port that is open, or a lock that may not be read, there may be one that cannot be seen from here.
      const seen = files.every(({ lock }) => lock !== null) && (port === "refused" || listener.who === "stranger");
      return { listener, process: { looked: seen, value: null }, ...around };
    }
    const { uid, traced } = await readOwnership(world, stat.pid);
    if (!isOurs(uid)) return { listener, process: notLooked, ...around };
    const evidence = stat.pid === before?.pid && known !== null ? known.evidence : "port owner";
    known = { pid: stat.pid, startTicks: stat.startTicks, evidence: named.get(stat.pid) ?? evidence };
    const inodes = listeners.map(({ inode }) => inode);
    const unlistened = port === "refused" ? false : null;
    const ownsPort = inodes.length === 0 ? unlistened : await holdsSocket(world, stat.pid, inodes);
    const isStrangers = inodes.length === 0 || listener.who === "stranger";
    const backlog = isStrangers ? null : listeners.reduce((sum, { backlog }) => sum + backlog, 0);
    const [ticks, frozen] = await Promise.all([familyTicks(world, stat), isFrozen(world, stat.pid)]);
    const value = await sightOf(stat, { evidence: known.evidence, ownsPort, backlog, traced: frozen || traced, familyTicks: ticks });
    const moved = listener.who === "nobody" && (await listensElsewhere(stat, files));
    return { listener: moved ? { who: "elsewhere", pid: stat.pid } : listener, process: { looked: true, value }, ...around };
  };

  return {
    glance: async () => {
      const stat = (await knownStat()) ?? (await found());
      // It answers: one that is not found is one that cannot be seen.
      if (stat === null || known === null) return notLooked;
      const { evidence } = known;
      return { looked: true, value: await sightOf(stat, { evidence, ownsPort: null, backlog: null, traced: null, familyTicks: null }) };
    },
    supervisor: async () => manager((await knownStat())?.pid ?? null),
    close,
  };
}

/** macOS and others: no start time names a process for ever, so nothing may be ended there; its service can be restarted. */
function withoutProc(world: World, target: Target, askSupervisor: SupervisorLook): CloseLooks {
  const read = createElsewhere();
  const context: ProbeContext = { target, last: () => null, reportedPid: null };

  const processOf = async (): Promise<ProcessSight | null> => {
    const reading = await read(world, context);
    if (!reading.found) return null;
    const { pid, evidence, startedAt, cpuCores, rssBytes } = reading;
    return {
      pid,
      startTicks: null,
      state: null,
      evidence,
      ownsPort: null,
      startedAt,
      cpuCores,
      loopShare: null,
      rssBytes,
      familyCores: null,
      backlog: null,
      traced: null,
    };
  };
  const manager = (pid: number | null) => askSupervisor({ pid, timeoutMs: MANAGER_MS, thorough: false });

  return {
    // Each look starts commands there: too dear while it answers.
    glance: () => Promise.resolve(notLooked),
    supervisor: () => manager(null),
    close: async (asked) => {
      const [value, port] = await Promise.all([processOf(), asked]);
      const supervisor = await manager(value?.pid ?? null);
      const listener = { who: port === "refused" ? ("nobody" as const) : ("unknown" as const), pid: null };
      return { listener, process: { looked: value !== null || port === "refused", value }, staleLock: null, lockedAt: null, supervisor };
    },
  };
}
