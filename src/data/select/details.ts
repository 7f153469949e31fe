// Every field of the selected row of the focused panel, with its source and age.
import { lastValue } from "../reading.ts";
import type { EarlyPanelId, State } from "../state.ts";
import { age } from "../units.ts";
import { cell, UNKNOWN } from "./cell.ts";
import { restartFields } from "./counters.ts";
import { channelSections } from "./details-channel.ts";
import { chartSections } from "./details-charts.ts";
import { problemSections } from "./details-problem.ts";
import { queueSections, sessionSections } from "./details-session.ts";
import { emptyLine, type Line } from "./line.ts";
import { isEarly, lateBoardOf } from "./rows.ts";
import { field, fieldsOf, originOf, readingSection, type Field, type Section } from "./section.ts";
import { fit, settled, widthOf, wrapped } from "./text.ts";

const LABEL = 28;

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

const sectionsOf: { readonly [P in EarlyPanelId]: (state: State) => readonly Section[] } = {
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
    cell(index === 0 && !own ? fit(`  ${name}`, width) : " ".repeat(width), "dim"),
    cell(part, value.tone),
  ]);
  return own ? [[cell(`  ${name}`, "dim")], ...lines] : lines;
}

export function detailLines(state: State, columns: number): readonly Line[] {
  const panel = state.view.problemsOnly ? "problems" : state.view.panel;
  const sections = isEarly(panel) ? sectionsOf[panel](state) : (lateBoardOf(state.view.board)?.details(state, panel) ?? []);
  if (sections.length === 0) return [[cell("nothing is selected: no rows here", "dim")]];
  return sections.flatMap(({ title, origin, fields }, index): readonly Line[] => [
    ...(index === 0 ? [] : [emptyLine]),
    ...wrapped(title, columns).map((part): Line => [cell(part, "strong")]),
    ...(origin === null ? [] : wrapped(origin, columns - 2).map((part): Line => [cell(`  ${part}`, "dim")])),
    ...fields.flatMap((one) => fieldLines(one, columns)),
  ]);
}
