import { expect, test } from "vitest";
import { isLatched } from "../../../src/data/restart/latch.ts";
import { problemsOf, runsAlone, supervisorProblem, type ProblemName } from "../../../src/data/restart/supervisor-words.ts";
import type { SupervisorFacts } from "../../../src/data/restart/supervisor.ts";
import { unit } from "../../actions/run/facts.ts";

const given: Partial<SupervisorFacts> = {
  activeState: "failed",
  subState: "failed",
  result: "exit-code",
  mainPid: null,
  automaticRestarts: 10,
};

test.each<[string, Partial<SupervisorFacts>, boolean]>([
  ["its manager says so", { result: "start-limit-hit", activeState: "failed" }, true],
  ["always restarted, was, and failed: its last run's own result stands there", given, true],
  ["the same, killed", { ...given, result: "signal" }, true],
  ["nobody counted its restarts", { ...given, automaticRestarts: null }, true],
  ["it runs", {}, false],
  ["between two starts", { ...given, activeState: "activating", subState: "auto-restart" }, false],
  ["a person stopped it", { activeState: "inactive", subState: "dead", automaticRestarts: 3 }, false],
  ["a person stopped it, and it took too long", { ...given, result: "timeout" }, false],
  ["it ended with a status that is not to be restarted", { ...given, restartPrevented: true }, false],
  ["it was never restarted", { ...given, automaticRestarts: 0 }, false],
  ["it is not restarted by itself anyway", { ...given, restartPolicy: "on-failure" }, false],
])("started too often: %s: %s", (_, over, latched) => {
  const facts = unit(over);
  expect(isLatched(facts)).toBe(latched);
  expect(problemsOf(facts).map(({ problem }) => problem)).toEqual(latched ? ["start-limit"] : []);
});

test.each<[string, readonly ProblemName[], boolean]>([
  ["no unit", ["no-unit"], true],
  ["not a word of one", [], true],
  ["beside a unit", ["not-its-unit"], true],
  ["a manager that gave no answer", ["no-unit", "no-answer"], false],
  ["no bus", ["no-bus"], false],
])("it runs alone for certain: %s: %s", (_, problems, alone) => {
  expect(runsAlone({ found: false, why: "w", problems: problems.map((name) => supervisorProblem(name, unit())) })).toBe(alone);
  expect(runsAlone({ found: true, facts: unit(), problems: [] })).toBe(false);
});
