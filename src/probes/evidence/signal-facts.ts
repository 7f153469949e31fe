// All that the choice of a restart signal is made from. Reads only; the choice itself is pure and lives in data/restart.
import type { SignalFacts } from "../../data/restart/signal.ts";
import { atLeast } from "../../data/restart/version.ts";
import type { Target } from "../../data/target.ts";
import { readOrNull, readPidStat } from "../local/kernel.ts";
import { ownerOf } from "../local/port-owner.ts";
import { isDead } from "../local/proc-text.ts";
import { readPortSockets } from "../local/sockets.ts";
import type { World } from "../probe.ts";
import { findLock, type FoundLock } from "./lock.ts";
import { readRestartAllowed } from "./restart-allowed.ts";

const bit = (signal: number): bigint => 1n << BigInt(signal - 1);
/** Numbers of the architectures Node runs on. */
const USR2 = bit(12);
/** SIGALRM, SIGXCPU, SIGXFSZ, SIGVTALRM: nobody but signal-exit catches all of them. */
const ALL = bit(14) | bit(24) | bit(25) | bit(26);

/** `SigCgt` of /proc/PID/status: the signals a handler is installed for. */
export function catchesUsr2(status: string): SignalFacts["catchesUsr2"] {
  const text = /^SigCgt:\s*([0-9a-f]+)$/mu.exec(status)?.[1];
  if (text === undefined) return null;
  const mask = BigInt(`0x${text}`);
  if ((mask & USR2) === 0n) return false;
  return (mask & ALL) === ALL ? "with-all" : true;
}

/** The real uid. */
export function uidIn(status: string): number | null {
  const uid = /^Uid:\s*(\d+)/mu.exec(status)?.[1];
  return uid === undefined ? null : Number(uid);
}

/** Looks itself at what it needs: no socket table of some seconds ago may decide whom a signal goes to. */
async function readPortOwner(world: World, target: Target, likely: readonly number[]): Promise<number | null> {
  const { listeners } = await readPortSockets(world, target.port, target.host);
  const inodes = listeners.map(({ inode }) => inode);
  return inodes.length === 0 ? null : ownerOf(world, inodes, likely);
}

/** From here on the process that locks is the one that listens. */
const ONE_PROCESS_SINCE = "2026.5.1";

/**
 * Up to 2026.3 the parent locks and its child listens: a lock whose own process lives (same start time) and is the parent of the
 * port's owner vouches for that child.
 */
async function vouchedFor(
  world: World,
  { lock }: FoundLock,
  portOwner: number | null,
  version: string | null,
): Promise<NonNullable<SignalFacts["lock"]>> {
  const own = { pid: lock.pid, startTicks: lock.startTicks, port: lock.port };
  if (portOwner === null || portOwner === lock.pid || atLeast(version, ONE_PROCESS_SINCE) === true) return own;
  const parent = await readPidStat(world, lock.pid);
  const child = await readPidStat(world, portOwner);
  if (parent === null || child === null || isDead(parent) || parent.startTicks !== lock.startTicks || child.parentPid !== lock.pid)
    return own;
  return { pid: child.pid, startTicks: child.startTicks, port: lock.port };
}

async function readProcess(world: World, pid: number) {
  const stat = await readPidStat(world, pid);
  if (stat === null || isDead(stat)) return null;
  const status = (await readOrNull(world, `/proc/${pid}/status`)) ?? "";
  return { pid, startTicks: stat.startTicks, uid: uidIn(status), catchesUsr2: catchesUsr2(status) };
}

/** What was seen of the release at the door and over the link. */
export type Release = Pick<SignalFacts, "version" | "hasStartupz">;

/** Off Linux and for another host everything of the process is null. */
export async function readSignalFacts(world: World, target: Target, release: Release, timeoutMs: number): Promise<SignalFacts> {
  const ownUid = world.uid;
  const none = { ...release, catchesUsr2: null, lock: null, process: null, portOwner: null, ownUid };
  if (!target.local || world.platform !== "linux") return { ...none, allowed: null };
  const found = await findLock(world, target);
  const allowing = readRestartAllowed(world, [found?.lock.configPath ?? null, target.configPath], timeoutMs);
  const portOwner = await readPortOwner(world, target, found === null ? [] : [found.lock.pid]);
  if (found === null) return { ...none, portOwner, allowed: await allowing };
  const lock = await vouchedFor(world, found, portOwner, release.version);
  const process = await readProcess(world, lock.pid);
  return {
    ...release,
    catchesUsr2: process?.catchesUsr2 ?? null,
    lock,
    process: process && { pid: process.pid, startTicks: process.startTicks, uid: process.uid },
    portOwner,
    allowed: await allowing,
    ownUid,
  };
}
