// What the service manager says of the unit now.
import { lastValue } from "../../reading.ts";
import type { SupervisorFacts } from "../../restart/supervisor.ts";
import { UNKNOWN, type Mark } from "../../select/cell.ts";
import { field, originOf, readingSection } from "../../select/section.ts";
import type { UnitAudit, UnitFinding, UnitSettings } from "../../service/unit-audit.ts";
import type { State } from "../../state.ts";
import { bytes, count } from "../../units.ts";
import { guardLines } from "./guard.ts";
import type { ServiceLine, ServiceRow, ServiceRows } from "./row.ts";

const scopes: { readonly [K in SupervisorFacts["kind"]]: string } = {
  "systemd-user": "systemd, user",
  "systemd-system": "systemd, system",
  launchd: "launchd",
};

const stateMarks: Readonly<Record<string, Mark>> = {
  active: "ok",
  activating: "partial",
  deactivating: "partial",
  reloading: "partial",
  failed: "bad",
};

const valueIn = (settings: UnitSettings | null, name: string): string | null => settings?.settings[name]?.value || null;

/** A figure systemd prints in bytes, or "infinity" for none. */
function bytesIn(settings: UnitSettings | null, name: string): number | null {
  const value = valueIn(settings, name);
  return value !== null && /^\d+$/u.test(value) ? Number(value) : null;
}

function stateLine({ activeState, subState, result, mainPid }: SupervisorFacts): ServiceLine {
  const words = [activeState ?? UNKNOWN, subState === null ? "" : `(${subState})`].filter(Boolean).join(" ");
  const mark = stateMarks[activeState ?? ""] ?? "off";
  const failed = result === null || result === "success" ? "" : `last result ${result}`;
  return {
    name: "state",
    words,
    mark,
    note: [mainPid === null ? "no main process" : `pid ${mainPid}`, failed].filter(Boolean).join(" · "),
  };
}

function restartsLine({ automaticRestarts }: SupervisorFacts): ServiceLine {
  if (automaticRestarts === null) return { name: "restarts", words: UNKNOWN, tone: "dim" };
  return { name: "restarts", words: `${count(automaticRestarts)} by the manager`, note: "since it was last started by hand" };
}

function memoryLine(settings: UnitSettings | null): readonly ServiceLine[] {
  const used = bytesIn(settings, "MemoryCurrent");
  if (settings === null || settings.kind === "launchd") return [];
  const limits = ["MemoryHigh", "MemoryMax"].flatMap((name) => {
    const limit = bytesIn(settings, name);
    return limit === null ? [] : [`${name} ${bytes(limit)}`];
  });
  const tasks = valueIn(settings, "TasksCurrent");
  const note = [limits.length === 0 ? "no limit" : limits.join(", "), tasks === null ? "" : `${tasks} tasks`].filter(Boolean).join(" · ");
  return [{ name: "memory", words: used === null ? UNKNOWN : bytes(used), note, ...(used === null ? { tone: "dim" as const } : {}) }];
}

/** The audit knows more ways to tell it than the manager's own word. */
function latchLine({ result }: SupervisorFacts, findings: readonly UnitFinding[]): ServiceLine {
  const told = findings.some(({ id, status, severity }) => id === "start-limit" && status === "fault" && severity === "crit");
  return told || result === "start-limit-hit"
    ? { name: "start limit", words: "latched: it is not started again", mark: "bad", tone: "bad" }
    : { name: "start limit", words: "not reached", tone: "dim" };
}

const yesNo = (name: string, value: boolean | null, good: boolean, words: readonly [string, string]): ServiceLine => {
  if (value === null) return { name, words: UNKNOWN, tone: "dim" };
  return {
    name,
    words: value ? words[0] : words[1],
    ...(value === good ? { tone: "dim" as const } : { mark: "warn" as const, tone: "warn" as const }),
  };
};

