// `gatetop restart --json`, schema gatetop-restart/1: one object, at the end. Times epoch ms, durations ms; unknown is null.
import type { Preview } from "../../data/action/request.ts";
import type { Seen } from "../../data/restart/observation.ts";
import type { ProofVerdict } from "../../data/restart/proof.ts";
import type { RestartMode, RestartRun } from "../../data/restart/run.ts";
import type { Target } from "../../data/target.ts";

export type RestartReport = {
  readonly mode: RestartMode;
  readonly target: Target;
  readonly preview: Preview;
  readonly dryRun: boolean;
  /** Null: nothing was asked for. */
  readonly run: RestartRun | null;
  /** Every line of this run is in the journal. */
  readonly journal: boolean;
};

const pick = <K extends Seen["kind"]>(run: RestartRun, kind: K): Extract<Seen, { readonly kind: K }> | null => {
  const found = run.seen.find(({ seen }) => seen.kind === kind)?.seen;
  return found === undefined ? null : (found as Extract<Seen, { readonly kind: K }>);
};

/** How it was asked for, and what came back first. */
function requestBlock(run: RestartRun) {
  const answer = pick(run, "answered")?.answer ?? null;
  const lost = pick(run, "unanswered");
  const signal = pick(run, "signalled");
  const command = pick(run, "commanded");
  return {
    by: pick(run, "requested")?.by ?? null,
    /** scheduled | deferred | coalesced | emitted; null: no answer, or none is given to this mode. */
    status: answer?.status ?? null,
    delayMs: answer?.delayMs ?? null,
    unanswered: lost === null ? null : { sent: lost.sent, code: lost.code, why: lost.why },
    signal: signal === null ? (answer?.signal ?? null) : signal.signal,
    pid: signal?.pid ?? answer?.pid ?? null,
    command: command === null ? null : { line: command.command, code: command.code, said: command.said, tookMs: command.tookMs },
  };
}

function verdictBlock(verdict: ProofVerdict, decidedMs: number | null) {
  const { facts: _facts, kind, sentence, ...told } = verdict;
  const none = {
    why: null,
    fix: null,
    attribution: null,
    accepted: null,
    downMs: null,
    readyMs: null,
    suppressed: [],
    work: null,
    leftMs: null,
  };
  return { kind, sentence, decidedMs, ...none, missing: [], seen: [], ...told };
}

export function restartJson({ mode, target, preview, dryRun, run, journal }: RestartReport) {
  const { precondition } = preview.choice;
  return {
    schema: "gatetop-restart/1",
    id: run?.id ?? null,
    at: run?.at ?? null,
    mode,
    /** `kill` when --mode force found a frozen process. */
    aim: preview.choice.request.action === "restart" ? preview.choice.request.aim : null,
    target: { url: target.url, name: target.name, local: target.local },
    dryRun,
    choice: {
      can: precondition.can,
      code: precondition.can ? null : precondition.code,
      why: precondition.can ? null : precondition.why,
      fix: precondition.can ? null : precondition.fix,
      does: preview.choice.does,
      scope: preview.choice.scope,
    },
    interrupts: preview.interrupts.map(({ blocker, fate }) => ({ ...blocker, fate })),
    warnings: preview.warnings,
    request: run === null ? null : requestBlock(run),
    verdict: run?.verdict ? verdictBlock(run.verdict, run.verdictMs) : null,
    evidence: run === null ? null : { before: run.before, after: run.after, facts: run.verdict?.facts ?? [] },
    milestones: run?.milestones ?? [],
    channels: run === null ? [] : [...run.channels].map(([account, { before, backMs }]) => ({ account, before, backMs })),
    waitedMs: run?.ms ?? null,
    journal,
  };
}
