// The gateway's own record of its boots: gateway_boot_lifecycle in <state>/state/openclaw.sqlite (private to the gateway, kept 24 h).
import { join } from "node:path";
import { harmless } from "../../data/harmless.ts";
import type { BootRecord } from "../../data/restart/evidence.ts";
import type { Target } from "../../data/target.ts";
import type { World } from "../probe.ts";
import type { Row } from "../world/query-database.ts";

const NEWEST =
  "select boot_id, pid, started_at_ms, completed_at_ms, outcome, startup_reason, reason from gateway_boot_lifecycle order by started_at_ms desc limit 50";

const numberIn = (value: unknown): number | null => (typeof value === "number" && Number.isFinite(value) ? value : null);
const textIn = (value: unknown, max: number): string | null => (typeof value === "string" && value !== "" ? harmless(value, max) : null);

function bootOf(row: Row): readonly BootRecord[] {
  const bootId = textIn(row["boot_id"], 80);
  const pid = numberIn(row["pid"]);
  const startedAt = numberIn(row["started_at_ms"]);
  if (bootId === null || pid === null || startedAt === null) return [];
  const completedAt = numberIn(row["completed_at_ms"]);
  const outcome = textIn(row["outcome"], 40);
  // A reason can be 200 characters of what somebody gave, inside the gateway's own words.
  return [
    { bootId, pid, startedAt, completedAt, outcome, reason: textIn(row["reason"], 300), startupReason: textIn(row["startup_reason"], 120) },
  ];
}

export const bootTablePath = ({ local, stateDir }: Target): string | null =>
  local && stateDir !== null ? join(stateDir, "state", "openclaw.sqlite") : null;

/** Newest first; null where there is no table, no SQLite in this Node, or no right to read it. */
export function readBoots(world: World, target: Target): readonly BootRecord[] | null {
  const path = bootTablePath(target);
  return path === null ? null : (world.queryDatabase(path, NEWEST)?.flatMap(bootOf) ?? null);
}
