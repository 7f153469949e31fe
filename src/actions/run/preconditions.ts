// Why a way of restarting cannot be gone here and now: one row of checks for each, the first that objects is the sentence.
import type { Precondition } from "../../data/action/request.ts";
import { ownCommand } from "../../data/restart/own-command.ts";
import type { RestartMode } from "../../data/restart/run.ts";
import type { SignalRefusal } from "../../data/restart/signal.ts";
import { runsAlone, speaksForAlone } from "../../data/restart/supervisor-words.ts";
import type { SupervisorProblem } from "../../data/restart/supervisor.ts";
import { takesTarget } from "../../data/restart/targeted.ts";
import { cannot as no, isAccepting, knows, openHello, type Cannot as No } from "../over-writer.ts";
import type { PerformedAim } from "./perform-aim.ts";
import type { RestartFacts } from "./restart-facts.ts";

type Check = (facts: RestartFacts) => No | null;

const REQUEST = "gateway.restart.request";

const isGone = ({ hello, evidence: { process, serving } }: RestartFacts): boolean => hello === null && process === null && serving === null;

/** Whether this way is known to be open here; what was not looked at is not promised. */
const open: { readonly [M in Exclude<RestartMode, "force">]: (facts: RestartFacts) => boolean } = {
  graceful: ({ hello }) => hello !== null && knows(hello, REQUEST) && isAccepting(hello),
  signal: ({ local, signal }) => local && signal?.send === true,
  service: ({ local, supervisor }) => local && supervisor?.found === true && firstProblem(supervisor.problems) === null,
};

/** The first that is open of these ways, then what the gateway's own command can do. Null: nothing from here. */
function instead(facts: RestartFacts, ...modes: readonly (keyof typeof open)[]): string | null {
  const ways = modes.filter((mode) => open[mode](facts)).map((mode) => `--mode ${mode}`);
  if (ways.length > 0) return ways.join(", or ");
  if (!facts.local) return null;
  const { profile } = facts;
  if (isGone(facts))
    return `start it with its own command: ${ownCommand(profile, "run")}, or as a service: ${ownCommand(profile, "install")}`;
  return `its own command: ${ownCommand(profile, "restart")}`;
}

const here: Check = ({ local }) =>
  local ? null : no("not-local", "the gateway is on another host: only its own host can do this", "run gatetop there, over ssh");

const answers: Check = (facts) => {
  const hello = openHello(facts.link);
  return "can" in hello ? { ...hello, fix: hello.fix ?? instead(facts, "service", "signal") } : null;
};

const named = (version: string | null): string => (version === null ? "this release" : `OpenClaw ${version}`);

const knowsRequest: Check = (facts) =>
  facts.hello === null || knows(facts.hello, REQUEST)
    ? null
    : no("unknown-method", `${named(facts.version)} cannot be asked to restart`, instead(facts, "signal", "service"));

const notSuspended: Check = ({ hello }) =>
  hello === null || isAccepting(hello)
    ? null
    : no("suspended", "the gateway is suspended and takes no request", "it ends by itself within 120 s; --mode force ends it at once");

const takesBudget: Check = (facts) =>
  facts.hello === null || takesTarget(facts.hello.capabilities)
    ? null
    : no("no-drain-budget", `${named(facts.version)} takes no restart with a time limit`, instead(facts, "graceful", "signal", "service"));

const hasLock: Check = ({ evidence: { lock } }) =>
  lock !== null && lock.ownerId !== null && lock.port !== null
    ? null
    : no(
        "no-lock",
        "the gateway's lock file, which a restart with a time limit is addressed to, cannot be read",
        "give its state directory: --state-dir, or run as the gateway's user",
      );

/** Mended where gatetop runs; of the others only another way helps, and it cannot be asked over RPC while nothing answers. */
const mendedHere: readonly SignalRefusal[] = ["not-permitted", "demo", "not-local", "not-linux"];

const signalFits: Check = (facts) => {
  const { signal, hello } = facts;
  if (signal === null || signal.send) return null;
  const stands = mendedHere.includes(signal.code) || (hello !== null && open.graceful(facts));
  const fix = stands ? signal.fix : instead(facts, "service");
  return no(signal.code, signal.why, fix, signal.code === "not-permitted" ? 77 : 1);
};

