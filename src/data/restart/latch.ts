// A unit its manager gave up: started too often in a short time, and not started again until it is told to forget.
import type { SupervisorFacts } from "./supervisor.ts";

/** What a run that failed by itself leaves in `Result`; a stop that took too long leaves "timeout", and that is a person's. */
const crashes: readonly (string | null)[] = ["exit-code", "signal", "core-dump", "oom-kill", "watchdog"];

type Told = Pick<SupervisorFacts, "loadState" | "activeState" | "result" | "restartPolicy" | "automaticRestarts" | "restartPrevented">;

/**
 * `Result` says start-limit-hit only when every run before ended well; else it keeps what the last run failed with. Then it is told by
 * a unit that is always restarted, was, and failed: unless it ended with a status after which it is not to be restarted.
 */
export function isLatched({ loadState, activeState, result, restartPolicy, automaticRestarts, restartPrevented }: Told): boolean {
  if (result === "start-limit-hit") return true;
  if (activeState !== "failed" || loadState === "masked" || restartPolicy !== "always" || restartPrevented === true) return false;
  return automaticRestarts !== 0 && crashes.includes(result);
}
