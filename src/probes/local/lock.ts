// The lock file in which a running gateway names itself. Private to the gateway, so every field may be missing.
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Target } from "../../data/target.ts";
import type { World } from "../probe.ts";

/** `startTicks`: field 22 of the process's /proc/PID/stat; null off Linux. `port` since 2026.7.1. */
type Lock = { readonly pid: number; readonly startTicks: number | null; readonly port: number | null };

/** `why`: a lock file is there but says nothing we can use. */
export type LockFile = { readonly lock: Lock; readonly why: null } | { readonly lock: null; readonly why: string };

/** Newest place first: in the state directory (since 2026.8), in the temporary directory before. */
function lockPaths(target: Target, uid: number | null): readonly string[] {
  const folder = uid === null ? "openclaw" : `openclaw-${uid}`;
  const configPath = target.configPath ?? (target.stateDir === null ? null : join(target.stateDir, "openclaw.json"));
  const named = configPath === null ? [] : [`gateway.${createHash("sha256").update(configPath).digest("hex").slice(0, 8)}.lock`];
  const inState =
    target.stateDir === null ? [] : ["gateway.state.lock", ...named].map((name) => join(target.stateDir ?? "", "tmp", folder, name));
  // A gateway started as a service has /tmp where this shell may have a TMPDIR of its own.
  const inTemporary = [...new Set([tmpdir(), "/tmp"])].flatMap((place) => named.map((name) => join(place, folder, name)));
  return [...inState, ...inTemporary];
}

function parseLock(text: string): Lock | null {
  try {
    const value = JSON.parse(text) as Readonly<Record<string, unknown>> | null;
    const whole = (name: string): number | null => {
      const found = value?.[name];
      return typeof found === "number" && Number.isSafeInteger(found) && found > 0 ? found : null;
    };
    const pid = whole("pid");
    return pid === null ? null : { pid, startTicks: whole("startTime"), port: whole("port") };
  } catch {
    // Caught while it was being written, or not a lock file at all.
    return null;
  }
}

/** Every lock file there is, newest place first. */
export async function readLocks(world: World, target: Target): Promise<readonly LockFile[]> {
  const files = await Promise.all(
    lockPaths(target, world.uid).map(async (path): Promise<LockFile | null> => {
      try {
        const lock = parseLock(await world.readText(path, { maxBytes: 16_384 }));
        return lock === null ? { lock: null, why: "the lock file is not readable JSON" } : { lock, why: null };
      } catch (error) {
        const code = error instanceof Error && "code" in error ? String(error.code) : "";
        return code === "ENOENT" || code === "ENOTDIR" ? null : { lock: null, why: `the lock file cannot be read (${code})` };
      }
    }),
  );
  return files.filter((file) => file !== null);
}
