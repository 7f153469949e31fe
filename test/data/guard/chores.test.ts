import { expect, test } from "vitest";
import { choreEdges, choresDue, toldSeverity, withChores, type ChoreFinding } from "../../../src/data/guard/chores.ts";
import type { GuardFile } from "../../../src/data/guard/state-file.ts";

const HOUR_MS = 3_600_000;
const now = Date.parse("2026-11-20T12:00:00Z");
const never: GuardFile["chores"] = { config: null, logs: null, disk: null, credentials: null };
const all = (at: number): GuardFile["chores"] => ({ config: at, logs: at, disk: at, credentials: at });

test.each<[string, GuardFile["chores"], readonly string[]]>([
  ["never done", never, ["config", "disk", "credentials", "logs"]],
  ["just done", all(now), []],
  ["a minute ago", all(now - 60_000), ["config"]],
  ["an hour ago", all(now - HOUR_MS), ["config", "disk"]],
  ["six hours ago", all(now - 6 * HOUR_MS), ["config", "disk", "credentials"]],
  ["a day ago", all(now - 24 * HOUR_MS), ["config", "disk", "credentials", "logs"]],
  ["in the future, as a clock that was set back has it", all(now + HOUR_MS), []],
])("due: %s", (_, last, due) => {
  expect(choresDue(last, now)).toEqual(due);
});

const finding = (severity: ChoreFinding["severity"]): ChoreFinding => ({ subject: "state directory", severity, sentence: `${severity}!` });
const over = (subject: string): string => `${subject} has room again`;

test("a beginning once, worse once more, better without a word, an end once", () => {
  let told: GuardFile["told"] = { "down/gateway": 1 };
  const tells: string[] = [];
  const look = (...findings: readonly ChoreFinding[]): void => {
    const edges = choreEdges("disk", findings, told, over);
    tells.push(...edges.tells.map(({ edge, severity, sentence }) => `${edge} ${severity} ${sentence}`));
    ({ told } = withChores({ chores: never, told }, { ...edges, done: ["disk"] }, now));
  };
  for (const severity of ["warning", "warning", "critical", "critical", "warning", "critical"] as const) look(finding(severity));
  expect(tells.splice(0)).toEqual(["begins warning warning!", "begins critical critical!", "begins critical critical!"]);
  expect(toldSeverity(told, "disk", "state directory")).toBe("crit");
  look();
  look();
  expect(tells).toEqual(["ends info state directory has room again"]);
  expect(told).toEqual({ "down/gateway": 1 });
});

test("what is critical at once begins once", () => {
  const { tells, begun } = choreEdges("disk", [finding("critical")], {}, over);
  expect(tells).toHaveLength(1);
  expect(begun).toEqual(["disk/state directory", "disk/state directory/critical"]);
});

test("what was told meanwhile stays, and what was done is remembered", () => {
  const before = { chores: never, told: { "down/gateway": 1, "disk/state directory": 2 }, other: "kept" };
  const after = withChores(
    before,
    { done: ["disk", "logs"], tells: [], begun: ["credentials/anthropic"], ended: ["disk/state directory"] },
    now,
  );
  expect(after).toEqual({
    chores: { config: null, credentials: null, disk: now, logs: now },
    told: { "down/gateway": 1, "credentials/anthropic": now },
    other: "kept",
  });
});
