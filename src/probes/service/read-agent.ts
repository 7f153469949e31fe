// A launchd agent's plist: the settings the audit looks at, and no other line of it.
import { homedir } from "node:os";
import { join } from "node:path";
import { parsePlist } from "../../data/service/parse-plist.ts";
import type { SupervisedUnit } from "../../data/restart/supervisor-command.ts";
import type { UnitSettings } from "../../data/service/unit-audit.ts";
import type { World } from "../probe.ts";

const rivalLabels = /(?:openclaw|clawdbot|moltbot).*\.plist$/iu;

/** Null: there is no plist where agents have theirs. */
export async function readAgent(world: World, { unit }: SupervisedUnit): Promise<UnitSettings | null> {
  const folder = join(homedir(), "Library", "LaunchAgents");
  const file = join(folder, `${unit}.plist`);
  const text = await world.readText(file).catch(() => null);
  if (text === null) return null;
  const beside = await world.listDir(folder).catch((): readonly string[] => []);
  const labels = beside.filter((name) => rivalLabels.test(name)).map((name) => name.slice(0, -".plist".length));
  return parsePlist(text, { unit, file, beside: labels.filter((label) => label !== unit) });
}
