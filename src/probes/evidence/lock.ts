// The gateway's lock as evidence. Not there for a third of a second inside a restart: that alone proves nothing.
import type { LockEvidence } from "../../data/restart/evidence.ts";
import type { Target } from "../../data/target.ts";
import { readLocks, type LockFile } from "../local/lock.ts";
import type { World } from "../probe.ts";

export type FoundLock = Extract<LockFile, { readonly why: null }>;

/** The newest place's lock of a gateway on this port; one that names another port is another gateway's. */
export async function findLock(world: World, target: Target): Promise<FoundLock | null> {
  if (!target.local) return null;
  for (const file of await readLocks(world, target)) {
    if (file.lock !== null && (file.lock.port ?? target.port) === target.port) return file;
  }
  return null;
}

export async function readLock(world: World, target: Target): Promise<LockEvidence | null> {
  const found = await findLock(world, target);
  if (found === null) return null;
  const { pid, startTicks, ownerId, createdAt, port } = found.lock;
  return { path: found.path, pid, startTicks, ownerId, createdAt, port };
}
