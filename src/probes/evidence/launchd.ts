// A launchd agent as evidence: `launchctl print gui/UID/LABEL`. Written after Apple's own output; it has no test on a Mac.
import { harmless } from "../../data/harmless.ts";
import { launchdTarget, managerEnvironment, type SupervisedUnit } from "../../data/restart/supervisor-command.ts";
import { problemIn, supervisorProblem } from "../../data/restart/supervisor-words.ts";
import type { SupervisorFacts } from "../../data/restart/supervisor.ts";
import type { World } from "../probe.ts";
import type { Shown } from "./systemd.ts";

/** launchd's words for what systemd calls ActiveState. */
const activeStates: Readonly<Record<string, string>> = { running: "active", waiting: "inactive", "not running": "inactive" };

/** `\tkey = value` lines of the outermost block; nested blocks (endpoints, environment) are indented further. */
export function parsePrint(text: string, { kind, unit }: SupervisedUnit): SupervisorFacts {
  const values = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [, key, value] = /^\t([^\t=][^=]*?) = (.*)$/u.exec(line) ?? [];
    if (key !== undefined && value !== undefined && value !== "{" && !values.has(key)) values.set(key, harmless(value.trim(), 80));
  }
  const whole = (name: string): number | null => {
    const value = values.get(name) ?? "";
    return /^\d+$/u.test(value) ? Number(value) : null;
  };
  const state = values.get("state") ?? null;
  const exit = values.get("last exit code") ?? null;
  const seconds = whole("exit timeout");
  return {
    kind,
    unit,
    loadState: "loaded",
    activeState: state === null ? null : (activeStates[state] ?? state),
    subState: state,
    result: exit === null || exit === "(never exited)" ? null : exit === "0" ? "success" : "exit-code",
    mainPid: whole("pid"),
    invocationId: null,
    // `runs` counts every start, also those somebody asked for.
    automaticRestarts: null,
    stopTimeoutMs: seconds === null ? null : seconds * 1_000,
    restartDelayMs: null,
    restartPolicy: null,
    enabled: null,
  };
}

/** An agent that is not loaded is a problem, not facts: launchd knows nothing of it then. */
export async function printAgent(world: World, unit: SupervisedUnit, timeoutMs: number): Promise<Shown> {
  const argv = ["launchctl", "print", launchdTarget(unit.unit, world.uid)] as const;
  const { code, out, err, ended } = await world.run(argv, { timeoutMs, env: managerEnvironment(process.env, world.uid) });
  if (code === 0) return { facts: parsePrint(out, unit) };
  if (ended === "missing") return { facts: null, problem: supervisorProblem("no-unit", unit) };
  return { facts: null, problem: problemIn(err, unit) ?? supervisorProblem("no-answer", unit) };
}
