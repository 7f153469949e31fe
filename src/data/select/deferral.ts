// A restart that waits for running work: how long yet, for what, and what can be done about it.
import type { Blocker } from "../restart/observation.ts";
import type { RestartRun } from "../restart/run.ts";

export type Deferral = {
  /** Until the gateway forces it by itself. */
  readonly leftMs: number;
  readonly workLeft: number | null;
  readonly blockers: readonly Blocker[];
};

/** Null unless a restart waits now. A mere delay (older releases come up to 28 s later) waits for nothing that could be forced. */
export function deferral(run: RestartRun | null): Deferral | null {
  if (run === null || run.phase !== "waiting" || run.forcedAtMs === null) return null;
  return { leftMs: Math.max(0, run.forcedAtMs - run.ms), workLeft: run.workLeft, blockers: run.blockers };
}
