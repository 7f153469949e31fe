// The last resort, for a process that is frozen and nothing else: SIGTERM, ten seconds, SIGKILL, and the service's start.
import type { Clock, Hands, Witness } from "../data/action/ports.ts";
import type { ProcessEvidence } from "../data/restart/evidence.ts";
import type { Seen } from "../data/restart/observation.ts";
import { goneWithin, isBackByItself, startUnit, unkillable, type Ended } from "./end-process.ts";

/** Two silences of this length in a row, the gateway's own rule of thumb for "hung" (a boot may be silent for longer). */
const SILENT_MS = 5_000;
/** A boot accepts and does not answer for seconds; with channels the whole of it takes up to a minute. */
const BOOT_MS = 60_000;
const ladder = [
  ["SIGTERM", 10_000],
  ["SIGKILL", 5_000],
] as const;

type Sure = { readonly frozen: true; readonly why: string; readonly process: ProcessEvidence & { readonly startTicks: number } };
type Doubt = {
  readonly frozen: false;
  readonly code: "gone" | "not-linux" | "other-port-owner" | "booting" | "answers";
  readonly why: string;
};
export type Frozen = Sure | Doubt;

const not = (code: Doubt["code"], why: string): Doubt => ({ frozen: false, code, why });

type Looks = Pick<Witness, "process" | "lives" | "http" | "lock" | "supervisor">;

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

export type KillParts = {
  readonly witness: Looks;
  readonly hands: Hands;
  readonly clock: Clock;
  readonly saw: (seen: Seen) => void;
};

/** Nothing is sent unless it is frozen and something would start it again. `saw` hears every signal and command as it happens. */
export async function killFrozen(parts: KillParts): Promise<Ended> {
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
  if (!gone) return unkillable(pid);
  if (!(await isBackByItself(parts, reading.facts, pid))) await startUnit(parts, reading.facts);
  return { ok: true };
}
