// From everything seen so far to a verdict. Rows in order, the first that applies wins; `late` rows only when the time is over.
import { attribution } from "./attribution.ts";
import { contradictions, newBoot, sameProcess } from "./boots.ts";
import { BEYOND_MS } from "./deadlines.ts";
import { factsOf, rpcMs } from "./facts-of.ts";
import { isLatched } from "./latch.ts";
import { withoutHttp, withoutStartupz } from "./milestones.ts";
import { goneMs, lastSeen, momentOf, reached } from "./moments.ts";
import type { NotRestartedWhy, ProofVerdict } from "./proof.ts";
import { refusal } from "./refusal.ts";
import type { RestartRun, RunAim } from "./run.ts";
import {
  deferredSentence,
  drainingSentence,
  howItWent,
  notRestarted,
  provedSentence,
  seenWords,
  sinceDrain,
  startedByAnother,
  stoppedAsWanted,
  stoppedSentence,
  unprovedSentence,
} from "./sentence.ts";

/** With a stop announced these come back all the same: their hands end the old boot themselves. */
const endsTheOldBoot: ReadonlySet<RunAim> = new Set(["service", "kill", "clean-up", "start", "stop"]);

type Row = {
  readonly late?: true;
  readonly when: (run: RestartRun) => boolean;
  readonly verdict: (run: RestartRun) => ProofVerdict;
};

/** What a proof still lacks. The order of hello and /startupz does not matter: both were captured first. */
function missing(run: RestartRun): readonly string[] {
  const gone = goneMs(run);
  const lacking: string[] = [];
  if (newBoot(run) !== true) lacking.push("a sign of a new boot");
  if (!reached(run, "startupz") && !withoutHttp(run)) lacking.push(`${withoutStartupz(run) ? "/readyz" : "/startupz"} saying started`);
  if (rpcMs(run) === null) lacking.push("an answer to an RPC");
  return [...lacking, ...contradictions(run, gone ?? 0)];
}

/** Nothing but an answer to an RPC: whoever has no credentials sees no more of a restart than this. */
export const lacksOnlyRpc = (run: RestartRun): boolean => rpcMs(run) === null && missing(run).length === 1;

const cameBack = (run: RestartRun): boolean => missing(run).length === 0;
const stopAnnounced = (run: RestartRun): boolean => lastSeen(run, "shutdown")?.seen.of === "stop" && !endsTheOldBoot.has(run.aim);

function refuted(run: RestartRun, why: NotRestartedWhy, told = ""): ProofVerdict {
  const { sentence, fix } = notRestarted(run, why, told);
  return { kind: "not-restarted", why, fix, sentence, facts: factsOf(run) };
}

/** Channels the crash-loop breaker keeps down. */
const suppressedIn = (run: RestartRun): readonly string[] =>
  lastSeen(run, "http", ({ path, outcome }) => path === "/readyz" && outcome === "answered")?.seen.suppressed ?? [];

function proved(run: RestartRun): ProofVerdict {
  const readyMs = Math.max(momentOf(run, "startupz") ?? 0, rpcMs(run) ?? 0);
  const downMs = readyMs - (goneMs(run) ?? momentOf(run, "shutdown announced") ?? momentOf(run, "draining") ?? 0);
  const accepted = lastSeen(run, "answered")?.seen.answer.status ?? null;
  const told = { attribution: attribution(run), accepted, downMs, readyMs, suppressed: suppressedIn(run) };
  const kind = sameProcess(run) === false ? "proved-new-process" : "proved-in-process";
  return { kind, ...told, sentence: provedSentence(run, told), facts: factsOf(run) };
}

const failedCommand = (run: RestartRun): boolean => lastSeen(run, "commanded", ({ code }) => code !== null && code !== 0) !== null;

/** The supervisor's last word: it gave up starting. What it said of an earlier time is not of this run until it was seen otherwise. */
const startLimit = (run: RestartRun): boolean => {
  const { aim, before, after } = run;
  const wasLatched = before.unit !== null && isLatched(before.unit);
  const isOurs = !wasLatched || failedCommand(run) || lastSeen(run, "unit", ({ unit }) => !isLatched(unit)) !== null;
  // A stop that ended badly looks the same, and is what was asked for.
  return aim !== "stop" && isOurs && after.unit !== null && isLatched(after.unit) && after.unit.activeState === "failed";
};

const nothingThere = (run: RestartRun): boolean =>
  lastSeen(run, "port")?.seen.open === false && run.after.link === null && run.after.serving === null;

/** Looked for and not there; where no process could be seen before, nobody can look for it. */
const processGone = (run: RestartRun): boolean =>
  run.after.process === null && (run.before.process === null || lastSeen(run, "process") !== null);

/** The unit may be in its pause before an automatic restart: nothing there is no end then. */
const ended = (run: RestartRun): boolean => nothingThere(run) && processGone(run) && run.after.unit?.activeState !== "activating";

const answersAsBefore = (run: RestartRun): boolean => {
  const http = lastSeen(run, "http", ({ path }) => path !== "/healthz");
  const answering = http === null ? run.after.link !== null : http.seen.outcome === "answered" || http.seen.outcome === "not-json";
  return goneMs(run) === null && newBoot(run) !== true && answering && !nothingThere(run);
};

const deferred = (run: RestartRun): boolean => run.forcedAtMs !== null && goneMs(run) === null && !reached(run, "draining");

