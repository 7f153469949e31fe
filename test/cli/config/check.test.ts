// Every way a config file can be wrong: named by line and column, left out, and the rest applies.
import { expect, test } from "vitest";
import { checkConfig } from "../../../src/cli/config/check.ts";
import { defaultConfig } from "../../../src/data/config/merge.ts";

const FILE = "/home/ann/.config/gatetop/config.json5";
const problems = (text: string): readonly string[] =>
  checkConfig(FILE, text).problems.map(({ line, column, path, why }) => `${line}:${column} ${path}: ${why}`);

test.each<[string, string, string]>([
  [
    "a key nobody knows",
    "{\n  colour: 'dark',\n}",
    "2:3 colour: there is no such key: there are $schema, readonly, alerts, attention, theme, mouse, view, audit, ask, guard; it is left out",
  ],
  [
    "tools that are a word",
    "{ audit: { dangerousTools: 'exec' } }",
    '1:28 audit.dangerousTools: "exec" is not a list of texts; it is left out',
  ],
  [
    "a tool that is a number",
    "{ audit: { dangerousTools: ['exec', 3] } }",
    "1:28 audit.dangerousTools: 3 in it is not a text; it is left out",
  ],
  ["a key with a slip", "{ readonyl: true }", "1:3 readonyl: there is no such key: did you mean readonly?; it is left out"],
  ["a flag that is a word", "{ readonly: 'yes' }", '1:13 readonly: "yes" is neither true nor false; it is left out'],
  ["alerts that are a list", "{ alerts: [] }", "1:11 alerts: a list is not an object; it is left out"],
  [
    "an alert nobody knows",
    '{ alerts: { "chanel-deaf": "off" } }',
    "1:13 alerts.chanel-deaf: there is no such key: did you mean channel-deaf?; it is left out",
  ],
  [
    "a severity nobody knows",
    "{ alerts: { cpu: 'critical' } }",
    '1:18 alerts.cpu: "critical" is neither an object nor one of off, info, warn, crit; it is left out',
  ],
  [
    "a severity with a slip",
    "{ alerts: { cpu: { severity: 'wran' } } }",
    '1:30 alerts.cpu.severity: "wran" is not one of off, info, warn, crit: did you mean warn?; it is left out',
  ],
  [
    "an alert that is a number",
    "{ alerts: { cpu: 3 } }",
    "1:18 alerts.cpu: 3 is neither an object nor one of off, info, warn, crit; it is left out",
  ],
  [
    "a hold time in words",
    "{ alerts: { cpu: { holdSeconds: '5m' } } }",
    '1:33 alerts.cpu.holdSeconds: "5m" is not a number from 0 to 86400; it is left out',
  ],
  [
    "a hold time of more than a day",
    "{ alerts: { cpu: { holdSeconds: 1e9 } } }",
    "1:33 alerts.cpu.holdSeconds: 1000000000 is not a number from 0 to 86400; it is left out",
  ],
  [
    "a key of a rule with a slip",
    "{ alerts: { cpu: { holdSecond: 5 } } }",
    "1:20 alerts.cpu.holdSecond: there is no such key: did you mean holdSeconds?; it is left out",
  ],
  [
    "a limit where there is nothing to compare",
    "{ alerts: { link: { warn: 5 } } }",
    "1:21 alerts.link.warn: this rule compares no quantity: it has a severity and a hold time, no limits; it is left out",
  ],
  [
    "a limit that is infinite",
    "{ alerts: { memory: { crit: Infinity } } }",
    "1:29 alerts.memory.crit: Infinity is not a number from 0 to 100; it is left out",
  ],
  [
    "a limit that is nothing",
    "{ alerts: { memory: { warn: null } } }",
    "1:29 alerts.memory.warn: null is not a number from 0 to 100; it is left out",
  ],
  [
    "a warning above what is critical",
    "{ alerts: { memory: { warn: 90, crit: 70 } } }",
    "1:29 alerts.memory.warn: warn 90 is above crit 70: a warning comes first; it is left out",
  ],
  [
    "a notification nobody knows",
    "{ attention: { notify: 'osc99' } }",
    '1:24 attention.notify: "osc99" is not one of off, osc9, osc777: did you mean osc9?; it is left out',
  ],
  ["a bell that is a number", "{ attention: { bell: 0 } }", "1:22 attention.bell: 0 is neither true nor false; it is left out"],
  ["a right nobody knows", "{ ask: { admin: true } }", "1:10 ask.admin: there is no such key: there are approvals; it is left out"],
  ["a key given twice", "{ readonly: true,\n  readonly: false }", "2:3 readonly: given twice: the last one counts"],
  ["an end that is missing", "{\n  readonly: tru", "2:16 : invalid end of input: nothing of this file applies"],
  ["a list", "[true]", "1:1 : not an object: nothing of this file applies"],
])("%s", (_, text, expected) => {
  expect(problems(text)).toEqual([expected]);
});

test("behind a byte order mark and Windows lines the columns are those of the editor", () => {
  expect(problems("\ufeff{\r\n  colr: 1 }")).toEqual([expect.stringMatching(/^2:3 colr: /u) as string]);
});

test("the rest applies, and problems come in the order of the file", () => {
  const text = `{
    attention: { bell: "no", title: false },   // one wrong, one right
    alerts: {
      cpu: { severity: "crit", warm: 0.5 },
      "update-available": "off",
      nothing: "off",
    },
  }`;
  const { config, problems: found } = checkConfig(FILE, text);
  expect(found.map(({ line, path }) => `${line} ${path}`)).toEqual(["2 attention.bell", "4 alerts.cpu.warm", "6 alerts.nothing"]);
  expect(config).toEqual({
    ...defaultConfig,
    attention: { bell: true, notify: "osc9", title: false },
    alerts: { rules: { cpu: { severity: "crit" }, "update-available": { severity: "off" } } },
  });
});

test("what a key or a value is called reaches no terminal as more than text", () => {
  const [problem] = checkConfig(FILE, '{ "\\u001b[31mred\\u0007": 1 }').problems;
  expect(problem?.path).toBe("red");
  expect(JSON.stringify(problem)).not.toMatch(/\\u00(?:1b|07)/u);
});
