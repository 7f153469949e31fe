// <state>/logs/stability: openclaw-stability-<time>-<pid>-<reason>.json. The name is enough: the files are not read.
import { join } from "node:path";
import { harmless } from "../../data/harmless.ts";
import type { StabilityBundle } from "../../data/service/unit-audit.ts";
import type { World } from "../probe.ts";

const BUNDLES_MAX = 50;
const NAME_MAX = 200;

/** 2026-11-20T08-40-11-847Z: an ISO time a file may be called after. */
const named = /^openclaw-stability-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})(?:-(\d{3}))?Z-(\d+)-(.+)\.json$/u;

/** Null: not the name of a bundle. */
function bundleNamed(file: string): Omit<StabilityBundle, "bytes"> | null {
  const [, day, hours, minutes, seconds, ms = "000", pid, reason = ""] = named.exec(file) ?? [];
  if (day === undefined) return null;
  const at = Date.parse(`${day}T${hours}:${minutes}:${seconds}.${ms}Z`);
  if (Number.isNaN(at)) return null;
  return { file: harmless(file, NAME_MAX), at, pid: Number(pid), reason: harmless(reason, 80) };
}

const isMissing = (error: unknown): boolean => (error as { readonly code?: unknown }).code === "ENOENT";

/** Newest first, at most 50. Rejects when the folder is there and cannot be read. */
export async function readBundles(world: World, stateDir: string): Promise<readonly StabilityBundle[]> {
  const folder = join(stateDir, "logs", "stability");
  const files = await world.listDir(folder).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const newest = files
    .flatMap((file) => {
      const bundle = bundleNamed(file);
      return bundle === null ? [] : [{ bundle, file }];
    })
    .sort((a, b) => b.bundle.at - a.bundle.at)
    .slice(0, BUNDLES_MAX);
  const sized = newest.map(async ({ bundle, file }): Promise<readonly StabilityBundle[]> => {
    // Pruned by the gateway between the two looks.
    const bytes = await world
      .fileSize(join(folder, file))
      .catch((error: unknown) => (isMissing(error) ? null : Promise.reject(error as Error)));
    return bytes === null ? [] : [{ ...bundle, bytes }];
  });
  return (await Promise.all(sized)).flat();
}
