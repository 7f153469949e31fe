// Is it a new boot, and is it the same process? Each question is a list of witnesses, the best first; the first that knows decides.
import type { Evidence, ProcessEvidence } from "./evidence.ts";
import { lastSeen, momentOf, reached, servesAnew } from "./moments.ts";
import type { RestartRun } from "./run.ts";

type Witness = (run: RestartRun) => boolean | null;

const firstSaid = (run: RestartRun, witnesses: readonly Witness[]): boolean | null => {
  for (const witness of witnesses) {
    const said = witness(run);
    if (said !== null) return said;
  }
  return null;
};

/** Null unless both are known. */
const differ = (a: string | number | null | undefined, b: string | number | null | undefined): boolean | null =>
  a === null || a === undefined || b === null || b === undefined ? null : a !== b;

/** For witnesses whose sameness means nothing: they are read rarely, or survive a restart. */
const ifTrue = (said: boolean | null): true | null => (said === true ? true : null);
const not = (said: boolean | null): boolean | null => (said === null ? null : !said);

/** Pid and start time name one process for ever. Found in two ways it may be two of one gateway (a parent locks, its child listens). */
function processDiffers(a: ProcessEvidence | null, b: ProcessEvidence | null): boolean | null {
  if (a === null || b === null || a.evidence !== b.evidence) return null;
  return a.pid !== b.pid || differ(a.startTicks, b.startTicks) === true;
}

const bootIdOf = ({ link, boot }: Evidence): string | null => link?.bootId ?? boot?.bootId ?? null;

/** Up to 2026.3 nothing else is told: announced as a restart, closed as one, nothing listened, and a gateway says hello again. */
const announced: Witness = (run) => {
  const shutdown = lastSeen(run, "shutdown");
  const closed = lastSeen(run, "closed", ({ code }) => code === 1012);
  const gap = reached(run, "port down") && reached(run, "port up");
  return shutdown?.seen.of === "restart" && closed !== null && gap && run.after.link !== null ? true : null;
};

const newBootWitnesses: readonly Witness[] = [
  ({ before, after }) => differ(bootIdOf(before), after.link?.bootId),
  ({ before, after }) => ifTrue(differ(before.link?.processInstanceId, after.link?.processInstanceId)),
  ({ before, after }) => ifTrue(processDiffers(before.process, after.process)),
  (run) => servesAnew(run, run.after.serving?.servingSince ?? null),
  ({ before, after }) => ifTrue(differ(before.boot?.bootId, after.boot?.bootId)),
  ({ before, after }) => ifTrue(differ(before.lock?.ownerId, after.lock?.ownerId)),
  ({ before, after }) => ifTrue(differ(before.lock?.createdAt, after.lock?.createdAt)),
  announced,
];

/** True: the boot that answers now is another than before; false: it is the same; null: nobody can say. */
export const newBoot = (run: RestartRun): boolean | null => firstSaid(run, newBootWitnesses);

const sameProcessWitnesses: readonly Witness[] = [
  ({ before, after }) => not(differ(before.link?.processInstanceId, after.link?.processInstanceId)),
  ({ before, after }) => not(processDiffers(before.process, after.process)),
  ({ before, after }) => not(differ(before.link?.pid, after.link?.pid)),
  ({ before, after }) => not(differ(before.lock?.pid, after.lock?.pid)),
  ({ before, after }) => not(differ(before.unit?.invocationId, after.unit?.invocationId)),
];

/** Null where no process was looked at: another host, and a release that does not tell. */
export const sameProcess = (run: RestartRun): boolean | null => firstSaid(run, sameProcessWitnesses);

/** Pid before and now, from whoever knows it. */
export function pids({ before, after }: RestartRun): { readonly before: number | null; readonly after: number | null } {
  const of = ({ process, link, lock, boot }: Evidence): number | null => process?.pid ?? link?.pid ?? lock?.pid ?? boot?.pid ?? null;
  return { before: of(before), after: of(after) };
}

/** What speaks against the new boot being this gateway's: then nothing is proved. */
export function contradictions(run: RestartRun, since: number): readonly string[] {
  const { before, after } = run;
  const against: string[] = [];
  const lock = lastSeen(run, "lock");
  if (lock !== null && lock.ms >= since && after.lock !== null) {
    // Another gateway on the port leaves our lock file as it was.
    if (differ(before.lock?.ownerId, after.lock.ownerId) === false)
      against.push("a lock file of the new boot (it is still the old one's: another gateway may be on the port)");
    if (differ(before.lock?.port, after.lock.port) === true) against.push(`a lock file for this port (it says ${after.lock.port})`);
  }
  // While the port is closed nobody owns it.
  const process = lastSeen(run, "process");
  if (process !== null && process.ms >= (momentOf(run, "port up") ?? since) && after.process?.ownsPort === false) {
    against.push(`the port in the hands of pid ${after.process.pid} (another process listens there)`);
  }
  return against;
}
