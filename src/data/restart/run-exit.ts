// What `gatetop restart` ends with: the verdict's exit code, unless nothing was asked for.
import { lastSeen } from "./moments.ts";
import { proofExit } from "./proof.ts";
import type { RestartRun } from "./run.ts";

/** 69 and 77: no connection with the right was had, so nothing was asked for. Without a verdict it is not known yet. */
export function runExit(run: RestartRun): 0 | 1 | 69 | 75 | 77 {
  if (run.verdict === null) return 75;
  const unsent = lastSeen(run, "unanswered", ({ sent }) => !sent);
  const nothing = run.verdict.kind === "not-restarted" ? unsent?.seen.exit : undefined;
  return nothing ?? proofExit[run.verdict.kind];
}
