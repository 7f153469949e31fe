// The guard's hand: each step of its ladder is a restart of the one who acts, recorded, watched and judged like a person's.
import type { Actor, Clock, LinkTap, Witness } from "../../data/action/ports.ts";
import type { NamedProcess, Preview } from "../../data/action/request.ts";
import { DecodeError } from "../../data/gateway/decode/field.ts";
import { decodePreflight } from "../../data/gateway/decode/work.ts";
import { RpcFailure } from "../../data/gateway/rpc-failure.ts";
import type { RepairStep } from "../../data/guard/decision.ts";
import type { RepairAsk, Repaired, Repairs } from "../../data/guard/ports.ts";
import type { LinkState } from "../../data/link-state.ts";
import { lacksOnlyRpc } from "../../data/restart/judge.ts";
import { lastSeen } from "../../data/restart/moments.ts";
import type { ProofKind } from "../../data/restart/proof.ts";
import type { RestartRun } from "../../data/restart/run.ts";
import { problemIn } from "../../data/restart/supervisor-words.ts";
import { workWords } from "../../data/restart/work-words.ts";
import type { RestartRequest } from "../../actions/run/preview.ts";

/** Running work has so long when a repair asks for a restart: the gateway is deaf to everybody else already. */
const ASK_DRAIN_MS = 30_000;
const TERM_MS = 10_000;
const FAST_TERM_MS = 3_000;
const PREFLIGHT_MS = 5_000;
/** The last look before it is restarted. What was silent for so long and answers within this is not frozen. */
const LAST_LOOK_MS = 2_000;

export type RepairsParts = {
  readonly actor: Pick<Actor, "restart" | "leave">;
  /** Without asking the gateway anything. */
  readonly quickPreview: (request: RestartRequest) => Promise<Preview>;
  readonly witness: Pick<Witness, "process" | "http" | "supervisor">;
  readonly link: Pick<LinkTap, "state" | "request">;
  /** Each run as it goes on; returns the way out. */
  readonly runs: (heard: (run: RestartRun) => void) => () => void;
  readonly local: boolean;
  readonly othersUnderWay: () => string | null;
  /** `GuardSettings.serviceWaitMs`: who does not wait ten seconds for a service does not wait so long for a process either. */
  readonly serviceWaitMs: number;
  readonly clock: Pick<Clock, "monotonicMs">;
};

const outcomes: { readonly [K in ProofKind]: Repaired["outcome"] } = {
  "proved-in-process": "proved",
  "proved-new-process": "proved",
  stopped: "refuted",
  "not-restarted": "refuted",
  "still-deferred": "unproved",
  "still-draining": "unproved",
  unproved: "unproved",
};

/** No credentials, or none that are taken: nobody asks anything until a person has mended that. */
const cannotAsk = (state: LinkState): boolean => state.phase === "idle" || (state.phase === "refused" && state.retryAt === null);

const isProved = ({ verdict }: RestartRun): boolean => verdict !== null && outcomes[verdict.kind] === "proved";

/** SIGTERM can be obeyed with a word; SIGKILL cannot. */
const wasKilled = ({ seen }: RestartRun): boolean => seen.some(({ seen: one }) => one.kind === "signalled" && one.signal === "SIGKILL");

function repairedBy(run: RestartRun): Repaired {
  const { id, verdict } = run;
  const unclean = wasKilled(run);
  if (verdict === null) {
    const why = lacksOnlyRpc(run)
      ? "another boot has started, and without credentials nothing is asked of it"
      : "the guard left before it was over";
    return { outcome: "unproved", run: id, sentence: `not proved: ${why}`, unclean };
  }
  // Why it stopped half-way: a verdict speaks of what was seen, not of what was left undone.
  const left = isProved(run) || verdict.kind === "not-restarted" ? null : (lastSeen(run, "unanswered")?.seen.why ?? null);
  return { outcome: outcomes[verdict.kind], run: id, sentence: left === null ? verdict.sentence : `${verdict.sentence}; ${left}`, unclean };
}

const asks = (...requests: readonly Pick<RestartRequest, "aim" | "drainBudgetMs">[]): readonly RestartRequest[] =>
  requests.map((request) => ({ action: "restart", ...request }));

/** The first that can be done is done. A deaf gateway is not waited for as one that works is. */
function requestsFor(step: RepairStep, ask: Pick<RepairAsk, "why" | "process"> | null, termMs: number): readonly RestartRequest[] {
  const force = { aim: "force", drainBudgetMs: ASK_DRAIN_MS } as const;
  const graceful = { aim: "graceful", drainBudgetMs: null } as const;
  const signal = { aim: "signal", drainBudgetMs: null } as const;
  switch (step) {
    case "ask":
      return ask?.why === "repair" ? asks(force, graceful, signal) : asks(graceful, force, signal);
    case "service":
      return asks({ aim: "service", drainBudgetMs: null });
    case "clean-up":
      return asks({ aim: "clean-up", drainBudgetMs: termMs }).map((request) =>
        ask?.process ? { ...request, process: ask.process } : request,
      );
    case "start":
      return asks({ aim: "start", drainBudgetMs: null });
  }
}