function filesLines(settings: UnitSettings | null): readonly ServiceLine[] {
  if (settings === null) return [];
  const { files, competing, needsReload, lingers, kind } = settings;
  const reload = kind === "launchd" ? [] : [yesNo("reload", needsReload, false, ["pending: the files changed", "nothing pending"])];
  const linger = kind === "systemd-user" ? [yesNo("linger", lingers, true, ["yes", "no: ends with the last logout"])] : [];
  const rivals: ServiceLine =
    competing.length === 0
      ? { name: "other units", words: "none on this port", tone: "dim" }
      : { name: "other units", words: competing.join(", "), mark: "bad", tone: "bad" };
  return [
    ...reload,
    ...linger,
    rivals,
    ...files.map((file, at): ServiceLine => ({ name: at === 0 ? "file" : "drop-in", words: file, tone: "dim" })),
  ];
}

function linesOf(state: State, facts: SupervisorFacts, audit: UnitAudit | null): readonly ServiceLine[] {
  const settings = audit?.settings ?? null;
  const enabled = facts.enabled === null ? "" : facts.enabled ? "enabled" : "not enabled";
  return [
    { name: "unit", words: facts.unit, tone: "strong", note: [scopes[facts.kind], enabled].filter(Boolean).join(" · ") },
    stateLine(facts),
    restartsLine(facts),
    ...memoryLine(settings),
    ...(facts.kind === "launchd" ? [] : [latchLine(facts, audit?.findings ?? [])]),
    ...filesLines(settings),
    ...guardLines(state),
  ];
}

/** The audit's own view of the unit, for one that does not run this gateway. */
function factsIn(settings: UnitSettings): SupervisorFacts {
  const word = (name: string): string | null => valueIn(settings, name);
  return {
    kind: settings.kind,
    unit: settings.unit,
    loadState: word("LoadState"),
    activeState: word("ActiveState"),
    subState: word("SubState"),
    result: word("Result"),
    mainPid: Number(word("MainPID")) || null,
    invocationId: word("InvocationID"),
    automaticRestarts: word("NRestarts") === null ? null : Number(word("NRestarts")),
    stopTimeoutMs: null,
    restartDelayMs: null,
    restartPolicy: word("Restart"),
    enabled: word("UnitFileState") === null ? null : word("UnitFileState") === "enabled",
  };
}

const rowsOf = (lines: readonly ServiceLine[], sections: ServiceRow["sections"]): readonly ServiceRow[] =>
  lines.map(({ name, words, mark = "none", tone = "plain", note = "" }) => ({
    key: name === "drop-in" ? `drop-in ${words}` : name,
    name,
    words,
    mark,
    tone,
    note,
    source: "supervisor",
    sections,
    value: { [name]: words, note: note === "" ? null : note },
  }));

export function supervisorRows(state: State): ServiceRows {
  const reading = lastValue(state.snapshot.supervisor);
  const audit = lastValue(state.snapshot.unitAudit);
  const settings = audit?.settings ?? null;
  const facts = reading?.found === true ? reading.facts : settings === null ? null : factsIn(settings);
  if (facts === null) {
    const { supervisor } = state.snapshot;
    const why = reading?.found === false ? reading.why : supervisor.kind === "absent" ? supervisor.why : (audit?.why ?? null);
    const lines = guardLines(state);
    if (lines.length === 0) return { rows: [], why };
    const none: ServiceLine = { name: "unit", words: why ?? UNKNOWN, tone: "dim" };
    return { rows: rowsOf([none, ...lines], () => []), why: null };
  }
  const sections = () => [
    readingSection(state, "supervisor", facts.unit),
    {
      title: "settings in force",
      origin: originOf(state, "unitAudit"),
      fields: Object.values(settings?.settings ?? {}).map(({ name, value, file, line }) =>
        field(name, file === null ? value || UNKNOWN : `${value || UNKNOWN}  (${file}:${line ?? "?"})`),
      ),
    },
  ];
  return { rows: rowsOf(linesOf(state, facts, audit), sections), why: null };
}
