// Is the new boot the one that was asked for here, or another's?
import { runNamedIn } from "./log-lines.ts";
import { lastSeen } from "./moments.ts";
import type { Attribution } from "./proof.ts";
import type { RestartRun } from "./run.ts";

/** The gateway's own words name this run. */
export const isNamed = (run: RestartRun): boolean =>
  lastSeen(run, "boot", ({ boot }) => runNamedIn(boot.reason) === run.id) !== null ||
  lastSeen(run, "log", (log) => log.run === run.id) !== null;

/** The supervisor says it carried out the command, and the unit was started anew. */
function commanded(run: RestartRun): boolean {
  const { before, after } = run;
  const started = after.unit?.invocationId ?? null;
  return lastSeen(run, "commanded", ({ code }) => code === 0) !== null && started !== null && started !== before.unit?.invocationId;
}

/** The gateway joined our request with another's, or refused it because a restart was going on. */
const joined = (run: RestartRun): boolean =>
  lastSeen(run, "answered")?.seen.answer.status === "coalesced" ||
  lastSeen(run, "unanswered", ({ sent }) => sent)?.seen.code === "gateway-restarting";

export function attribution(run: RestartRun): Attribution {
  if (isNamed(run) || commanded(run)) return "ours";
  return joined(run) ? "coalesced" : "not-known";
}
