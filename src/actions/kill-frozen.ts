// The last resort, for a process that is frozen and nothing else: SIGTERM, ten seconds, SIGKILL, and the service's start.
import type { Clock, Hands, Witness } from "../data/action/ports.ts";
import type { ProcessEvidence } from "../data/restart/evidence.ts";
import type { Seen } from "../data/restart/observation.ts";
import type { SupervisorFacts } from "../data/restart/supervisor.ts";

/** Two silences of this length in a row, the gateway's own rule of thumb for "hung" (a boot may be silent for longer). */
const SILENT_MS = 5_000;
/** A boot accepts and does not answer for seconds; with channels the whole of it takes up to a minute. */
const BOOT_MS = 60_000;
const ladder = [
  ["SIGTERM", 10_000],
  ["SIGKILL", 5_000],
] as const;
const LOOK_MS = 100;
/** Beyond the pause the service manager makes before it starts a process again by itself. */
const GRACE_MS = 2_000;
const USUAL_DELAY_MS = 5_000;
const START_MS = 30_000;

type Sure = { readonly frozen: true; readonly why: string; readonly process: ProcessEvidence & { readonly startTicks: number } };
type Doubt = {
  readonly frozen: false;
  readonly code: "gone" | "not-linux" | "other-port-owner" | "booting" | "answers";
  readonly why: string;
};
export type Frozen = Sure | Doubt;

const not = (code: Doubt["code"], why: string): Doubt => ({ frozen: false, code, why });

type Looks = Pick<Witness, "process" | "http" | "lock" | "supervisor">;

/** Takes up to ten seconds: a process that is merely slow answers in that time. */
export async function lookFrozen(witness: Looks, clock: Clock): Promise<Frozen> {
  const { process } = await witness.process();
  if (process === null) return not("gone", "no process of the gateway is found");
  const { pid, startTicks, state } = process;
  if (startTicks === null) return not("not-linux", "no start time names the process here, so that another one could be hit");
  if (process.ownsPort !== true) return not("other-port-owner", `pid ${pid} is not seen to hold the gateway's port`);
  const sure = { frozen: true, process: { ...process, startTicks } } as const;
  if (state === "T") return { ...sure, why: `pid ${pid} is stopped (state T)` };
  const { lock } = await witness.lock();
  const age = lock?.createdAt === null || lock === null ? null : clock.now() - lock.createdAt;
  if (lock === null || (age !== null && age < BOOT_MS))
    return not("booting", `pid ${pid} may still be starting: a boot is silent for a while`);
  for (let look = 0; look < 2; look += 1) {
    const answer = await witness.http("/healthz", SILENT_MS);
    if (answer.outcome !== "silent") return not("answers", `pid ${pid} answers, or takes no connections: it is not frozen`);
  }
  return { ...sure, why: `pid ${pid} takes connections and has answered none for ${(SILENT_MS * 2) / 1000} s` };
}

export type Killed = { readonly ok: true } | { readonly ok: false; readonly code: string; readonly why: string };

const pause = (clock: Clock, ms: number): Promise<void> => new Promise((resolve) => void clock.set(resolve, ms));

/** True once that very process is gone, or only waits for its parent to notice. */
async function isGone(witness: Looks, { pid, startTicks }: Sure["process"]): Promise<boolean> {
  const { process } = await witness.process();
  return process === null || process.pid !== pid || process.startTicks !== startTicks || process.state === "Z";
}

async function goneWithin(ms: number, witness: Looks, target: Sure["process"], clock: Clock): Promise<boolean> {
  const until = clock.monotonicMs() + ms;
  while (!(await isGone(witness, target))) {
    if (clock.monotonicMs() >= until) return false;
    await pause(clock, LOOK_MS);
  }
  return true;
}

/** Right after the end the manager may still show the old process. */
const comesBack = ({ activeState, subState, mainPid }: SupervisorFacts, killed: number): boolean =>
  activeState === "activating" || subState === "auto-restart" || (activeState === "active" && mainPid !== null && mainPid !== killed);

/** A service that restarts by itself is left to it; only one that stays down is started. */
async function startAgain(parts: KillParts, facts: SupervisorFacts, killed: number): Promise<void> {
  const { witness, hands, clock, saw } = parts;
  const until = clock.monotonicMs() + (facts.restartDelayMs ?? USUAL_DELAY_MS) + GRACE_MS;
  while (clock.monotonicMs() < until) {
    const reading = await witness.supervisor();
    if (reading.found && comesBack(reading.facts, killed)) return;
    await pause(clock, LOOK_MS * 5);
  }
  const { code, said, tookMs } = await hands.unit("start", START_MS);
  saw({ kind: "commanded", command: `start ${facts.unit}`, code, said, tookMs });
}

export type KillParts = {
  readonly witness: Looks;
  readonly hands: Hands;
  readonly clock: Clock;
  readonly saw: (seen: Seen) => void;
};

/** Nothing is sent unless it is frozen and something would start it again. `saw` hears every signal and command as it happens. */
export async function killFrozen(parts: KillParts): Promise<Killed> {
  const { witness, hands, clock, saw } = parts;
  const reading = await witness.supervisor();
  if (!reading.found) return { ok: false, code: "nobody-restarts", why: `nobody would start it again: ${reading.why}` };
  const frozen = await lookFrozen(witness, clock);
  if (!frozen.frozen) return { ok: false, code: frozen.code, why: frozen.why };
  saw({ kind: "requested", by: "kill" });
  const { pid } = frozen.process;
  let gone = false;
  for (const [signal, waitMs] of ladder) {
    const sent = await hands.signal(signal, frozen.process);
    gone = !sent.ok && sent.code === "gone";
    if (gone) break;
    if (!sent.ok) return sent;
    saw({ kind: "signalled", signal, pid });
    gone = await goneWithin(waitMs, witness, frozen.process, clock);
    if (gone) break;
  }
  if (!gone)
    return {
      ok: false,
      code: "unkillable",
      why: `pid ${pid} is still there after SIGKILL: the kernel holds it (state D, a dead disk or mount)`,
    };
  await startAgain(parts, reading.facts, pid);
  return { ok: true };
}
