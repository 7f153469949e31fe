// Before and after, side by side: what a verdict rests on.
import type { LinkEvidence } from "./evidence.ts";
import { goneMs, lastSeen, momentOf, servesAnew } from "./moments.ts";
import type { Seen } from "./observation.ts";
import type { ProofFact } from "./proof.ts";
import type { RestartRun } from "./run.ts";

type Value = string | number | null;

const compared = (before: Value, after: Value): ProofFact["says"] =>
  before === null || after === null ? "unknown" : before === after ? "same" : "changed";

/** Something that happens once. */
const once = (after: Value): Omit<ProofFact, "fact"> => ({ before: null, after, says: after === null ? "not-seen" : "seen" });

const pair = (before: Value | undefined, after: Value | undefined): Omit<ProofFact, "fact"> => ({
  before: before ?? null,
  after: after ?? null,
  says: compared(before ?? null, after ?? null),
});

/** How long nothing listened; null: no refused connection was seen. Still down: until now. */
function refusedGap(run: RestartRun): number | null {
  const down = momentOf(run, "port down");
  return down === null ? null : (momentOf(run, "port up") ?? run.ms) - down;
}

/** The row of the boot that ended tells why it ended; the newest row is the one that runs. */
function bootRecord(run: RestartRun): Omit<ProofFact, "fact"> {
  const ended = lastSeen(run, "boot", ({ boot }) => boot.bootId === (run.before.link?.bootId ?? run.before.boot?.bootId));
  const reason = ended?.seen.boot.reason ?? ended?.seen.boot.outcome ?? null;
  return { before: run.before.boot?.bootId ?? null, after: reason, says: reason === null ? "not-seen" : "seen" };
}

/** What was done or answered, not looked at. */
const deeds: ReadonlySet<Seen["kind"]> = new Set(["requested", "answered", "unanswered", "signalled", "commanded"]);

/** One connection that was watched and never closed: at its end is who was there before. Null: it closed, or none was open. */
const heldLink = (run: RestartRun): LinkEvidence | null =>
  run.seen.some(({ seen }) => !deeds.has(seen.kind)) && lastSeen(run, "closed") === null && goneMs(run) === null ? run.before.link : null;

const linkNow = (run: RestartRun): LinkEvidence | null => run.after.link ?? heldLink(run);

const facts: readonly { readonly fact: ProofFact["fact"]; readonly of: (run: RestartRun) => Omit<ProofFact, "fact"> }[] = [
  { fact: "bootId", of: (run) => pair(run.before.link?.bootId ?? run.before.boot?.bootId, linkNow(run)?.bootId) },
  { fact: "processInstanceId", of: (run) => pair(run.before.link?.processInstanceId, linkNow(run)?.processInstanceId) },
  { fact: "pid", of: ({ before, after }) => pair(before.process?.pid ?? before.link?.pid, after.process?.pid ?? after.link?.pid) },
  { fact: "startTicks", of: ({ before, after }) => pair(before.process?.startTicks, after.process?.startTicks) },
  { fact: "lockOwnerId", of: ({ before, after }) => pair(before.lock?.ownerId, after.lock?.ownerId) },
  { fact: "lockCreatedAt", of: ({ before, after }) => pair(before.lock?.createdAt, after.lock?.createdAt) },
  {
    fact: "servingSince",
    of: (run) => {
      const before = run.before.serving?.servingSince ?? null;
      const after = run.after.serving?.servingSince ?? null;
      const anew = servesAnew(run, after);
      return { before, after, says: anew === null ? "unknown" : anew ? "changed" : "same" };
    },
  },
  { fact: "shutdown", of: (run) => once(lastSeen(run, "shutdown")?.seen.of ?? null) },
  { fact: "closeCode", of: (run) => once(lastSeen(run, "closed")?.seen.code ?? null) },
  { fact: "refusedGap", of: (run) => once(refusedGap(run)) },
  { fact: "invocationId", of: ({ before, after }) => pair(before.unit?.invocationId, after.unit?.invocationId) },
  { fact: "mainPid", of: ({ before, after }) => pair(before.unit?.mainPid, after.unit?.mainPid) },
  { fact: "automaticRestarts", of: ({ before, after }) => pair(before.unit?.automaticRestarts, after.unit?.automaticRestarts) },
  { fact: "bootRecord", of: bootRecord },
  { fact: "startup", of: (run) => once(run.milestones.find(({ name }) => name === "startupz")?.detail ?? null) },
  { fact: "rpc", of: (run) => once(rpcMs(run)) },
  { fact: "log", of: (run) => once(lastSeen(run, "log")?.seen.said ?? null) },
  { fact: "configuration", of: (run) => once(refusedByConfiguration(run) ? "commands.restart: false" : null) },
];

const refusedByConfiguration = (run: RestartRun): boolean =>
  lastSeen(run, "unanswered", ({ code }) => code === "ignored-by-configuration") !== null ||
  lastSeen(run, "log", ({ said }) => said === "signal-ignored") !== null;

/** When the boot that is up now first answered an RPC; null: it has not. */
export function rpcMs(run: RestartRun): number | null {
  const gone = goneMs(run);
  const bootId = run.after.link?.bootId ?? null;
  const first = run.seen.find(
    ({ ms, seen }) => seen.kind === "rpc" && (gone === null || ms >= gone) && (bootId === null || seen.link.bootId === bootId),
  );
  return run.after.link === null ? null : (first?.ms ?? null);
}

/** Facts nobody can have here (a unit without a supervisor, a log line that never came) are left out. */
const optional: ReadonlySet<ProofFact["fact"]> = new Set([
  "processInstanceId",
  "lockOwnerId",
  "invocationId",
  "mainPid",
  "automaticRestarts",
  "bootRecord",
  "log",
  "configuration",
]);

export function factsOf(run: RestartRun): readonly ProofFact[] {
  return facts
    .map(({ fact, of }): ProofFact => ({ fact, ...of(run) }))
    .filter(({ fact, before, after }) => !optional.has(fact) || before !== null || after !== null);
}
