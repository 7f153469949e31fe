// The files of one gateway's guard, by a name that a person recognises and no two gateways share.
import { createHash } from "node:crypto";
import path from "node:path";
import { isLoopback } from "../../data/gateway/plaintext.ts";
import type { Target } from "../../data/target.ts";
import { gatewayKey } from "../identity-store.ts";

export type GuardFiles = {
  /** gatetop's state directory and its folder for guards. */
  readonly dir: string;
  readonly state: string;
  readonly lock: string;
  /** There as long as somebody's `gatetop guard rearm` was not heard. */
  readonly rearm: string;
};

const KEPT = 60;

/**
 * `127.0.0.1-18789-4be7f05c12aa`: two gateways may share an address one after the other. By whatever name of this host it is watched, its
 * guards must meet.
 */
export function targetKey(target: Pick<Target, "host" | "port" | "stateDir" | "configPath">): string {
  const host = isLoopback(target.host) ? "127.0.0.1" : target.host;
  const place = `${host}-${target.port}`.replaceAll(/[^\w.-]+/gu, "_").slice(-KEPT);
  return `${place}-${createHash("sha256")
    .update(gatewayKey({ ...target, host }))
    .digest("hex")
    .slice(0, 12)}`;
}

/** `stateDir`: gatetop's own. */
export function guardFiles(stateDir: string, target: Parameters<typeof targetKey>[0]): GuardFiles {
  const dir = path.join(stateDir, "guard");
  const named = (end: string): string => path.join(dir, `${targetKey(target)}.${end}`);
  return { dir, state: named("json"), lock: named("lock"), rearm: named("rearm") };
}
