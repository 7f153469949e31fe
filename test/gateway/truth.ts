// What the gateway itself, its lock file and the kernel say, read without any code of the program under test.
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { RealGateway } from "./gateway.ts";
import type { RawClient } from "./raw-client.ts";
import type { RestartSignal } from "./releases.ts";

export type LockFile = { readonly path: string; readonly pid: number; readonly startTime?: number; readonly ownerId?: string };

/** The gateway's lock file; its place moved from the temporary directory to the state directory. Null inside a restart. */
export function lockOf(gateway: { readonly home: string }): LockFile | null {
  for (const base of [join(gateway.home, ".openclaw", "tmp"), join(gateway.home, "tmp")]) {
    for (const dir of existsSync(base) ? readdirSync(base).filter((name) => name.startsWith("openclaw")) : []) {
      const name = readdirSync(join(base, dir)).find((name) => /^gateway\..*lock$/u.test(name));
      if (name === undefined) continue;
      const path = join(base, dir, name);
      return { ...(JSON.parse(readFileSync(path, "utf8").trim()) as Omit<LockFile, "path">), path };
    }
  }
  return null;
}

/** The pid the gateway wrote into its lock file. */
export function lockedPid(gateway: { readonly home: string }): number {
  const lock = lockOf(gateway);
  if (lock === null) throw new Error("the gateway has no lock file");
  return lock.pid;
}

/** Field 22 of /proc/PID/stat; null when there is no such process. */
export function startTicksOf(pid: number): number | null {
  if (!existsSync(`/proc/${pid}/stat`)) return null;
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]);
}

/** R S D T…; null when there is no such process, or only its exit code is left. */
export function processState(pid: number): string | null {
  if (!existsSync(`/proc/${pid}/stat`)) return null;
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const state = stat.slice(stat.lastIndexOf(")") + 2)[0] ?? null;
  return state === "Z" || state === "X" ? null : state;
}

const INSPECTOR = "0100007F:240D";
const LISTENING = "0A";

/** The process listens on 127.0.0.1:9229, where Node opens its debugger when it gets a SIGUSR1 nobody handles. */
export function inspectorOpen(pid: number): boolean {
  const rows = readFileSync(`/proc/${pid}/net/tcp`, "utf8").trimEnd().split("\n");
  const inode = rows.map((row) => row.trim().split(/\s+/u)).find((row) => row[1] === INSPECTOR && row[3] === LISTENING)?.[9];
  if (inode === undefined) return false;
  const handles = `/proc/${pid}/fd`;
  return readdirSync(handles).some((name) => {
    try {
      return readlinkSync(join(handles, name)) === `socket:[${inode}]`;
    } catch (error) {
      // Closed between the listing and the look.
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
      throw error;
    }
  });
}

const SIGUSR2_MASK = 1n << 11n;

/** The restart signal the process has a handler for, from the kernel's mask of caught signals. */
export function handledRestartSignal(pid: number): RestartSignal {
  const mask = /^SigCgt:\s*([0-9a-f]+)/mu.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "0";
  return (BigInt(`0x${mask}`) & SIGUSR2_MASK) === 0n ? "SIGUSR1" : "SIGUSR2";
}

/** Milliseconds the gateway has served since its last boot, from its own /readyz. */
export async function servingUptimeMs(gateway: RealGateway): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${gateway.port}/readyz`);
  return ((await answer.json()) as { uptimeMs: number }).uptimeMs;
}

export type RingRecord = { readonly type: string; readonly ts: number; readonly reason?: string; readonly ageMs?: number };

/** The first ring record of a type. Ring records are never pushed, so this asks until there is one. */
export async function ringRecord(client: RawClient, type: string, timeoutMs: number): Promise<RingRecord> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    const answer = await client.request("diagnostics.stability", { type, limit: 1000 });
    const [record] = answer["events"] as readonly RingRecord[];
    if (record !== undefined) return record;
    await pause(500);
  }
  throw new Error(`the gateway recorded no ${type} in ${timeoutMs} ms`);
}
