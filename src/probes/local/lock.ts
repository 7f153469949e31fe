// The lock file in which a running gateway names itself. Private to the gateway, so every field may be missing.
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { harmless } from "../../data/harmless.ts";
import type { LockEvidence } from "../../data/restart/evidence.ts";
import type { Target } from "../../data/target.ts";
import type { World } from "../probe.ts";

/** As the file has it; `configPath`: the config that gateway was started with. */
type Lock = Omit<LockEvidence, "path"> & { readonly configPath: string | null };

/** `why`: a lock file is there but says nothing we can use. */
export type LockFile =
  | { readonly path: string; readonly lock: Lock; readonly why: null }
  | { readonly path: string; readonly lock: null; readonly why: string };

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

const wholeIn = (value: unknown): number | null => (typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? value : null);
const wordIn = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

/** ISO 8601 in every release measured. */
function timeIn(value: unknown): number | null {
  const at = Date.parse(wordIn(value) ?? "");
  return Number.isNaN(at) ? wholeIn(value) : at;
}

function parseLock(text: string): Lock | null {
  try {
    const value = (JSON.parse(text) ?? {}) as Readonly<Record<string, unknown>>;
    const pid = wholeIn(value["pid"]);
    const ownerId = wordIn(value["ownerId"]);
    if (pid === null) return null;
    return {
      pid,
      startTicks: wholeIn(value["startTime"]),
      port: wholeIn(value["port"]),
      ownerId: ownerId === null ? null : harmless(ownerId, 80),
      createdAt: timeIn(value["createdAt"]),
      configPath: wordIn(value["configPath"]),
    };
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
        return lock === null ? { path, lock: null, why: "the lock file is not readable JSON" } : { path, lock, why: null };
      } catch (error) {
        const code = error instanceof Error && "code" in error ? String(error.code) : "";
        return code === "ENOENT" || code === "ENOTDIR" ? null : { path, lock: null, why: `the lock file cannot be read (${code})` };
      }
    }),
  );
  return files.filter((file) => file !== null);
}
