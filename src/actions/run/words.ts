// What each way of restarting does to this gateway, in one sentence, and how the right to it is got.
import { FORCE_DRAIN_MS, type Confirmation, type NeededScope } from "../../data/action/request.ts";
import { isLatched } from "../../data/restart/latch.ts";
import { managerWords } from "../../data/restart/supervisor-command.ts";
import { duration } from "../../data/units.ts";
import { runsAlone } from "../../data/restart/supervisor-words.ts";
import { workWords } from "../../data/restart/work-words.ts";
import { TERM_MS } from "../clean-up.ts";
import { accessWords } from "../over-writer.ts";
import type { PerformedAim } from "./perform-aim.ts";
import type { RestartFacts } from "./restart-facts.ts";
import { isDraining } from "./under-way.ts";

export type RestartWords = {
  readonly label: string;
  readonly confirmation: Confirmation;
  readonly scope: NeededScope;
  readonly does: (facts: RestartFacts, drainBudgetMs: number | null) => string;
  readonly access: (facts: RestartFacts) => string;
};

const word = (typed: "restart" | "stop" | "kill"): Confirmation => ({ kind: "word", word: typed });

const named = ({ version }: RestartFacts): string => (version === null ? "the gateway" : `OpenClaw ${version}`);

/** "systemctl --user restart openclaw-gateway.service" as a person would type it; launchd knows no such words. */
function command({ supervisor }: RestartFacts, verb: "restart" | "start" | "stop" | "reset-failed"): string {
  if (supervisor?.found !== true) return "the service manager";
  const { kind, unit } = supervisor.facts;
  return kind === "launchd" ? `launchd, for ${unit}` : [...managerWords[kind], verb, unit].join(" ");
}

function whenIdle({ work }: RestartFacts): string {
  if (!work.known) return "as soon as its work is over, after 5 min at the latest";
  if (work.total === 0) return "now: nothing is running";
  return `when ${workWords(work.blockers, work.total)} over, after 5 min at the latest`;
}

/** What comes of another request then is not for us to promise. */
const goingDown = "it is going down already, for what was asked of it before";

const forgetting = (facts: RestartFacts): string =>
  facts.supervisor?.found === true && isLatched(facts.supervisor.facts) ? `${command(facts, "reset-failed")}, then ` : "";
/** Nobody supervises it, and somebody said how it is started. */
const isOwnStart = ({ supervisor, canRun }: RestartFacts): boolean => canRun && supervisor !== null && runsAlone(supervisor);
const pidOf = ({ evidence }: RestartFacts): string => `pid ${evidence.process?.pid ?? evidence.lock?.pid ?? "?"}`;
const admin = (): string => accessWords("operator.admin");

export const restartWords: { readonly [A in PerformedAim]: RestartWords } = {
  graceful: {
    label: "graceful restart",
    confirmation: word("restart"),
    scope: "operator.admin",
    does: (facts) =>
      isDraining(facts) ? `asks ${named(facts)} to restart; ${goingDown}` : `asks ${named(facts)} to restart ${whenIdle(facts)}`,
    access: admin,
  },
  signal: {
    label: "hot signal",
    confirmation: word("restart"),
    scope: null,
    does: (facts) =>
      facts.signal?.send === true
        ? `sends ${facts.signal.signal} to pid ${facts.signal.pid}; ${isDraining(facts) ? goingDown : `it restarts ${whenIdle(facts)}`}`
        : "sends the restart signal its process listens to",
    access: () => "the right to signal the process: the same user, or root",
  },
  service: {
    label: "service restart",
    confirmation: word("restart"),
    scope: null,
    does: (facts) => `${forgetting(facts)}${command(facts, "restart")}: a new process`,
    access: (facts) => command(facts, "restart"),
  },
  force: {
    label: "bounded force",
    confirmation: word("restart"),
    scope: "operator.admin",
    does: (facts, drainBudgetMs) =>
      `gives running work ${duration(drainBudgetMs ?? FORCE_DRAIN_MS)} to end, aborts the rest, and ${named(facts)} restarts`,
    access: admin,
  },
  kill: {
    label: "kill and start",
    confirmation: word("kill"),
    scope: null,
    does: (facts) => `SIGTERM to the frozen ${pidOf(facts)}, SIGKILL after 10 s, and the service is started again`,
    access: () => "the right to signal the process: the same user, or root",
  },
  "clean-up": {
    label: "clean up and start",
    confirmation: word("kill"),
    scope: null,
    does: (facts, termMs) =>
      `SIGTERM to ${pidOf(facts)}, SIGKILL after ${duration(termMs ?? TERM_MS)}, then the same to what it leaves, and it is started again`,
    access: () => "the right to signal the process: the same user, or root",
  },
  start: {
    label: "start the service",
    confirmation: { kind: "ask" },
    scope: null,
    does: (facts) => (isOwnStart(facts) ? "runs the command it is started with" : `${forgetting(facts)}${command(facts, "start")}`),
    access: (facts) => command(facts, "start"),
  },
  stop: {
    label: "stop the service",
    confirmation: word("stop"),
    scope: null,
    does: (facts) => `${command(facts, "stop")}: no gateway until somebody starts it`,
    access: (facts) => command(facts, "stop"),
  },
};
