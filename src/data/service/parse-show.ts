// `systemctl show` of a unit: its settings as the manager has them in force, by the names a unit file gives them.
import { harmless } from "../harmless.ts";

/** Not Environment and not ExecStart: both may hold a token. */
export const properties: Readonly<Record<string, string>> = {
  LoadState: "LoadState",
  ActiveState: "ActiveState",
  SubState: "SubState",
  Result: "Result",
  MainPID: "MainPID",
  NRestarts: "NRestarts",
  InvocationID: "InvocationID",
  ExecMainCode: "ExecMainCode",
  ExecMainStatus: "ExecMainStatus",
  MemoryCurrent: "MemoryCurrent",
  TasksCurrent: "TasksCurrent",
  UnitFileState: "UnitFileState",
  FragmentPath: "FragmentPath",
  DropInPaths: "DropInPaths",
  NeedDaemonReload: "NeedDaemonReload",
  After: "After",
  Wants: "Wants",
  Restart: "Restart",
  RestartUSec: "RestartSec",
  RestartPreventExitStatus: "RestartPreventExitStatus",
  SuccessExitStatus: "SuccessExitStatus",
  TimeoutStopUSec: "TimeoutStopSec",
  TimeoutStartUSec: "TimeoutStartSec",
  KillMode: "KillMode",
  OOMPolicy: "OOMPolicy",
  StartLimitBurst: "StartLimitBurst",
  StartLimitIntervalUSec: "StartLimitIntervalSec",
  MemoryMax: "MemoryMax",
  MemoryHigh: "MemoryHigh",
};

/** A list of paths may be long. */
const VALUE_MAX = 2_000;

/** Name of the setting → value, "" when it is set to nothing. A property this systemd does not have is not in it. */
export function parseShow(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split("\n")) {
    const at = line.indexOf("=");
    const name = properties[line.slice(0, Math.max(0, at))];
    if (name === undefined) continue;
    const value = harmless(line.slice(at + 1).trim(), VALUE_MAX);
    if (value !== "[not set]") values.set(name, value);
  }
  return values;
}

/** Paths as systemd prints them in a list: one with a space in it stands in quotes. */
export const pathsIn = (value: string): readonly string[] =>
  Array.from(value.matchAll(/"((?:[^"\\]|\\.)*)"|\S+/gu), ([whole, quoted]) =>
    quoted === undefined ? whole : quoted.replace(/\\(.)/gu, "$1"),
  );
