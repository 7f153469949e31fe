// Where a run stands, for the screen and for how closely it is watched.
import { newBoot } from "./boots.ts";
import { goneMs, reached } from "./moments.ts";
import type { Observation, Seen } from "./observation.ts";
import type { RestartRun, RunPhase } from "./run.ts";

const waits = (run: RestartRun): boolean => run.forcedAtMs !== null || run.delayMs > run.ms;

/** Somebody answers, or takes connections, after the old boot went. */
const there = (run: RestartRun, seen: Seen): boolean =>
  (seen.kind === "port" && seen.open) ||
  (seen.kind === "http" && seen.outcome !== "failed") ||
  (seen.kind === "hello" && newBoot(run) !== false);

const notThere = (seen: Seen): boolean => (seen.kind === "port" && !seen.open) || (seen.kind === "http" && seen.outcome === "failed");

/** `run` with its milestones as they are after `observation`. */
export function phaseAfter(run: RestartRun, { seen }: Observation): RunPhase {
  if (run.phase === "settling" || run.phase === "over") return run.phase;
  if (goneMs(run) === null && newBoot(run) !== true) {
    if (reached(run, "draining") || reached(run, "shutdown announced")) return "draining";
    return waits(run) ? "waiting" : "asked";
  }
  if (notThere(seen)) return "down";
  if (there(run, seen)) return reached(run, "port up") || newBoot(run) === true ? "booting" : "down";
  return run.phase === "booting" ? "booting" : "down";
}
