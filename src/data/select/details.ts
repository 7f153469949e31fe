// Every field of the selected row of the focused panel, with its source and age.
import { ruleById } from "../alerts/rules.ts";
import { alertKey } from "../alerts/advance.ts";
import { lastValue } from "../reading.ts";
import { buckets } from "../series.ts";
import { readingOf, sources, type Source } from "../snapshot.ts";
import type { Gauge, PanelId, State } from "../state.ts";
import { age, bytes, duration, latency } from "../units.ts";
import { problems } from "../verdict.ts";
import { cell, UNKNOWN, unknown, type Cell } from "./cell.ts";
import { channelRows } from "./channels.ts";
import { restartFields, startsWords } from "./counters.ts";
import { emptyLine, type Line } from "./line.ts";
import { remedyWords } from "./remedy.ts";
import { laneRows } from "./queues.ts";
import { selectedIndex } from "./rows.ts";
import { sessionView } from "./sessions.ts";
import { settled, widthOf, wrapped } from "./text.ts";

type Field = { readonly label: string; readonly value: Cell };
type Section = { readonly title: string; readonly origin: string | null; readonly fields: readonly Field[] };

const LABEL = 28;

const field = (label: string, text: string, tone: Cell["tone"] = "plain"): Field => ({ label, value: cell(settled(text), tone) });

/** `lastInboundAt` reads `last inbound`, `rssBytes` reads `rss`: the unit is drawn with the value. */
const labelOf = (name: string): string =>
  name
    .replace(/(?:At|Ms|Bytes)$/u, "")
    .replace(/([a-z0-9])([A-Z])/gu, "$1 $2")
    .toLowerCase();

function valueOf(name: string, value: unknown, now: number): Cell {
  if (value === null || value === undefined || value === "") return unknown;
  if (typeof value === "boolean") return cell(value ? "yes" : "no");
  if (typeof value === "number") {
    if (name === "at" || name.endsWith("At")) return cell(`${age(now - value)} ago`);
    if (name === "ms" || name.endsWith("Ms")) return cell(duration(value));
    if (name === "bytes" || name.endsWith("Bytes")) return cell(bytes(value));
    return cell(Number.isInteger(value) ? String(value) : value.toFixed(2));
  }
  return cell(settled(typeof value === "string" ? value : JSON.stringify(value)));
}

/** Plain fields of a value, one level of objects flattened as `event loop · delay p99`. */
function fieldsOf(value: object, now: number, prefix = ""): readonly Field[] {
  return Object.entries(value).flatMap(([name, held]: [string, unknown]): readonly Field[] => {
    const label = `${prefix}${labelOf(name)}`;
    if (Array.isArray(held)) {
      const text = held.map((item) => (typeof item === "string" ? item : JSON.stringify(item))).join(", ");
      return [{ label, value: held.length === 0 ? cell("none", "dim") : cell(settled(text)) }];
    }
    if (typeof held === "object" && held !== null) return fieldsOf(held, now, `${label} · `);
    return [{ label, value: valueOf(name, held, now) }];
  });
}

function originOf(state: State, source: Source): string {
  const reading = readingOf(state.snapshot, source, state.now, state.view.rate);
  const row = sources[source];
  if (reading.kind === "pending") return `${row.from} · not asked yet`;
  if (reading.kind === "absent") return `${row.from} · absent: ${reading.why}`;
  const old = `${reading.from} · ${age(state.now - reading.at)} ago`;
  if (reading.kind === "stale") return `${old} · stale: ${reading.why}`;
  return reading.tookMs === null ? old : `${old} · took ${latency(reading.tookMs)}`;
}

function readingSection(state: State, source: Source, title: string): Section {
  const reading = state.snapshot[source];
  const fields = reading.kind === "ok" || reading.kind === "stale" ? fieldsOf(reading.value, state.now) : [];
  return { title, origin: originOf(state, source), fields };
}

