// What is asked of the demo's gateway while it plays: the script it follows from then on, and when it next has something to do.
import { draining, leave, resumed, withAbort, withAccount } from "./bend.ts";
import { record, type Farewell } from "./history.ts";
import { uuid } from "./noise.ts";
import { runsBetween, runState, type Run } from "./runs.ts";
import type { AccountScript, Scenario } from "./scenario.ts";
import { stopTimeoutMs, type Way } from "./ways.ts";
import { leaving, phaseAt } from "./world.ts";

/** The gateway's own limit of a deferral, how often it looks meanwhile, and what a stop of the unit gives running work. */
const deferralMs = 300_000;
const lookEveryMs = 500;
const stopBudgetMs = 315_000;
/** Until 2026.7 two restarts were at least this far apart. */
const cooldownMs = 30_000;
const drainsAfterMs = 25;
const leavesAfterMs = 45;

type Going = { readonly way: Way; readonly signal: string; readonly reason: string | null };

type Pending = {
  readonly going: Going;
  readonly boot: number;
  readonly notBeforeMs: number;
  /** Then it goes, whatever still runs. */
  readonly limitMs: number;
  readonly budgetMs: number;
  /** Set once it takes no more work; `base`: the script without that. */
  readonly drain: { readonly fromMs: number; readonly base: Scenario } | null;
};

type RestartAsk = {
  readonly reason: string | null;
  /** Null: when nothing runs any more. Else work is refused at once and has this long. */
  readonly drainBudgetMs: number | null;
};

type Signal = "SIGUSR1" | "SIGUSR2" | "SIGTERM" | "SIGKILL" | "SIGCONT";
type UnitVerb = "restart" | "start" | "stop" | "reset-failed";

export type Control = {
  readonly script: () => Scenario;
  /** Does what is due; the next moment to look again, null: nothing waits. */
  readonly look: () => number | null;
  readonly restart: (ask: RestartAsk) => { readonly status: "scheduled" | "deferred" | "coalesced"; readonly delayMs: number };
  readonly signal: (signal: Signal) => void;
  /** Gives what tells that the command is through. */
  readonly unit: (verb: UnitVerb) => () => boolean;
  /** False: there is no such suspension. */
  readonly resume: (suspensionId: string) => boolean;
  readonly account: (account: AccountScript, verb: "start" | "stop") => void;
  /** Runs of one session. */
  readonly abort: (runs: readonly [Run, ...Run[]]) => void;
  readonly farewells: () => readonly Farewell[];
};

export type ControlOptions = {
  readonly scenario: Scenario;
  readonly elapsed: () => number;
  /** The script is another one: whoever waits for its next moment looks again. */
  readonly changed: () => void;
  /** The process is gone, with every connection. */
  readonly killed: () => void;
};

export const restartSignal = ({ release }: Scenario): "SIGUSR1" | "SIGUSR2" => (release === "2026.5.7" ? "SIGUSR1" : "SIGUSR2");
const suspensionId = (scenario: Scenario): string => uuid(scenario.name, "suspension");

