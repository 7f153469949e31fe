// A systemd unit as evidence: one `systemctl show`, parsed.
import { managerEnvironment, managerWords, systemctlQuietly, type SupervisedUnit } from "../../data/restart/supervisor-command.ts";
import { problemIn, supervisorProblem } from "../../data/restart/supervisor-words.ts";
import type { SupervisorFacts, SupervisorProblem } from "../../data/restart/supervisor.ts";
import { harmless } from "../../data/harmless.ts";
import { spanOf } from "../../data/systemd-span.ts";
import type { World } from "../probe.ts";

const properties =
  "LoadState,ActiveState,SubState,Result,MainPID,InvocationID,NRestarts,TimeoutStopUSec,RestartUSec,Restart,UnitFileState".split(",");

/** "5min 30s", "100ms"; null for "infinity" and for units longer than a week, which nobody waits for. */
export function parseSpan(text: string): number | null {
  const ms = spanOf(text);
  return ms === Infinity ? null : ms;
}

const enabledStates: Readonly<Record<string, boolean>> = { enabled: true, "enabled-runtime": true, disabled: false };

/** Lines `Name=value`; what is empty or not told is null. `MainPID=0` is no process. */
export function parseShow(text: string, { kind, unit }: SupervisedUnit): SupervisorFacts {
  const values = new Map(text.split("\n").map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1).trim()]));
  const word = (name: string): string | null => {
    const value = values.get(name) ?? "";
    return value === "" || value === "[not set]" ? null : harmless(value, 80);
  };
  const whole = (name: string): number | null => {
    const value = word(name);
    return value !== null && /^\d+$/u.test(value) ? Number(value) : null;
  };
  const span = (name: string): number | null => parseSpan(word(name) ?? "");
  return {
    kind,
    unit,
    loadState: word("LoadState"),
    activeState: word("ActiveState"),
    subState: word("SubState"),
    result: word("Result"),
    mainPid: whole("MainPID") || null,
    invocationId: word("InvocationID"),
    automaticRestarts: whole("NRestarts"),
    stopTimeoutMs: span("TimeoutStopUSec"),
    restartDelayMs: span("RestartUSec"),
    restartPolicy: word("Restart"),
    enabled: enabledStates[word("UnitFileState") ?? ""] ?? null,
  };
}

export type Shown = { readonly facts: SupervisorFacts } | { readonly facts: null; readonly problem: SupervisorProblem };

/** A unit that does not exist is shown too: `loadState` "not-found". */
export async function showUnit(world: World, unit: SupervisedUnit, timeoutMs: number): Promise<Shown> {
  const [file, ...scope] = managerWords[unit.kind];
  const argv = [file, ...scope, ...systemctlQuietly, "show", `--property=${properties.join(",")}`, "--", unit.unit] as const;
  const { code, out, err, ended } = await world.run(argv, { timeoutMs, env: managerEnvironment(process.env, world.uid) });
  if (code === 0) return { facts: parseShow(out, unit) };
  if (ended === "missing") return { facts: null, problem: supervisorProblem("no-unit", unit) };
  return { facts: null, problem: problemIn(err, unit) ?? supervisorProblem("no-answer", unit) };
}

/** Whether the user's services outlive the last session; null where nobody can say (no logind). */
export async function lingers(world: World, timeoutMs: number): Promise<boolean | null> {
  if (world.uid === null || world.uid === 0) return null;
  const argv = ["loginctl", "show-user", String(world.uid), "--property=Linger", "--value"] as const;
  const { code, out } = await world.run(argv, { timeoutMs, env: managerEnvironment(process.env, world.uid) });
  const said = out.trim();
  return code === 0 && (said === "yes" || said === "no") ? said === "yes" : null;
}