const nobody = (why: string, outcome: Repaired["outcome"] = "refuted"): Repaired => ({
  outcome,
  run: null,
  sentence: `nothing was done: ${why}`,
  unclean: false,
});

/** Not at the end of anything, nor on the way there: that is somebody's word. */
const stands: readonly (string | null)[] = ["active", "activating", "reloading", "refreshing"];

export function createRepairs(parts: RepairsParts): Repairs {
  const { actor, quickPreview, witness, link, local, clock } = parts;
  const termMs = parts.serviceWaitMs < TERM_MS ? FAST_TERM_MS : TERM_MS;
  /** Steps the service manager refused for good: it needs another right, and asking again changes nothing. */
  const refused = new Map<RepairStep, string>();
  /** The last one may still wait for its channels. */
  let settling = false;

  /** The first way that is open, else why the first is not. */
  async function wayOf(step: RepairStep, ask: Pick<RepairAsk, "why" | "process"> | null): Promise<Preview | string> {
    if (!local) return "the gateway is on another host: it is only watched";
    const before = refused.get(step);
    if (before !== undefined) return before;
    let why: string | null = null;
    for (const request of requestsFor(step, ask, termMs)) {
      const preview = await quickPreview(request);
      const { precondition } = preview.choice;
      if (precondition.can) return preview;
      why ??= precondition.why;
    }
    return why ?? "there is no way to do it";
  }

  /** A process that came meanwhile is another one. */
  async function isStillIt(meant: NamedProcess): Promise<boolean> {
    const { process } = await witness.process();
    return process?.pid === meant.pid && process.startTicks === meant.startTicks;
  }

  /** Seconds have passed since the look it is about. Null: as it was. Before an end by force it is looked again by whoever ends it. */
  async function isOver({ step, why }: RepairAsk): Promise<string | null> {
    if (why !== "repair" || (step !== "service" && step !== "ask")) return null;
    const [{ process }, reading] = await Promise.all([witness.process(), step === "service" ? witness.supervisor() : null]);
    if (reading?.found === true && !stands.includes(reading.facts.activeState))
      return `${reading.facts.unit} is ${reading.facts.activeState ?? "not known"} by now`;
    // What the kernel has stopped cannot answer.
    if (process?.state === "T") return null;
    return (await witness.http("/healthz", LAST_LOOK_MS)).outcome === "answered" ? "it answers again" : null;
  }

  function remember(step: RepairStep, run: RestartRun): void {
    const unit = run.before.unit;
    for (const { seen } of run.seen) {
      if (seen.kind !== "commanded" || seen.code === 0 || unit === null) continue;
      const problem = problemIn(seen.said, unit);
      if (problem?.problem === "not-allowed") refused.set(step, `${problem.why}: ${problem.fix}`);
    }
  }

  /**
   * Resolves with the proof, not with the last channel that comes back after it; without credentials when there is no more to be seen.
   * That is for the looks that follow to judge, and no failure: a gateway that answers them is left alone.
   */
  function watched(id: string, done: Promise<RestartRun>): Promise<RestartRun> {
    let leave: () => void = () => undefined;
    const proved = new Promise<RestartRun>((resolve) => {
      leave = parts.runs((run) => {
        if (run.id === id && (isProved(run) || (cannotAsk(link.state()) && lacksOnlyRpc(run)))) resolve(run);
      });
    });
    settling = true;
    const over = done.finally(() => {
      settling = false;
    });
    return Promise.race([proved, over]).finally(leave);
  }

  return {
    cannot: async (step) => {
      const way = await wayOf(step, null);
      return typeof way === "string" ? way : null;
    },
    repair: async (ask) => {
      const way = await wayOf(ask.step, ask);
      if (typeof way === "string") return nobody(way);
      if (ask.process !== null && !(await isStillIt(ask.process)))
        return nobody(`it was about pid ${ask.process.pid}, which is not the gateway's process any more`);
      const over = await isOver(ask);
      // For the looks that follow to judge.
      if (over !== null) return nobody(over, "unproved");
      if (settling) actor.leave("the guard repairs again");
      const began = clock.monotonicMs();
      const { id, done } =
        ask.step === "service" ? actor.restart(way, null, ask.waitMs) : actor.restart(way, ask.step === "ask" ? ask.waitMs : null);
      ask.began(id);
      const run = await watched(id, done);
      remember(ask.step, run);
      const repaired = repairedBy(run);
      const tookMs = clock.monotonicMs() - began;
      return repaired.outcome === "unproved" && run.verdict !== null
        ? { ...repaired, sentence: `${repaired.sentence} (after ${Math.round(tookMs / 1_000)} s)` }
        : repaired;
    },
    safe: async () => {
      if (link.state().phase !== "open") return null;
      try {
        const { safe, counts, blockers } = decodePreflight(await link.request("gateway.restart.preflight", {}, PREFLIGHT_MS));
        const left = counts["totalActive"] ?? blockers.reduce((sum, { count }) => sum + count, 0);
        return { safe, sentence: safe ? "nothing is running" : `${workWords(blockers, left)} not over` };
      } catch (error) {
        if (error instanceof RpcFailure || error instanceof DecodeError) return null;
        throw error;
      }
    },
    othersUnderWay: parts.othersUnderWay,
    leave: actor.leave,
  };
}