const rows: readonly Row[] = [
  { when: (run) => refusal(run) !== null, verdict: (run) => refuted(run, refusal(run)?.why ?? "request-refused", refusal(run)?.told) },
  {
    when: (run) =>
      lastSeen(run, "log", ({ said }) => said === "signal-ignored") !== null && goneMs(run) === null && !reached(run, "draining"),
    verdict: (run) => refuted(run, "ignored-by-configuration"),
  },
  { when: (run) => startLimit(run) && !cameBack(run), verdict: (run) => refuted(run, "start-limit") },
  {
    when: (run) => failedCommand(run) && goneMs(run) === null,
    verdict: (run) => {
      const { code, said } = lastSeen(run, "commanded")?.seen ?? { code: null, said: "" };
      return refuted(run, "command-failed", said === "" ? `it ended with exit code ${code}` : said);
    },
  },
  {
    when: (run) => run.aim === "stop" && ended(run),
    verdict: (run) => ({ kind: "stopped", wanted: true, why: "as asked", sentence: stoppedAsWanted(run), facts: factsOf(run) }),
  },
  {
    when: (run) => stopAnnounced(run) && cameBack(run),
    verdict: (run) => ({ kind: "stopped", wanted: false, why: howItWent(run), sentence: startedByAnother(run), facts: factsOf(run) }),
  },
  { when: cameBack, verdict: proved },
  {
    late: true,
    // A process that is still there is booting, on a busy host for longer than it was given.
    when: (run) => goneMs(run) !== null && nothingThere(run) && run.after.process === null,
    verdict: (run) => ({ kind: "stopped", wanted: false, why: howItWent(run), sentence: stoppedSentence(run), facts: factsOf(run) }),
  },
  {
    late: true,
    when: (run) => reached(run, "draining") && goneMs(run) === null,
    verdict: (run) => {
      const sinceMs = sinceDrain(run);
      return { kind: "still-draining", work: run.workLeft, sinceMs, sentence: drainingSentence(run, sinceMs), facts: factsOf(run) };
    },
  },
  {
    late: true,
    when: deferred,
    verdict: (run) => {
      const leftMs = Math.max(0, (run.forcedAtMs ?? 0) - run.ms);
      return { kind: "still-deferred", work: run.workLeft, leftMs, sentence: deferredSentence(run, leftMs), facts: factsOf(run) };
    },
  },
  // Cut short by the person's own patience it is too early to say that nothing came of it.
  { late: true, when: (run) => answersAsBefore(run) && run.ms >= deadlineMs(run), verdict: (run) => refuted(run, "same-boot-answers") },
  {
    late: true,
    when: () => true,
    verdict: (run) => {
      const [seen, lacking] = [seenWords(run), missing(run)];
      return { kind: "unproved", seen, missing: lacking, sentence: unprovedSentence(seen, lacking), facts: factsOf(run) };
    },
  },
];

/** When this run is over without the person's patience, as far as is known now. Milliseconds after the request. */
function deadlineMs(run: RestartRun): number {
  const { idleMs, deferralMs, bootMs } = run.deadlines;
  const gone = goneMs(run);
  if (gone !== null) return gone + bootMs;
  const draining = momentOf(run, "draining");
  if (draining !== null) return Math.max(idleMs + run.delayMs, draining + deferralMs + BEYOND_MS);
  return run.forcedAtMs === null ? idleMs + run.delayMs : run.forcedAtMs + BEYOND_MS;
}

/** The process from before is still there: one that listens no more has not gone. Where none is looked at, the door has to tell. */
function stays(run: RestartRun): boolean {
  const [was, is] = [run.before.process, run.after.process];
  if (was === null || lastSeen(run, "process") === null) return goneMs(run) === null;
  return is?.pid === was.pid && is.startTicks === was.startTicks;
}

/** Nobody waits any longer for the old boot to go. */
const outstayed = (run: RestartRun): boolean => run.ms >= (run.deadlines.goneMs ?? Infinity) && newBoot(run) !== true && stays(run);

const late = (run: RestartRun): boolean => run.ms >= Math.min(deadlineMs(run), run.deadlines.waitMs ?? Infinity) || outstayed(run);

function allBack(run: RestartRun): boolean {
  const suppressed = suppressedIn(run);
  const awaited = [...run.channels].filter(
    ([account, { before }]) => before && !suppressed.some((channel) => account.startsWith(`${channel}/`)),
  );
  return awaited.every(([, { backMs }]) => backMs !== null);
}

/** Proved, and nothing more is to come: every channel is back and the gateway calls itself ready, or their time is over. */
const settled = (run: RestartRun): boolean =>
  (reached(run, "ready") && allBack(run)) ||
  run.ms >= (run.verdictMs ?? 0) + run.deadlines.settleMs ||
  run.ms >= (run.deadlines.waitMs ?? Infinity);

const isProof = (verdict: ProofVerdict | null): boolean =>
  verdict !== null && (verdict.kind === "proved-in-process" || verdict.kind === "proved-new-process");

/** The verdict as soon as there is one; after a proof it stays open while channels come back, and its sentence counts them. */
export function judged(run: RestartRun): RestartRun {
  if (run.phase === "over") return run;
  if (isProof(run.verdict)) {
    const verdict = proved(run);
    const told = JSON.stringify(verdict) === JSON.stringify(run.verdict);
    return { ...run, verdict: told ? run.verdict : verdict, phase: settled(run) ? "over" : "settling" };
  }
  const overdue = late(run);
  const row = rows.find((candidate) => (candidate.late !== true || overdue) && candidate.when(run));
  if (row === undefined) return run;
  const next: RestartRun = { ...run, verdict: row.verdict(run), verdictMs: run.ms };
  return { ...next, phase: isProof(next.verdict) && !settled(next) ? "settling" : "over" };
}
