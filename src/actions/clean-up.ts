// The guard's last resort: the one process that is proved to be the gateway, and is frozen or listens no more, is ended, what it left is
// swept up, and it is started again. Looked at anew right before each signal: an answer meanwhile ends it.
import type { Clock, Hands, Witness } from "../data/action/ports.ts";
import type { NamedProcess } from "../data/action/request.ts";
import type { ProcessEvidence } from "../data/restart/evidence.ts";
import { mayEnd } from "../data/restart/may-end.ts";
import type { Seen } from "../data/restart/observation.ts";
import { runsAlone } from "../data/restart/supervisor-words.ts";
import type { SupervisorReading } from "../data/restart/supervisor.ts";
import { goneWithin, isBackByItself, startUnit, unkillable, within, type Ended } from "./end-process.ts";

/** From SIGTERM to SIGKILL, when nobody says otherwise. */
export const TERM_MS = 10_000;
const KILL_MS = 5_000;
/** The last look before a signal. A process that was silent for half a minute and answers within this is not frozen. */
const LAST_LOOK_MS = 3_000;
/** It heard SIGTERM after all and ends: its work, or what comes after it. */
const LEAVING_MS = 30_000;
const PORT_MS = 500;
const FREE_MS = 5_000;
/** A command that is wrong has failed by then; one that still runs is a gateway that boots. */
const RUN_MS = 3_000;

type Looks = Pick<Witness, "process" | "lives" | "http" | "port" | "lock" | "supervisor" | "surroundings">;

export type CleanUpParts = {
  readonly witness: Looks;
  readonly hands: Hands;
  readonly clock: Clock;
  /** Nothing is sent to any other, but to what lives in its own control group when it is gone. */
  readonly process: NamedProcess;
  readonly termMs: number;
  /** False: gatetop leaves, and nothing is done any more. */
  readonly begin: () => boolean;
  readonly saw: (seen: Seen) => void;
};

type No = Extract<Ended, { readonly ok: false }>;
const no = (code: string, why: string): No => ({ ok: false, code, why });

type Sure = {
  readonly ok: true;
  readonly reading: SupervisorReading;
  readonly found: ProcessEvidence | null;
  readonly members: readonly NamedProcess[];
};

const refused = (why: string | null): boolean => why !== null && /refused/iu.test(why);

/** Proved to be the gateway, and ours to end. */
async function identified({ witness, hands, process: meant }: CleanUpParts): Promise<Sure | No> {
  const [{ process }, { lock }, reading] = await Promise.all([witness.process(), witness.lock(), witness.supervisor()]);
  const unit = reading.found ? reading.facts.unit : null;
  const around = process === null ? null : await witness.surroundings(process.pid, unit);
  const mainPid = reading.found ? reading.facts.mainPid : null;
  const may = mayEnd({ meant, process, lock, mainPid, supervised: reading.found, around });
  if (!may.may) return no(may.code, may.why);
  if (!reading.found && (hands.run === null || !runsAlone(reading)))
    return no("nobody-restarts", `nobody would start it again for certain: ${reading.why}`);
  return { ok: true, reading, found: process, members: around?.members ?? [] };
}

/** Null: it does not answer, as before. What the kernel has stopped cannot answer, and is not waited for. */
async function comesToLife({ witness, process: { pid } }: CleanUpParts, { found }: Sure): Promise<No | null> {
  if (found?.state === "T") return null;
  const { outcome } = await witness.http("/healthz", LAST_LOOK_MS);
  if (outcome === "silent")
    return found?.ownsPort === false ? no("other-port-owner", `pid ${pid} does not hold the port that is silent`) : null;
  if (outcome !== "failed") return no("answers", `pid ${pid} answers again: nothing more is done to it`);
  const { open, why } = await witness.port(PORT_MS);
  return !open && refused(why) ? null : no("unclear", `whether pid ${pid} answers could not be told: ${why ?? "the connection broke off"}`);
}

async function stillDown(parts: CleanUpParts): Promise<Sure | No> {
  const sure = await identified(parts);
  return sure.ok ? ((await comesToLife(parts, sure)) ?? sure) : sure;
}

/**
 * What a process that heard SIGTERM shows on its way out: it answers, breaks connections off, has given up its port or its lock file, or a
 * new gateway has them by now. It is still the one that was proved to be the gateway before anything was sent.
 */
