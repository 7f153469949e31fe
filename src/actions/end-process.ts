// What ends a gateway's process by force shares: waiting until that very process is gone, and until its service manager is at it again.
import type { Clock, Hands, Witness } from "../data/action/ports.ts";
import type { NamedProcess } from "../data/action/request.ts";
import type { Seen } from "../data/restart/observation.ts";
import type { SupervisorFacts } from "../data/restart/supervisor.ts";

const LOOK_MS = 100;
/** Beyond the pause the service manager makes before it starts a process again by itself. */
const GRACE_MS = 2_000;
const USUAL_DELAY_MS = 5_000;
const START_MS = 30_000;

/** `code` becomes that of the run's refusal, unless something was sent before. */
export type Ended = { readonly ok: true } | { readonly ok: false; readonly code: string; readonly why: string };

export const unkillable = (pid: number): Ended => ({
  ok: false,
  code: "unkillable",
  why: `pid ${pid} is still there after SIGKILL: the kernel holds it (state D, a dead disk or mount)`,
});

const pause = (clock: Clock, ms: number): Promise<void> => new Promise((resolve) => void clock.set(resolve, ms));

/** Looks again and again until `holds` or the time is over; at least once. */
export async function within(ms: number, clock: Clock, everyMs: number, holds: () => Promise<boolean>): Promise<boolean> {
  const until = clock.monotonicMs() + ms;
  while (!(await holds())) {
    if (clock.monotonicMs() >= until) return false;
    await pause(clock, everyMs);
  }
  return true;
}

/** Of the process itself: one that ends has given up its lock file and its port before it is gone. */
export const goneWithin = (ms: number, witness: Pick<Witness, "lives">, target: NamedProcess, clock: Clock): Promise<boolean> =>
  within(ms, clock, LOOK_MS, async () => !(await witness.lives(target)));

/** Right after the end the manager may still show the old process. */
const comesBack = ({ activeState, subState, mainPid }: SupervisorFacts, killed: number): boolean =>
  activeState === "activating" || subState === "auto-restart" || (activeState === "active" && mainPid !== null && mainPid !== killed);

/** A service that restarts by itself is left to it: true when it does so within its own pause. */
export function isBackByItself(
  { witness, clock }: { readonly witness: Pick<Witness, "supervisor">; readonly clock: Clock },
  { restartDelayMs }: SupervisorFacts,
  killed: number,
): Promise<boolean> {
  return within((restartDelayMs ?? USUAL_DELAY_MS) + GRACE_MS, clock, LOOK_MS * 5, async () => {
    const reading = await witness.supervisor();
    return reading.found && comesBack(reading.facts, killed);
  });
}

export async function startUnit(
  { hands, saw }: { readonly hands: Pick<Hands, "unit">; readonly saw: (seen: Seen) => void },
  { unit }: SupervisorFacts,
): Promise<void> {
  const { code, said, tookMs } = await hands.unit("start", START_MS);
  saw({ kind: "commanded", command: `start ${unit}`, code, said, tookMs });
}
