// The guard's file as it lies on the disk, written down apart from the program.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Home } from "../../support/program.ts";

/** The part of schema gatetop-guard/1 this suite asserts. Times are epoch ms. */
export type GuardState = {
  readonly schema: string;
  readonly guard: { readonly pid: number; readonly since: number };
  readonly at: number;
  readonly acts: boolean;
  readonly standing: string;
  readonly since: number;
  readonly sentence: string;
  readonly hold: string;
  readonly heldUntil: number | null;
  readonly strikes: readonly number[];
  readonly strikesNeeded: number;
  readonly attempts: number;
  readonly rounds: number;
  readonly nextAttemptAt: number | null;
  readonly kills: readonly number[];
  readonly gaveUpAt: number | null;
  readonly underWay: {
    readonly run: string | null;
    readonly step: string;
    readonly since: number;
    readonly process: { readonly pid: number; readonly startTicks: number | null } | null;
  } | null;
  readonly last: {
    readonly at: number;
    readonly why: string;
    readonly step: string;
    readonly run: string | null;
    readonly outcome: string | null;
    readonly sentence: string;
  } | null;
  readonly decision: { readonly row: string; readonly follows: string; readonly step: string | null; readonly sentence: string };
  readonly schedule: {
    readonly nextAt: number;
    readonly waitsSince: number | null;
    readonly skipped: string | null;
    readonly lastSlot: number | null;
  } | null;
  readonly told: Readonly<Record<string, number>>;
};

const folderOf = (home: Home): string => join(home.dir, "state", "gatetop", "guard");

/** Null: no guard has written one yet. Replaced in one step, so never half of one; every look sets its time. */
export function guardFile(home: Home, port: number): { readonly text: string; readonly mtimeMs: number } | null {
  const folder = folderOf(home);
  if (!existsSync(folder)) return null;
  const name = readdirSync(folder).find((name) => name.endsWith(".json") && name.includes(`-${port}-`));
  if (name === undefined) return null;
  const file = join(folder, name);
  return { text: readFileSync(file, "utf8"), mtimeMs: statSync(file).mtimeMs };
}