const chosen = <T>(state: State, panel: PanelId, rows: readonly T[], keyOf: (row: T) => string): T | null =>
  rows[selectedIndex(state, panel, rows.map(keyOf))] ?? null;

function problemSections(state: State): readonly Section[] {
  const alert = chosen(state, "problems", problems(state), (one) => alertKey(one.id, one.subject));
  if (alert === null) return [];
  const rule = ruleById(alert.id);
  const severity = alert.severity === "crit" ? cell("critical", "bad") : cell("warning", "warn");
  return [
    {
      title: alert.subject,
      origin: null,
      fields: [
        { label: "severity", value: severity },
        field("what", alert.message, "strong"),
        field("since", `${age(state.now - alert.since)} ago`),
        field("what to do", alert.remedy ?? UNKNOWN, "accent"),
        ...(alert.repair === null ? [] : [field("by key", remedyWords(state, alert, false) ?? UNKNOWN, "accent")]),
        field("topic", alert.topic),
        field("rule", alert.id),
        ...(rule === undefined ? [] : [field("why this limit", rule.reason)]),
        ...(alert.unknownWhy === null ? [] : [field("cannot be judged now", alert.unknownWhy, "warn")]),
        ...(alert.clearedAt === null ? [] : [field("gone for", age(state.now - alert.clearedAt), "good")]),
      ],
    },
  ];
}

function channelSections(state: State): readonly Section[] {
  const row = chosen(state, "channels", channelRows(state), (one) => one.key);
  if (row === null) return [readingSection(state, "channels", "channels")];
  const issue = row.issue === null ? [] : fieldsOf(row.issue, state.now);
  return [
    {
      title: row.key,
      origin: originOf(state, "channels"),
      fields: [field("state", row.state, "strong"), ...fieldsOf(row.account, state.now)],
    },
    {
      title: "seen by gatetop",
      origin: null,
      fields: [
        field("starts last hour", startsWords(row.starts)),
        ...Object.entries(row.starts.byReason).map(([reason, count]) => field(`by ${reason}`, String(count))),
      ],
    },
    ...(issue.length > 0 ? [{ title: "the gateway's judgement", origin: "channels.status · statusIssues", fields: issue }] : []),
  ];
}

function queueSections(state: State): readonly Section[] {
  const row = chosen(state, "queues", laneRows(state), (one) => one.key);
  return [
    ...(row === null ? [] : [{ title: row.key, origin: originOf(state, "lanes"), fields: fieldsOf(row.lane, state.now) }]),
    readingSection(state, "preflight", "work in flight"),
  ];
}

function sessionSections(state: State): readonly Section[] {
  const view = sessionView(state);
  const key = state.view.selected.sessions;
  const row = (key === undefined ? null : view.find(key)) ?? view.rows(0, 1)[0] ?? null;
  if (row === null) return [readingSection(state, "sessions", "sessions")];
  return [
    { title: row.key, origin: originOf(state, "sessions"), fields: fieldsOf(row.session, state.now) },
    ...(row.run === null ? [] : [{ title: "run", origin: originOf(state, "tasks"), fields: fieldsOf(row.run, state.now) }]),
  ];
}

/** Which boot this is. Hundreds of method names would bury it: they are counted. */
function helloSection({ hello, now }: State): readonly Section[] {
  if (hello === null) return [];
  const { methods, events, ...rest } = hello.value;
  const fields = [
    ...fieldsOf(rest, now),
    field("methods", methods.length === 0 ? "not listed" : String(methods.length)),
    field("events", events.length === 0 ? "not listed" : String(events.length)),
  ];
  return [{ title: "hello", origin: `handshake · ${age(now - hello.at)} ago`, fields }];
}

function gatewaySections(state: State): readonly Section[] {
  const target = state.target === null ? [] : [{ title: "target", origin: null, fields: fieldsOf(state.target, state.now) }];
  return [
    readingSection(state, "process", "process"),
    ...helloSection(state),
    readingSection(state, "systemInfo", "gateway's own figures"),
    readingSection(state, "readyz", "readiness"),
    readingSection(state, "unit", "unit"),
    ...restartSection(state),
    readingSection(state, "host", "host"),
    readingSection(state, "health", "health"),
    clientsSection(state),
    ...target,
  ];
}