export function createControl({ scenario, elapsed, changed, killed }: ControlOptions): Control {
  let script = scenario;
  let pending: Pending | null = null;
  let askedMs = -Infinity;
  let farewells: readonly Farewell[] = [];

  const put = (next: Scenario): void => {
    script = next;
    changed();
  };
  const here = (): ReturnType<typeof phaseAt> => phaseAt(script, elapsed());
  const idle = (ms: number): boolean =>
    script.sessions.every((session) => runsBetween(session, ms, ms).every((run) => runState(run, ms) === "finished"));
  const goesSoon = (ms: number): boolean => script.phases.some((phase) => phase.fromMs > ms && leaving(phase));

  const die = (way: "killed" | "restarted" | "stopped"): void => {
    const ms = elapsed();
    pending = null;
    farewells = [...farewells, record(script, { atMs: ms, outcome: null, reason: null, cut: false })];
    const next = leave(script, { drainMs: ms, leaveMs: ms, way });
    script = next;
    killed();
    changed();
  };

  const go = ({ going, drain, budgetMs }: Pending, ms: number): void => {
    pending = null;
    if (phaseAt(script, ms).phase === "frozen") return die(going.way === "stopped" ? "stopped" : "restarted");
    const cut = !idle(ms);
    const drainMs = drain?.fromMs ?? ms + drainsAfterMs;
    // What has been told by now is not told again: the goodbye comes a little later.
    const leaveMs = Math.max(ms + 5, drainMs - drainsAfterMs + leavesAfterMs);
    const { way, signal, reason } = going;
    const words = `${way === "in-process" ? "restart" : "stop"} (${signal}${reason === null ? "" : `: ${reason}`})`;
    const exhausted = cut ? `restart drain budget ${drain === null ? 0 : budgetMs}ms exhausted; cutting short active work; ` : "";
    const outcome = way === "in-process" ? "planned_restart" : "clean_stop";
    farewells = [...farewells, record(script, { atMs: leaveMs, outcome, reason: exhausted + words, cut })];
    put(leave(drain?.base ?? script, { drainMs, leaveMs, way }));
  };

  const begin = (going: Going, budgetMs: number, drains: boolean, delayMs = 0): void => {
    const ms = elapsed();
    const fromMs = ms + drainsAfterMs;
    const base = pending?.drain?.base ?? script;
    const answers = phaseAt(script, ms).phase === "up";
    pending = {
      going,
      boot: phaseAt(script, ms).boot,
      notBeforeMs: ms + delayMs,
      limitMs: ms + delayMs + budgetMs,
      budgetMs,
      drain: drains && answers ? { fromMs, base } : null,
    };
    if (pending.notBeforeMs <= ms && answers && idle(ms)) return go({ ...pending, drain: null }, ms);
    if (pending.drain === null) changed();
    else put(draining(base, fromMs));
  };

  const restart: Control["restart"] = ({ reason, drainBudgetMs }) => {
    const ms = elapsed();
    if (goesSoon(ms) || (pending !== null && drainBudgetMs === null)) return { status: "coalesced", delayMs: 0 };
    const delayMs = script.release === "2026.5.7" ? Math.max(0, Math.round(askedMs + cooldownMs - ms)) : 0;
    askedMs = ms;
    const going: Going = { way: "in-process", signal: restartSignal(script), reason };
    const free = idle(ms);
    begin(going, drainBudgetMs ?? deferralMs, drainBudgetMs !== null, delayMs);
    return { status: free || drainBudgetMs !== null ? "scheduled" : "deferred", delayMs };
  };

  return {
    script: () => script,
    look: () => {
      if (pending === null) return null;
      const ms = elapsed();
      const { boot, phase } = phaseAt(script, ms);
      if (boot !== pending.boot) pending = null;
      else if (ms >= pending.limitMs || (ms >= pending.notBeforeMs && phase !== "frozen" && idle(ms))) go(pending, ms);
      return pending === null ? null : Math.min(pending.limitMs, ms + lookEveryMs);
    },
    restart,
    signal: (signal) => {
      const { phase, onHost } = here();
      if (onHost.process === null) return;
      if (signal === "SIGKILL") return die("killed");
      // A stopped process is given nothing but that.
      if (phase === "frozen") return;
      if (signal === "SIGTERM") return begin({ way: "exited", signal, reason: null }, stopBudgetMs, true);
      if (signal === restartSignal(script)) restart({ reason: null, drainBudgetMs: null });
      // Nobody listens for it in a release that restarts by the other one.
      else if (signal === "SIGUSR2") die("killed");
    },
    unit: (verb) => {
      const { phase, onHost } = here();
      const running = (): number | null => here().onHost.process;
      if (verb === "reset-failed" || (verb === "stop" && onHost.process === null)) return () => true;
      if (verb === "start" || onHost.process === null) {
        if (onHost.process === null) put(leave(script, { drainMs: elapsed(), leaveMs: elapsed(), way: "started" }));
        return () => running() !== null;
      }
      const frozen = phase === "frozen";
      begin(
        { way: verb === "stop" ? "stopped" : "restarted", signal: "SIGTERM", reason: null },
        frozen ? stopTimeoutMs : stopBudgetMs,
        !frozen,
      );
      return () => (verb === "stop" ? running() === null : running() !== null && running() !== onHost.process);
    },
    resume: (id) => {
      const suspended = here().suspension !== "accepting" && id === suspensionId(script);
      if (suspended) put(resumed(script, elapsed() + 1));
      return suspended;
    },
    account: (account, verb) => put(withAccount(script, account, verb, elapsed())),
    abort: (runs) => put(withAbort(script, runs, elapsed() + 1)),
    farewells: () => farewells,
  };
}
