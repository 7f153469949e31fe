// One question to systemctl.
import { managerEnvironment, managerWords, systemctlQuietly } from "../../data/restart/supervisor-command.ts";
import type { World } from "../probe.ts";

export type Scope = "systemd-user" | "systemd-system";

/** What it printed; null: no answer, or a refusal. */
export async function ask(world: World, scope: Scope, timeoutMs: number, ...words: readonly string[]): Promise<string | null> {
  const [file, ...first] = managerWords[scope];
  const env = managerEnvironment(process.env, world.uid);
  const { code, out } = await world.run([file, ...first, ...systemctlQuietly, ...words], { timeoutMs, env });
  return code === 0 ? out : null;
}
