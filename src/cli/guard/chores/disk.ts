// The disk OpenClaw's state is on, by the dashboard's own rule.
import fs from "node:fs/promises";
import type { AlertSettings } from "../../../data/alerts/settings.ts";
import { configuredLimits, diskJudgement } from "../../../data/alerts/upkeep-limits.ts";
import { toldSeverity, type ChoreFinding } from "../../../data/guard/chores.ts";
import type { GuardFile } from "../../../data/guard/state-file.ts";
import { harmless } from "../../../data/harmless.ts";
import { severityOf } from "./severity.ts";

const SUBJECT = "state directory";

/** `leftPercent` of what a user may use, as `df` counts it. */
export type DiskSpace = { readonly leftPercent: number; readonly availableBytes: number };

/** Null where the file system does not tell. */
export async function diskSpace(path: string): Promise<DiskSpace | null> {
  try {
    const { bsize, blocks, bfree, bavail } = await fs.statfs(path);
    const usable = blocks - bfree + bavail;
    return usable === 0 ? null : { leftPercent: (100 * bavail) / usable, availableBytes: bavail * bsize };
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    return null;
  }
}

/** Null: it cannot be judged, so that nothing begins and nothing ends. */
export function diskFindings(
  path: string,
  space: DiskSpace | null,
  settings: AlertSettings,
  told: GuardFile["told"],
): readonly ChoreFinding[] | null {
  const limits = configuredLimits("disk-low", settings);
  if (limits === null) return [];
  if (space === null) return null;
  const standing = (): ReturnType<typeof toldSeverity> => toldSeverity(told, "disk", SUBJECT);
  const low = diskJudgement(space.leftPercent, space.availableBytes, SUBJECT, { ...limits, standing });
  if (low === null) return [];
  const sentence = harmless(`the disk of ${path}: ${low.message}; make room: old logs and transcripts first`, 400);
  return [{ subject: SUBJECT, severity: severityOf(limits.severity ?? low.severity ?? "warn"), sentence }];
}
