// $XDG_STATE_HOME/gatetop/guard/<gateway>.json: written whole by the guard that holds the lock, read by the dashboard and the next guard.
import type { Decision, Hold, RepairStep, Standing } from "./decision.ts";

/** A repair is in the file before anything is sent, so that a guard that was killed in the middle is followed by one that knows. */
export type RepairUnderWay = {
  /** The run's id in journal and boot table; null until there is one. */
  readonly run: string | null;
  readonly step: RepairStep;
  /** Epoch ms. */
  readonly since: number;
  /** The process it is about; null: there is none (start). */
  readonly process: { readonly pid: number; readonly startTicks: number | null } | null;
};

export type GuardAction = {
  readonly at: number;
  readonly why: "repair" | "schedule" | "memory";
  readonly step: RepairStep;
  readonly run: string | null;
  /** Null: a dry run. */
  readonly outcome: "proved" | "refuted" | "unproved" | null;
  readonly sentence: string;
};

/** Times are epoch ms; one that lies in the future (a clock set back) is read as now. */
export type GuardFile = {
  readonly schema: "gatetop-guard/1";
  /** As in mutes.json: the address without credentials. */
  readonly target: string;
  /** Of the guard that wrote it; with `startTicks` it names one process for ever. */
  readonly guard: { readonly pid: number; readonly startTicks: number | null; readonly version: string; readonly since: number };
  /** Of the last look: the reader takes the file's mtime, which every look sets. Older than three intervals: no guard watches. */
  readonly at: number;
  readonly intervalMs: number;
  readonly acts: boolean;
  readonly standing: Standing;
  readonly since: number;
  readonly sentence: string;
  readonly hold: Hold;
  /** End of the maintenance window or snooze that holds; null: none does, or it has no end. */
  readonly heldUntil: number | null;
  /** Times of the strikes that count now. */
  readonly strikes: readonly number[];
  readonly strikesNeeded: number;
  /** Attempts since it was last well. */
  readonly attempts: number;
  /** Of the ladder, gone through since then. */
  readonly rounds: number;
  readonly nextAttemptAt: number | null;
  /** Of forced ends, at most the last ten. */
  readonly kills: readonly number[];
  readonly gaveUpAt: number | null;
  readonly underWay: RepairUnderWay | null;
  readonly last: GuardAction | null;
  readonly decision: Decision;
  /** Null: none is asked for. `waitsSince`: due, and waiting for work to end. `lastSlot`: done or left out, it does not come again. */
  readonly schedule: {
    readonly nextAt: number;
    readonly waitsSince: number | null;
    readonly skipped: string | null;
    readonly lastSlot: number | null;
  } | null;
  /** What is done now and then: epoch ms of the last time. */
  readonly chores: Readonly<Record<"config" | "logs" | "disk" | "credentials", number | null>>;
  /** Edges that were told and hold: `what/subject` → since when. */
  readonly told: Readonly<Record<string, number>>;
};
