// Who else is responsible for the gateway's process, and what he is doing about it.
import type { SupervisorFacts, SupervisorProblem, SupervisorReading } from "../restart/supervisor.ts";
import type { RepairStep, Standing, Supervision } from "./decision.ts";
import type { GuardInput } from "./input.ts";
import { isOwnDoing, sameProcess, type GuardMemory } from "./memory.ts";
import { aliveIn, isAnswering } from "./standing.ts";
import type { Sight } from "./sight.ts";

/** With these nobody said that there is no supervisor: only that he could not be asked. */
const unasked: readonly SupervisorProblem["problem"][] = ["no-bus", "no-answer", "not-allowed"];

export const isDefinite = (reading: SupervisorReading): boolean =>
  reading.found || !reading.problems.some(({ problem }) => unasked.includes(problem));

/** Results of a main process that did not end by itself. */
const violent: readonly (string | null)[] = ["signal", "core-dump", "oom-kill", "watchdog"];
export const endedViolently = (reading: SupervisorReading | null): boolean =>
  reading?.found === true && violent.includes(reading.facts.result);

const rested = ({ loadState, result }: SupervisorFacts): Supervision =>
  loadState === "masked" || result === "success" || result === null ? "stopped" : "failed";

/** systemd's ActiveState; launchd's words are made into these. */
const byState: Readonly<Record<string, (facts: SupervisorFacts) => Supervision>> = {
  active: () => "up",
  activating: () => "at-it",
  deactivating: () => "at-it",
  reloading: () => "at-it",
  refreshing: () => "at-it",
  maintenance: () => "at-it",
  inactive: rested,
  failed: () => "failed",
};

/** Of a process that was frozen and has given its port back: it is ending after all, and the rest of that takes moments. */
const ENDING_MS = 15_000;

const stopping: readonly RepairStep[] = ["service", "clean-up"];

/** Our command to restart it is what it is stopping for, and the very process that was to go is still there. */
function ourStopHangs({ ownStep, since }: GuardMemory, sight: Sight, standing: Standing, facts: SupervisorFacts): boolean {
  const process = aliveIn(sight);
  if (standing === "deaf" && sight.monotonicMs - since.monotonicMs < ENDING_MS) return false;
  if (facts.activeState !== "deactivating" || ownStep === null || ownStep.process === null || process === null) return false;
  return stopping.includes(ownStep.step) && ownStep.gone === null && sameProcess(ownStep.process, process);
}

/**
 * Without a supervisor the process speaks for itself: a clean end takes its lock file away and may have been announced, a crash does
 * neither. What the guard's own repair ended was nobody's wish to have it stopped.
 */
function alone(memory: GuardMemory, sight: Sight, standing: Standing): Supervision {
  const { heard } = memory;
  if (standing !== "gone" || isOwnDoing(memory, sight.monotonicMs)) return "none";
  return heard?.of === "stop" || sight.staleLock !== true ? "stopped" : "none";
}

/** Of a gateway that answers only what was known before is said: nothing hangs on it. */
function readingOf(memory: GuardMemory, sight: Sight, standing: Standing): SupervisorReading | null {
  const now = sight.supervisor;
  if (now !== null && isDefinite(now)) return now;
  const before = memory.supervisor;
  if (isAnswering(standing)) return before;
  // That nobody supervised it while it ran does not change with its end.
  return before?.found === false ? before : null;
}

export function supervisionOf(memory: GuardMemory, { sight, place }: Pick<GuardInput, "sight" | "place">, standing: Standing): Supervision {
  if (place.remote) return "none";
  const reading = readingOf(memory, sight, standing);
  if (reading === null) return "unknown";
  if (!reading.found) return alone(memory, sight, standing);
  if (ourStopHangs(memory, sight, standing, reading.facts)) return "our-stop-hangs";
  return byState[reading.facts.activeState ?? ""]?.(reading.facts) ?? "unknown";
}