/** Those one can live with, or that are mended on the way (reset-failed). */
const harmlessProblems: readonly SupervisorProblem["problem"][] = ["no-linger", "start-limit"];

const firstProblem = (problems: readonly SupervisorProblem[]): No | null => {
  const found = problems.find(({ problem }) => !harmlessProblems.includes(problem));
  return found === undefined ? null : no(found.problem, found.why, found.fix, found.problem === "not-allowed" ? 77 : 1);
};

/** No service: what can be done without one, before how there would be one. */
function unsupervised(facts: RestartFacts, ...modes: readonly (keyof typeof open)[]): string | null {
  if (isGone(facts)) return instead(facts);
  const service = `${ownCommand(facts.profile, "install")} sets the service up`;
  return modes.some((mode) => open[mode](facts)) ? `${instead(facts, ...modes)}; ${service}` : service;
}

const supervisedOr =
  (...modes: readonly (keyof typeof open)[]): Check =>
  (facts) => {
    const { supervisor } = facts;
    if (supervisor === null) return null;
    const problem = firstProblem(supervisor.problems);
    if (problem !== null) return problem.code === "no-unit" ? { ...problem, fix: unsupervised(facts, ...modes) } : problem;
    return supervisor.found ? null : no("no-supervisor", supervisor.why, unsupervised(facts, ...modes));
  };
const supervised = supervisedOr();

const isUp = ({ supervisor }: RestartFacts): boolean =>
  supervisor?.found === true && ["active", "activating", "reloading"].includes(supervisor.facts.activeState ?? "");

const notUp: Check = (facts) => (isUp(facts) ? no("already-running", "the service runs already", "--mode service restarts it") : null);
const up: Check = (facts) => (isUp(facts) ? null : no("not-running", "the service does not run", null));

const isFrozen = ({ frozen }: RestartFacts): boolean => frozen === "stopped" || frozen === "silent";

/** Nothing but a new process helps a frozen one. */
const thawed: Check = (facts) =>
  isFrozen(facts) ? no("frozen", "its process is frozen: it cannot be asked, only ended", endedByHand(facts) ?? "kill and start") : null;
const frozen: Check = (facts) => {
  if (isFrozen(facts)) return null;
  const why =
    facts.frozen === "unknown"
      ? "whether its process is frozen could not be told: it gave no clear answer"
      : "its process is not frozen: it answers, or nothing listens";
  return no("not-frozen", why, "--mode force, or --mode service");
};

/** Of a process outside any service. */
const endedByHand = ({ supervisor, evidence: { process }, profile }: RestartFacts): string | null =>
  supervisor?.found === false && process !== null && supervisor.problems.every(({ problem }) => problem === "no-unit")
    ? `kill -KILL ${process.pid}, then ${ownCommand(profile, "run")}`
    : null;

const startedAgain: Check = (facts) => {
  const problem = supervised(facts);
  return problem === null
    ? null
    : {
        ...problem,
        why: `the process is frozen and could be ended, but nobody would start it again: ${problem.why}`,
        code: "nobody-starts-it",
        fix: endedByHand(facts) ?? problem.fix,
      };
};

const endable: Check = ({ end }) => (end === null || end.may ? null : no(end.code, end.why, null, end.code === "not-permitted" ? 77 : 1));

/** By its service, else as somebody said: that needs to be sure that no service is there, and the doubt is what stands in the way. */
const startable: Check = (facts) => {
  const { canRun, supervisor } = facts;
  if (!canRun || supervisor === null || supervisor.found) return supervised(facts);
  if (runsAlone(supervisor)) return null;
  return firstProblem(supervisor.problems.filter((problem) => !speaksForAlone(problem))) ?? supervised(facts);
};

/** A start beside a gateway that runs would be a second one. */
const absent: Check = (facts) =>
  facts.supervisor?.found === true || isGone(facts)
    ? null
    : no("already-running", "a gateway runs already, or its process does", "--mode graceful restarts it");

const checks: { readonly [A in PerformedAim]: readonly Check[] } = {
  graceful: [answers, knowsRequest, notSuspended],
  signal: [here, signalFits],
  // Of a service that failed a restart is a start.
  service: [here, supervisedOr("graceful", "signal")],
  force: [here, thawed, answers, knowsRequest, takesBudget, hasLock],
  kill: [here, frozen, startedAgain],
  "clean-up": [here, endable, startable],
  start: [here, startable, notUp, absent],
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
