// A config over the rule table: limits in their order, and what is not named stays as the table has it.
import { expect, test } from "vitest";
import type { Rule } from "../../../src/data/alerts/alert.ts";
import { merged } from "../../../src/data/config/merge.ts";

const rule = (id: string, threshold?: Partial<NonNullable<Rule["threshold"]>>): Rule => ({
  id,
  severity: "warn",
  topic: "gateway",
  holdMs: 0,
  clearMs: 0,
  title: id,
  readFrom: [],
  reason: "",
  remedy: null,
  check: () => ({ kind: "judged", findings: [] }),
  ...(threshold === undefined ? {} : { threshold: { quantity: "q", unit: "count", warn: 80, crit: 95, hysteresis: 0.05, ...threshold } }),
});

const rules: readonly Rule[] = [
  rule("memory"),
  rule("cpu", {}),
  rule("disk-low", { side: "below", warn: 10, crit: 5, unit: "%" }),
  rule("uptime", { warn: null, crit: null }),
  rule("cost-budget", { warn: null, crit: 50 }),
];

const noneMeant = (): null => null;
const given = (alerts: object) => merged({ alerts }, rules, noneMeant);

test.each<[string, object, object]>([
  ["only off", { cpu: "off" }, { cpu: { severity: "off" } }],
  ["a hold time is kept in ms", { cpu: { holdSeconds: 1.5 } }, { cpu: { holdMs: 1_500 } }],
  ["one limit within the other of the table", { cpu: { warn: 90 } }, { cpu: { warn: 90 } }],
  ["both limits", { cpu: { warn: 1, crit: 1 } }, { cpu: { warn: 1, crit: 1 } }],
  ["below: a warning is the greater one", { "disk-low": { warn: 20, crit: 2 } }, { "disk-low": { warn: 20, crit: 2 } }],
  ["a limit where the table has none", { uptime: { warn: 168 } }, { uptime: { warn: 168 } }],
  ["an object with nothing in it changes nothing", { uptime: {} }, {}],
])("%s", (_, alerts, expected) => {
  const { config, wrong } = given(alerts);
  expect(wrong).toEqual([]);
  expect(config.alerts.rules).toEqual(expected);
});

test.each<[string, object, readonly [string, RegExp], object]>([
  [
    "a warning beyond the table's critical limit",
    { cpu: { warn: 97 } },
    ["warn", /warn 97 is above crit 95, which holds without one here/u],
    {},
  ],
  [
    "a critical limit under the table's warning",
    { cpu: { crit: 60 } },
    ["crit", /warn 80, which holds without one here is above crit 60/u],
    {},
  ],
  [
    "both the wrong way round, the rest stays",
    { cpu: { warn: 9, crit: 8, holdSeconds: 1 } },
    ["warn", /warn 9 is above crit 8/u],
    { cpu: { holdMs: 1_000 } },
  ],
  ["below, the wrong way round", { "disk-low": { warn: 2, crit: 20 } }, ["warn", /warn 2 is below crit 20/u], {}],
  ["a warning over a critical limit of the table alone", { "cost-budget": { warn: 60 } }, ["warn", /warn 60 is above crit 50/u], {}],
])("%s", (_, alerts, [step, why], kept) => {
  const { config, wrong } = given(alerts);
  expect(wrong).toEqual([{ path: ["alerts", expect.any(String) as string, step], at: "value", why: expect.stringMatching(why) as string }]);
  expect(config.alerts.rules).toEqual(kept);
});

test.each([
  ["percent", "disk-low", { warn: 101 }],
  ["less than nothing", "cpu", { warn: -1 }],
])("%s has its bounds", (_, id, own) => {
  expect(given({ [id]: own }).wrong).toHaveLength(1);
});

test("names that every object has are no rules", () => {
  const { wrong, config } = merged(JSON.parse('{"alerts":{"__proto__":{"warn":1},"constructor":"off"},"toString":1}'), rules, noneMeant);
  expect(wrong.map(({ path }) => path.join("."))).toEqual(["alerts.__proto__", "alerts.constructor", "toString"]);
  expect(config.alerts.rules).toEqual({});
});

test.each<[string, unknown, readonly string[] | undefined]>([
  ["a list takes the place of the usual tools", { audit: { dangerousTools: ["exec", "deploy"] } }, ["exec", "deploy"]],
  ["an empty one too", { audit: { dangerousTools: [] } }, []],
  ["without one the usual ones stay", { audit: {} }, undefined],
  ["and with one that is wrong", { audit: { dangerousTools: [1] } }, undefined],
])("dangerous tools: %s", (_name, value, expected) => {
  expect(merged(value, rules, noneMeant).config.alerts.dangerousTools).toEqual(expected);
});
