// What the gateway itself, its lock file and the kernel say, read without any code of the program under test.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { RealGateway } from "./gateway.ts";
import type { RawClient } from "./raw-client.ts";
import type { RestartSignal } from "./releases.ts";

/** The pid the gateway wrote into its lock file; its place moved from the temporary directory to the state directory. */
export function lockedPid(gateway: RealGateway): number {
  for (const base of [join(gateway.home, ".openclaw", "tmp"), join(gateway.home, "tmp")]) {
    for (const dir of existsSync(base) ? readdirSync(base).filter((name) => name.startsWith("openclaw")) : []) {
      const lock = readdirSync(join(base, dir)).find((name) => /^gateway\..*lock$/u.test(name));
      if (lock !== undefined) return (JSON.parse(readFileSync(join(base, dir, lock), "utf8").trim()) as { pid: number }).pid;
    }
  }
  throw new Error("the gateway has no lock file");
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
