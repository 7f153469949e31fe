// What a service manager's refusals mean, and the command that mends each.
import { isLatched } from "./latch.ts";
import { managerWords, type SupervisedUnit } from "./supervisor-command.ts";
import type { SupervisorFacts, SupervisorProblem, SupervisorReading } from "./supervisor.ts";

export type ProblemName = SupervisorProblem["problem"];

type Words = (unit: SupervisedUnit) => { readonly why: string; readonly fix: string };

const typed = ({ kind }: SupervisedUnit, ...words: readonly string[]): string => [...managerWords[kind], ...words].join(" ");

const words: { readonly [P in ProblemName]: Words } = {
  "no-bus": ({ kind }) =>
    kind === "systemd-user"
      ? {
          why: "the service manager of this user does not answer: it runs only while the user is logged in, or lingers",
          fix: "log in as the gateway's user itself (ssh, not su), or run: sudo loginctl enable-linger USER, then: export XDG_RUNTIME_DIR=/run/user/$(id -u)",
        }
      : { why: "the service manager of this host does not answer", fix: "systemctl is-system-running tells its state" },
  "no-linger": () => ({
    why: "this user does not linger: the gateway is stopped with the user's last session",
    fix: "sudo loginctl enable-linger $USER",
  }),
  "not-allowed": (unit) => ({
    why: `this user may not change ${unit.unit}`,
    fix: unit.kind === "systemd-system" ? `sudo ${typed(unit, "restart", unit.unit)}` : "run gatetop as the user the gateway runs as",
  }),
  "no-unit": (unit) => ({
    why: `there is no ${unit.unit} here`,
    fix: unit.kind === "launchd" ? "openclaw gateway start" : "openclaw gateway install",
  }),
  masked: (unit) => ({ why: `${unit.unit} is masked: somebody forbade its start`, fix: typed(unit, "unmask", unit.unit) }),
  "start-limit": (unit) => ({
    why: `${unit.unit} was started too often in a short time, so it is not started again`,
    fix: typed(unit, "reset-failed", unit.unit),
  }),
  "not-its-unit": (unit) => ({
    why: `the gateway does not run inside ${unit.unit}: restarting that would start a second one beside it`,
    fix: "stop the gateway where it was started, then start the service",
  }),
  "no-answer": (unit) => ({ why: `${managerWords[unit.kind][0]} gave no answer in time`, fix: typed(unit, "status", unit.unit) }),
};

export function supervisorProblem(problem: ProblemName, unit: SupervisedUnit): SupervisorProblem {
  return { problem, ...words[problem](unit) };
}

/** What systemctl and launchctl print, in English; the first that fits. */
const texts: readonly (readonly [RegExp, ProblemName])[] = [
  [/start-limit-hit|attempted too often|start request repeated too quickly/iu, "start-limit"],
  [/is masked/iu, "masked"],
  [
    /interactive authentication required|access denied|not permitted|permission denied|authentication is required|not privileged/iu,
    "not-allowed",
  ],
  [/failed to connect to (?:\w+ scope )?bus|no medium found|not been booted with systemd|host is down|not defined \(consider/iu, "no-bus"],
  [/not loaded|not[- ]found|could not be found|could not find service|no such (?:file|process|service)|does not exist/iu, "no-unit"],
  [/timed out|did not receive a reply|transport endpoint|connection reset/iu, "no-answer"],
];

/** Null: a refusal of another kind; the text itself has to do. */
export function problemIn(said: string, unit: SupervisedUnit): SupervisorProblem | null {
  // "Failed to connect to bus: Permission denied" is about the bus.
  const bus = /failed to connect to (?:\w+ scope )?bus/iu.test(said);
  const name = bus ? "no-bus" : texts.find(([pattern]) => pattern.test(said))?.[1];
  return name === undefined ? null : supervisorProblem(name, unit);
}

const elsewhere: readonly ProblemName[] = ["no-unit", "not-its-unit"];
export const speaksForAlone = ({ problem }: SupervisorProblem): boolean => elsewhere.includes(problem);

/** Nobody starts it again by himself, for certain: a manager that gave no answer may well do so. */
export const runsAlone = (reading: SupervisorReading): boolean => !reading.found && reading.problems.every(speaksForAlone);

/** Those the unit's own state shows. */
export function problemsOf(facts: SupervisorFacts): readonly SupervisorProblem[] {
  const names: ProblemName[] = [];
  if (facts.loadState === "masked") names.push("masked");
  if (facts.loadState === "not-found") names.push("no-unit");
  if (isLatched(facts)) names.push("start-limit");
  return names.map((name) => supervisorProblem(name, facts));
}