function restartSection(state: State): readonly Section[] {
  const fields = restartFields(state).map(([ago, text]) => field(ago, text));
  return fields.length === 0 ? [] : [{ title: "restarts, 24 h", origin: state.restarts?.sources.join(", ") ?? null, fields }];
}

/** Who is connected: one line a client, gatetop among them. */
function clientsSection(state: State): Section {
  const clients = lastValue(state.snapshot.presence) ?? [];
  const fields = clients.map(({ host, mode, reason, version, scopes }) =>
    field(host ?? mode ?? UNKNOWN, [mode, version, reason, scopes.join(" ")].filter(Boolean).join(" · ")),
  );
  return { title: "clients", origin: originOf(state, "presence"), fields };
}

const gauges: readonly (readonly [Gauge, string, (value: number) => string])[] = [
  ["rssBytes", "rss", bytes],
  ["cpuCores", "cpu", (value) => `${value.toFixed(2)} core`],
  ["loopDelayMs", "loop delay p99", latency],
  ["rpcMs", "rpc round trip", latency],
  ["queued", "queued", String],
  ["openHandles", "open handles", String],
];

const SPANS: readonly (readonly [string, number])[] = [
  ["15 min", 900_000],
  ["1 h", 3_600_000],
];

function chartSections(state: State): readonly Section[] {
  const peaks = gauges.map(([gauge, title, text]): Section => {
    const fields = SPANS.flatMap(([name, span]): readonly Field[] => {
      const values = buckets(state.history[gauge], state.now, span, 60).filter((value) => value !== null);
      if (values.length === 0) return [field(`last ${name}`, UNKNOWN, "dim")];
      return [field(`last ${name}`, `${text(Math.min(...values))} to ${text(Math.max(...values))}`)];
    });
    return { title, origin: null, fields };
  });
  const boots = state.boots.map((boot) => field(`${age(state.now - boot.at)} ago`, `${boot.kind.replace("-", " ")} · ${boot.from}`));
  return [
    ...peaks,
    { title: "restarts seen", origin: null, fields: boots.length > 0 ? boots.reverse() : [field("none", "since gatetop started", "dim")] },
  ];
}

const sectionsOf: { readonly [P in PanelId]: (state: State) => readonly Section[] } = {
  problems: problemSections,
  gateway: gatewaySections,
  charts: chartSections,
  channels: channelSections,
  queues: queueSections,
  sessions: sessionSections,
};

function fieldLines({ label, value }: Field, columns: number): readonly Line[] {
  const name = settled(label);
  const width = Math.min(LABEL, Math.max(10, Math.floor(columns / 3)));
  const own = widthOf(name) > width - 3;
  const lines = wrapped(value.text, columns - width).map((part, index): Line => [
    cell(index === 0 && !own ? `  ${name}`.padEnd(width) : " ".repeat(width), "dim"),
    cell(part, value.tone),
  ]);
  return own ? [[cell(`  ${name}`, "dim")], ...lines] : lines;
}

export function detailLines(state: State, columns: number): readonly Line[] {
  const panel = state.view.problemsOnly ? "problems" : state.view.panel;
  const sections = sectionsOf[panel](state);
  if (sections.length === 0) return [[cell("nothing is selected: no rows here", "dim")]];
  return sections.flatMap(({ title, origin, fields }, index): readonly Line[] => [
    ...(index === 0 ? [] : [emptyLine]),
    ...wrapped(title, columns).map((part): Line => [cell(part, "strong")]),
    ...(origin === null ? [] : wrapped(origin, columns - 2).map((part): Line => [cell(`  ${part}`, "dim")])),
    ...fields.flatMap((one) => fieldLines(one, columns)),
  ]);
}
