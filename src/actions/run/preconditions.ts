// Why a way of restarting cannot be gone here and now: one row of checks for each, the first that objects is the sentence.
import type { Precondition } from "../../data/action/request.ts";
import type { SupervisorProblem } from "../../data/restart/supervisor.ts";
import { takesTarget } from "../../data/restart/targeted.ts";
import { cannot as no, knows, openHello, type Cannot as No } from "../over-writer.ts";
import type { PerformedAim } from "./perform-aim.ts";
import type { RestartFacts } from "./restart-facts.ts";

type Check = (facts: RestartFacts) => No | null;

const REQUEST = "gateway.restart.request";

const here: Check = ({ local }) =>
  local ? null : no("not-local", "the gateway is on another host: only its own host can do this", "run gatetop there, over ssh");

const answers: Check = ({ link, local }) => {
  const hello = openHello(link);
  if (!("can" in hello)) return null;
  return { ...hello, fix: hello.fix ?? (local ? "--mode service, or --mode signal" : null) };
};

const named = (version: string | null): string => (version === null ? "this release" : `OpenClaw ${version}`);

const knowsRequest: Check = ({ hello, version }) =>
  hello === null || knows(hello, REQUEST)
    ? null
    : no("unknown-method", `${named(version)} cannot be asked to restart`, "--mode signal, or --mode service");

const accepting: Check = ({ hello }) =>
  hello === null || hello.suspension === null || ["accepting", "running"].includes(hello.suspension)
    ? null
    : no("suspended", "the gateway is suspended and takes no request", "it ends by itself within 120 s; --mode force ends it at once");

const takesBudget: Check = ({ hello, version }) =>
  hello === null || takesTarget(hello.capabilities)
    ? null
    : no("no-drain-budget", `${named(version)} takes no restart with a time limit`, "--mode graceful, --mode signal, or --mode service");

const hasLock: Check = ({ evidence: { lock } }) =>
  lock !== null && lock.ownerId !== null && lock.port !== null
    ? null
    : no(
        "no-lock",
        "the gateway's lock file, which a restart with a time limit is addressed to, cannot be read",
        "give its state directory: --state-dir, or run as the gateway's user",
      );

const signalFits: Check = ({ signal }) =>
  signal === null || signal.send ? null : no(signal.code, signal.why, signal.fix, signal.code === "not-permitted" ? 77 : 1);

/** Those one can live with, or that are mended on the way (reset-failed). */
const harmlessProblems: readonly SupervisorProblem["problem"][] = ["no-linger", "start-limit"];

const firstProblem = (problems: readonly SupervisorProblem[]): No | null => {
  const found = problems.find(({ problem }) => !harmlessProblems.includes(problem));
  return found === undefined ? null : no(found.problem, found.why, found.fix, found.problem === "not-allowed" ? 77 : 1);
};

const supervised: Check = ({ supervisor }) => {
  if (supervisor === null) return null;
  const problem = firstProblem(supervisor.problems);
  if (problem !== null) return problem;
  return supervisor.found ? null : no("no-supervisor", supervisor.why, "openclaw gateway install sets the service up");
};

const isUp = ({ supervisor }: RestartFacts): boolean =>
  supervisor?.found === true && ["active", "activating", "reloading"].includes(supervisor.facts.activeState ?? "");

const notUp: Check = (facts) => (isUp(facts) ? no("already-running", "the service runs already", "--mode service restarts it") : null);
const up: Check = (facts) => (isUp(facts) ? null : no("not-running", "the service does not run", null));

const isFrozen = ({ frozen }: RestartFacts): boolean => frozen === "stopped" || frozen === "silent";

/** Nothing but a new process helps a frozen one. */
const thawed: Check = (facts) =>
  isFrozen(facts) ? no("frozen", "its process is frozen: it cannot be asked, only ended", "kill and start") : null;
const frozen: Check = (facts) =>
  isFrozen(facts) ? null : no("not-frozen", "its process is not frozen: it answers, or nothing listens", "--mode force, or --mode service");

const startedAgain: Check = (facts) => {
  const problem = supervised(facts);
  return problem === null
    ? null
    : {
        ...problem,
        why: `the process is frozen and could be ended, but nobody would start it again: ${problem.why}`,
        code: "nobody-starts-it",
      };
};

const checks: { readonly [A in PerformedAim]: readonly Check[] } = {
  graceful: [answers, knowsRequest, accepting],
  signal: [here, signalFits],
  // Of a service that failed a restart is a start.
  service: [here, supervised],
  force: [here, thawed, answers, knowsRequest, takesBudget, hasLock],
  kill: [here, frozen, startedAgain],
  start: [here, supervised, notUp],
  stop: [here, supervised, up],
};

/** `readonly`: why nothing may be changed from here. */
export function preconditionOf(aim: PerformedAim, facts: RestartFacts, readonly: string | null): Precondition {
  if (readonly !== null) return no("readonly", `gatetop only looks: ${readonly}`, "start it without", 77);
  for (const check of checks[aim]) {
    const objection = check(facts);
    if (objection !== null) return objection;
  }
  return { can: true };
}
