// The proof engine: a run and one more observation give the run as it is now. The driver feeds it, captured files are fed the same way.
import type { Evidence, LinkEvidence, ServingEvidence } from "./evidence.ts";
import { judged } from "./judge.ts";
import { milestonesAfter } from "./milestones.ts";
import { goneMs, servesAnew, servingSinceOf } from "./moments.ts";
import type { Observation, Seen } from "./observation.ts";
import { phaseAfter } from "./phase.ts";
import { remembered } from "./remembered.ts";
import type { RestartRun } from "./run.ts";

type Of<K extends Seen["kind"]> = Extract<Seen, { kind: K }>;
type Folds = { readonly [K in Seen["kind"]]?: (run: RestartRun, seen: Of<K>, observation: Observation) => RestartRun };

const knowing = (run: RestartRun, after: Partial<Evidence>, at: number): RestartRun => ({ ...run, after: { ...run.after, ...after, at } });

/** An RPC answer tells more than the hello before it, and on some releases less. */
function joined(before: LinkEvidence | null, link: LinkEvidence): LinkEvidence {
  if (before === null || (before.bootId !== null && link.bootId !== null && before.bootId !== link.bootId)) return link;
  return {
    bootId: link.bootId ?? before.bootId,
    version: link.version === "" ? before.version : link.version,
    processInstanceId: link.processInstanceId ?? before.processInstanceId,
    pid: link.pid ?? before.pid,
  };
}

/** /startupz tells more than /readyz; a boot that came later tells more than both. */
function serving(run: RestartRun, http: Of<"http">, observation: Observation): ServingEvidence | null {
  const was = run.after.serving;
  if (http.path === "/healthz" || http.outcome !== "answered") return http.outcome === "failed" ? null : was;
  const { path: from, status } = http;
  const servingSince = servingSinceOf(run, observation, http);
  const newer = servesAnew(run, servingSince) === true && servesAnew(run, was?.servingSince ?? null) !== true;
  if (was?.from === "/startupz" && from === "/readyz" && !newer) return was;
  return {
    from,
    status: status === "live" ? null : status,
    servingSince,
    version: was?.version ?? null,
    pendingReason: http.failing[0] ?? null,
  };
}

const folds: Folds = {
  answered: (run, { answer }, { ms }) => ({
    ...run,
    blockers: answer.blockers,
    workLeft: answer.blockers.length === 0 ? run.workLeft : answer.blockers.reduce((sum, { count }) => sum + count, 0),
    delayMs: ms + answer.delayMs > run.delayMs && answer.delayMs > 0 ? ms + answer.delayMs : run.delayMs,
    // With nothing running "coalesced" means that a restart is going on already.
    forcedAtMs:
      answer.status === "deferred" || (answer.status === "coalesced" && answer.blockers.length > 0)
        ? (run.forcedAtMs ?? ms + run.deadlines.deferralMs)
        : // Hastened while it waited: it is forced now, and is due from here, not from the first request.
          answer.status === "emitted" && run.forcedAtMs !== null
          ? ms
          : null,
  }),
  work: (run, { left, blockers }, { ms }) => {
    // A signal that finds work running is deferred like a request, but nobody says so.
    const silently = run.aim === "signal" && left > 0 && run.phase === "asked" && run.seen.some(({ seen }) => seen.kind === "signalled");
    return { ...run, blockers, workLeft: left, forcedAtMs: silently ? (run.forcedAtMs ?? ms + run.deadlines.deferralMs) : run.forcedAtMs };
  },
  closed: (run, _seen, { at }) => knowing(run, { link: null }, at),
  port: (run, { open }, { at }) => (open ? run : knowing(run, { serving: null }, at)),
  http: (run, seen, observation) => knowing(run, { serving: serving(run, seen, observation) }, observation.at),
  hello: (run, { link }, { at }) => knowing(run, { link: joined(run.after.link, link) }, at),
  rpc: (run, { link }, { at }) => knowing(run, { link: joined(run.after.link, link) }, at),
  process: (run, { process }, { at }) => knowing(run, { process }, at),
  lock: (run, { lock }, { at }) => knowing(run, { lock }, at),
  unit: (run, { unit }, { at }) => knowing(run, { unit }, at),
  boot: (run, { boot }, { at }) =>
    run.after.boot !== null && run.after.boot.startedAt > boot.startedAt ? run : knowing(run, { boot }, at),
  channel: (run, { account, up }, { ms }) => {
    const known = run.channels.get(account);
    if (known === undefined || !up || known.backMs !== null || goneMs(run) === null) return run;
    const channels = new Map(run.channels).set(account, { ...known, backMs: ms });
    return { ...run, channels, milestones: [...run.milestones, { name: `${account} back`, ms, detail: null }] };
  },
};

/** The run after one more observation, judged. A run that is over stays as it is. */
export function watched(run: RestartRun, observation: Observation): RestartRun {
  if (run.phase === "over") return run;
  // The one cast: the row of the table belongs to the observation's own kind.
  const fold = folds[observation.seen.kind] as ((run: RestartRun, seen: Seen, observation: Observation) => RestartRun) | undefined;
  const noted: RestartRun = { ...run, ms: Math.max(run.ms, observation.ms), seen: remembered(run.seen, observation) };
  const known = fold === undefined ? noted : fold(noted, observation.seen, observation);
  const marked: RestartRun = { ...known, milestones: milestonesAfter(known, observation) };
  return judged({ ...marked, phase: phaseAfter(marked, observation) });
}
