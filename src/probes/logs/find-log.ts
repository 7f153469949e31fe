// Which file the gateway logs into, best guess first.
import type { Target } from "../../data/target.ts";
import { configuredFile, usualFiles } from "../evidence/log-evidence.ts";
import type { World } from "../probe.ts";

/** `told`: by the gateway itself. */
export async function logPaths(world: World, target: Target, told: string | null): Promise<readonly string[]> {
  const configured = await configuredFile(world, target);
  const paths = [told, configured, ...usualFiles(target, world.uid, world.now())];
  return [...new Set(paths.filter((path) => path !== null))];
}
