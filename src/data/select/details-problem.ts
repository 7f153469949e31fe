// Details of a problem: what, since when, what to press, by which limit, and what it is known by.
import type { Alert, ProblemRow, Severity } from "../alerts/alert.ts";
import { limitWords } from "../alerts/limit-words.ts";
import { problemLine, type ProblemLine } from "../alerts/problem-line.ts";
import { alertsOf } from "../alerts/problems.ts";
import { ruleById } from "../alerts/rules.ts";
import { settled as asConfigured } from "../alerts/setting.ts";
import type { State } from "../state.ts";
import { age } from "../units.ts";
import { cell, UNKNOWN, type Cell } from "./cell.ts";
import { evidenceSections } from "./evidence.ts";
import { listedProblems } from "./listed.ts";
import { muteWords } from "./mute-words.ts";
import { remedyWords } from "./remedy.ts";
import { selectedIndex } from "./rows.ts";
import { field, type Field, type Section } from "./section.ts";

const severities: { readonly [S in Severity]: Cell } = {
  crit: cell("critical", "bad"),
  warn: cell("warning", "warn"),
  info: cell("information", "dim"),
};

function ruleFields(state: State, id: string): readonly Field[] {
  const rule = ruleById(id);
  if (rule === undefined) return [field("rule", id)];
  const { threshold } = asConfigured(rule, state.settings) ?? rule;
  return [
    field("rule", `${id}: ${rule.title}`),
    ...(threshold === undefined ? [] : [field("limit", `${threshold.quantity}: ${limitWords(threshold) ?? "none"}`)]),
    field("why this limit", rule.reason),
  ];
}

function lead(state: State, row: ProblemRow, line: ProblemLine): Section {
  const byKey = line.repair === null ? null : remedyWords(state, line, false);
  return {
    title: line.subject,
    origin: null,
    fields: [
      { label: "severity", value: severities[line.severity] },
      field("what", line.message, "strong"),
      field("since", `${age(state.now - line.since)} ago`),
      field("what to do", line.remedy ?? UNKNOWN, "accent"),
      ...(line.repair === null ? [] : [field("by key", byKey ?? UNKNOWN, "accent")]),
      ...(row.mute === null ? [] : [field("muted", muteWords(row.mute), "warn")]),
      field("topic", line.topic),
      ...ruleFields(state, line.id),
      ...(line.unknownWhy === null ? [] : [field("cannot be judged now", line.unknownWhy, "warn")]),
      ...(line.clearedAt === null ? [] : [field("gone for", age(state.now - line.clearedAt), "good")]),
    ],
  };
}

const memberField = (now: number, { subject, since, message, clearedAt }: Alert): Field =>
  field(subject, `${age(now - since)} · ${message}`, clearedAt === null ? "plain" : "dim");

const members = (state: State, row: ProblemRow): readonly Section[] =>
  row.kind === "one"
    ? []
    : [{ title: `all ${row.alerts.length}`, origin: null, fields: row.alerts.map((alert) => memberField(state.now, alert)) }];

export function problemSections(state: State): readonly Section[] {
  const rows = listedProblems(state);
  const keys = rows.map(({ key }) => key);
  const row = rows[selectedIndex(state, "problems", keys)];
  if (row === undefined) return [];
  return [lead(state, row, problemLine(row, state.now)), ...members(state, row), ...evidenceSections(state, alertsOf(row))];
}
