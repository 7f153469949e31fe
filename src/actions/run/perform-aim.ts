// Each way of restarting: what is sent, and which observations its sending is. What becomes of it is for the watcher to see.
import type { Clock, Hands, OpenWriter, Witness, Writer } from "../../data/action/ports.ts";
import { FORCE_DRAIN_MS, type NamedProcess } from "../../data/action/request.ts";
import { chooseSignal } from "../../data/restart/choose-signal.ts";
import type { Evidence } from "../../data/restart/evidence.ts";
import { isLatched } from "../../data/restart/latch.ts";
import type { Seen } from "../../data/restart/observation.ts";
import type { RunAim } from "../../data/restart/run.ts";
import { runsAlone } from "../../data/restart/supervisor-words.ts";
import type { RestartTarget } from "../../data/restart/targeted.ts";
import { cleanUp, runGateway, TERM_MS } from "../clean-up.ts";
import { killFrozen } from "../kill-frozen.ts";
import { askRestart, type RestartAsk } from "../rpc/ask-restart.ts";

export type Performing = {
  readonly id: string;
  readonly before: Evidence;
  readonly drainBudgetMs: number | null;
  /** clean-up: whom it is about. */
  readonly process: NamedProcess | null;
  readonly witness: Witness;
  readonly hands: Hands;
  readonly openWriter: OpenWriter;
  readonly clock: Clock;
  /** From here on it counts: called right before it is sent. False: gatetop is leaving, so that it is not sent any more. */
  readonly begin: (by: Extract<Seen, { readonly kind: "requested" }>["by"]) => boolean;
  readonly saw: (seen: Seen) => void;
};

/** A suspension is ended by an answer, not by a restart: actor.ts has it. */
export type PerformedAim = Exclude<RunAim, "resume">;
export type Perform = (performing: Performing) => Promise<void>;

const OPEN_TIMEOUT_MS = 10_000;
/** Longer than the shipped TimeoutStopSec of 330 s; the watcher does not wait for it. */
const COMMAND_GRACE_MS = 60_000;
const STOP_TIMEOUT_MS = 330_000;

const unsent = (code: string, why: string, fix: string | null = null): Seen => ({
  kind: "unanswered",
  sent: false,
  code,
  why,
  ...(fix === null ? {} : { fix }),
});

async function overWriter({ openWriter, saw }: Performing, ask: (writer: Writer) => Promise<void>): Promise<void> {
  const opened = await openWriter("operator.admin", OPEN_TIMEOUT_MS);
  if (!opened.ok) return saw({ kind: "unanswered", sent: false, code: opened.code, why: opened.why, fix: opened.fix, exit: opened.exit });
  try {
    await ask(opened.writer);
  } finally {
    opened.writer.close();
  }
}

const graceful: Perform = (performing) =>
  overWriter(performing, async (writer) => {
    if (!performing.begin("rpc")) return;
    performing.saw(await askRestart(writer, { id: performing.id }));
  });

async function targetNow(witness: Witness): Promise<RestartTarget | null> {
  const { lock } = await witness.lock();
  const { ownerId = null, port = null, pid = 0 } = lock ?? {};
  return ownerId === null || port === null ? null : { pid, ownerId, port };
}

const force: Perform = (performing) =>
  overWriter(performing, async (writer) => {
    const { id, witness, begin, saw } = performing;
    const drainBudgetMs = performing.drainBudgetMs ?? FORCE_DRAIN_MS;
    const ask = (target: RestartTarget): RestartAsk => ({ id, force: { target, drainBudgetMs } });
    const target = await targetNow(witness);
    if (target === null)
      return saw(unsent("no-lock", "the gateway's lock file does not say whom to address a restart with a time limit to"));
    if (!begin("rpc")) return;
    const answer = await askRestart(writer, ask(target));
    if (answer.kind === "answered" || answer.code !== "STALE_TARGET") return saw(answer);
    // Another boot took over between the reading and the asking: nothing happened, and it may be asked once more.
    const newer = await targetNow(witness);
    saw(newer === null ? answer : await askRestart(writer, ask(newer)));
  });

const signal: Perform = async ({ witness, hands, begin, saw }) => {
  const choice = chooseSignal(await witness.signalFacts());
  if (!choice.send) return saw(unsent(choice.code, choice.why, choice.fix));
  if (!begin("signal")) return;
  const sent = await hands.signal(choice.signal, choice);
  saw(sent.ok ? { kind: "signalled", signal: choice.signal, pid: choice.pid } : unsent(sent.code, sent.why));
};

type Verb = Parameters<Hands["unit"]>[0];

const command =
  (verb: Verb): Perform =>
  async ({ before, hands, begin, saw }) => {
    if (!begin("command")) return;
    const run = async (word: Verb): Promise<number | null> => {
      const stopMs = before.unit?.stopTimeoutMs ?? STOP_TIMEOUT_MS;
      const done = await hands.unit(word, word === "reset-failed" ? COMMAND_GRACE_MS : stopMs + COMMAND_GRACE_MS);
      saw({ kind: "commanded", command: word, ...done });
      return done.code;
    };
    // The supervisor refuses to start what failed too often, until it is told to forget.
    if (verb !== "stop" && before.unit !== null && isLatched(before.unit) && (await run("reset-failed")) !== 0) return;
    await run(verb);
  };

/** Looks for ten seconds whether it is frozen before anything is sent. */
const kill: Perform = async ({ witness, hands, clock, begin, saw }) => {
  const killed = await killFrozen({
    witness,
    hands,
    clock,
    saw: (seen) => void (seen.kind === "requested" ? begin(seen.by) : saw(seen)),
  });
  if (!killed.ok) saw(unsent(killed.code, killed.why));
};

const clean: Perform = async ({ process, drainBudgetMs, witness, hands, clock, begin, saw }) => {
  if (process === null) return saw(unsent("other-process", "nobody said which process is to be ended"));
  const ended = await cleanUp({ process, termMs: drainBudgetMs ?? TERM_MS, witness, hands, clock, saw, begin: () => begin("kill") });
  if (!ended.ok) saw(unsent(ended.code, ended.why));
};

/** By its service manager, else as somebody said it is started. */
const start: Perform = async (performing) => {
  const { witness, hands, clock, begin, saw } = performing;
  if (hands.run === null || !runsAlone(await witness.supervisor())) return command("start")(performing);
  if (!begin("command")) return;
  const started = await runGateway({ witness, hands, clock, saw });
  if (!started.ok) saw(unsent(started.code, started.why));
};

export const performers: { readonly [A in PerformedAim]: Perform } = {
  graceful,
  force,
  signal,
  service: command("restart"),
  start,
  stop: command("stop"),
  kill,
  "clean-up": clean,
};