const onItsWayOut: readonly string[] = ["answers", "unclear", "other-port-owner", "not-proved", "gone", "other-process"];
/** Its work is not over: its service starts it again whenever that is, and nothing else is in the way. */
const atWork: readonly string[] = ["answers", "unclear"];

const gaveUpPort = (first: Sure, now: Sure): boolean => first.found?.ownsPort === true && now.found?.ownsPort === false;

/** Ended, or why not; `members` grows by who joined the group meanwhile. */
async function end(parts: CleanUpParts, first: Sure, members: Map<number, NamedProcess>): Promise<Ended> {
  const { witness, hands, clock, process, termMs, saw } = parts;
  const { pid } = process;
  const keep = (sure: Sure): void => {
    for (const member of sure.members) members.set(member.pid, member);
  };
  keep(first);
  const term = await hands.signal("SIGTERM", process);
  if (!term.ok) return term.code === "gone" ? { ok: true } : term;
  saw({ kind: "signalled", signal: "SIGTERM", pid });
  // A stopped process hears it only when it goes on: then it ends in order, and its next boot is no unclean one.
  if (first.found?.state === "T") await hands.signal("SIGCONT", process);
  if (await goneWithin(termMs, witness, process, clock)) return { ok: true };
  const sure = await stillDown(parts);
  if (sure.ok) keep(sure);
  // It may have ended between two of the looks.
  else if (!onItsWayOut.includes(sure.code)) return (await goneWithin(0, witness, process, clock)) ? { ok: true } : sure;
  if (!sure.ok || gaveUpPort(first, sure)) {
    if (await goneWithin(LEAVING_MS, witness, process, clock)) return { ok: true };
    // Nobody would start one that runs alone and ends when nobody looks any more.
    if (!sure.ok && first.reading.found && atWork.includes(sure.code))
      return no("answers", `pid ${pid} answers again and was told to end: it does so when its work is over`);
  }
  const kill = await hands.signal("SIGKILL", process);
  if (!kill.ok) return kill.code === "gone" ? { ok: true } : kill;
  saw({ kind: "signalled", signal: "SIGKILL", pid });
  return (await goneWithin(KILL_MS, witness, process, clock)) ? { ok: true } : unkillable(pid);
}

/** Who was with it in its own control group: a new gateway there by now is none of them. */
async function sweep({ hands, saw, clock }: CleanUpParts, members: readonly NamedProcess[]): Promise<void> {
  const began = clock.monotonicMs();
  let ended = 0;
  for (const member of members) if ((await hands.signal("SIGKILL", member)).ok) ended += 1;
  if (ended === 0) return;
  const what = ended === 1 ? "1 process" : `${ended} processes`;
  saw({ kind: "commanded", command: `SIGKILL to ${what} it left behind`, code: 0, said: "", tookMs: clock.monotonicMs() - began });
}

const freePort = ({ witness, clock }: Pick<CleanUpParts, "witness" | "clock">): Promise<boolean> =>
  within(FREE_MS, clock, PORT_MS, async () => {
    const { open, why } = await witness.port(PORT_MS);
    return !open && refused(why);
  });

const taken = no("port-taken", "its port is still held by another process: nothing is started beside it");

/** `hands.run` with its port free, as a command of the run. */
export async function runGateway(parts: Pick<CleanUpParts, "witness" | "hands" | "clock" | "saw">): Promise<Ended> {
  const { hands, saw } = parts;
  if (hands.run === null) return no("nobody-restarts", "nobody said how it is started");
  if (!(await freePort(parts))) return taken;
  const { code, said, tookMs } = await hands.run(RUN_MS);
  saw({ kind: "commanded", command: "start", code, said, tookMs });
  return { ok: true };
}

async function startAgain(parts: CleanUpParts, reading: SupervisorReading): Promise<Ended> {
  if (!reading.found) return runGateway(parts);
  if (await isBackByItself(parts, reading.facts, parts.process.pid)) return { ok: true };
  if (!(await freePort(parts))) return taken;
  await startUnit(parts, reading.facts);
  return { ok: true };
}

/** Nothing is sent unless it is proved whom it hits. `saw` hears every signal and command as it happens. */
export async function cleanUp(parts: CleanUpParts): Promise<Ended> {
  const sure = await stillDown(parts);
  if (!sure.ok) return sure;
  if (!parts.begin()) return { ok: true };
  const members = new Map<number, NamedProcess>();
  const ended = await end(parts, sure, members);
  if (!ended.ok) return ended;
  await sweep(parts, [...members.values()]);
  return startAgain(parts, sure.reading);
}
