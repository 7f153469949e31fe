import { expect, test } from "vitest";
import { readConfig } from "../../../src/cli/find/config-text.ts";
import { at } from "../../../src/cli/find/records.ts";
import { diskFiles, type Disk } from "./disk.ts";

const read = (disk: Disk) => readConfig(diskFiles(disk), "/c/openclaw.json");

test.each<[string, string, unknown]>([
  ["plain JSON", '{"gateway":{"port":1}}', { gateway: { port: 1 } }],
  [
    "JSON5 with comments and trailing commas",
    "{\n// port\ngateway: {port: 0x10, bind: 'lan',},\n}",
    { gateway: { port: 16, bind: "lan" } },
  ],
  ["a byte order mark", '\uFEFF{"gateway":{}}', { gateway: {} }],
  ["keys nobody here needs", '{"channels":{"irc":{}},"gateway":{}}', { gateway: {} }],
])("reads %s", (_, text, config) => {
  expect(read({ "/c/openclaw.json": text })).toEqual({ config, state: "read", problems: [] });
});

test.each<[string, string, string]>([
  [
    "a value that is not there",
    "{\n  gateway: {\n    port: }\n}",
    "the config /c/openclaw.json is broken: invalid character '}' at line 3, column 11",
  ],
  ["an unfinished object", '{"gateway": {\n"port": 1', "the config /c/openclaw.json is broken: invalid end of input at line 2, column 10"],
  ["an empty file", "", "the config /c/openclaw.json is broken: invalid end of input at line 1, column 1"],
  ["an escape sequence", "{\n\u001b[31m}", "the config /c/openclaw.json is broken: invalid character '\\x1b' at line 2, column 1"],
  ["a list", "[1]", "the config /c/openclaw.json is not an object"],
])("names %s with line and column", (_, text, problem) => {
  expect(read({ "/c/openclaw.json": text })).toEqual({ config: null, state: "broken", problems: [problem] });
});

test("tells a missing file from one that may not be read", () => {
  expect(read({})).toEqual({ config: null, state: "missing", problems: [] });
  expect(read({ "/c/openclaw.json": { why: "permission denied", denied: true } })).toEqual({
    config: null,
    state: "unreadable",
    problems: ["the config /c/openclaw.json cannot be read: permission denied"],
  });
});

test.each<[string, Disk, unknown]>([
  ["one file", { "/c/openclaw.json": "{gateway: {$include: './g.json5'}}", "/c/g.json5": "{port: 7}" }, { gateway: { port: 7 } }],
  [
    "several, the later wins, lists join",
    {
      "/c/openclaw.json": "{gateway: {$include: ['./a.json', 'b.json']}}",
      "/c/a.json": '{"port":1,"trustedProxies":["a"],"auth":{"mode":"token"}}',
      "/c/b.json": '{"port":2,"trustedProxies":["b"],"auth":{"token":"t"}}',
    },
    { gateway: { port: 2, trustedProxies: ["a", "b"], auth: { mode: "token", token: "t" } } },
  ],
  [
    "keys beside it win",
    { "/c/openclaw.json": "{$include: './base.json', gateway: {port: 9}}", "/c/base.json": '{"gateway":{"port":1,"bind":"lan"}}' },
    { gateway: { port: 9, bind: "lan" } },
  ],
  [
    "a file of its own directory",
    {
      "/c/openclaw.json": "{$include: './sub/a.json'}",
      "/c/sub/a.json": "{gateway: {$include: './b.json'}}",
      "/c/sub/b.json": "{port: 3}",
    },
    { gateway: { port: 3 } },
  ],
  [
    "nothing below keys nobody here needs",
    { "/c/openclaw.json": "{channels: {$include: './gone.json'}, gateway: {port: 1}}" },
    { gateway: { port: 1 } },
  ],
  [
    "nor below such keys of an included file",
    { "/c/openclaw.json": "{$include: './base.json'}", "/c/base.json": "{channels: {$include: './gone.json'}, gateway: {port: 1}}" },
    { gateway: { port: 1 } },
  ],
  [
    "the same file twice, side by side",
    { "/c/openclaw.json": "{gateway: {a: {$include: './x.json'}, b: {$include: './x.json'}}}", "/c/x.json": "{v: 1}" },
    { gateway: { a: { v: 1 }, b: { v: 1 } } },
  ],
])("$include: %s", (_, disk, config) => {
  expect(read(disk)).toEqual({ config, state: "read", problems: [] });
});

test.each<[string, Disk, string]>([
  [
    "a missing file",
    { "/c/openclaw.json": "{gateway: {$include: './g.json', port: 4}}" },
    "in /c/openclaw.json: $include /c/g.json does not exist; that part is left out",
  ],
  [
    "a broken file",
    { "/c/openclaw.json": "{gateway: {$include: './g.json', port: 4}}", "/c/g.json": "{a:\n b" },
    "in /c/openclaw.json: $include /c/g.json is broken: invalid character 'b' at line 2, column 2; that part is left out",
  ],
  [
    "a file that may not be read",
    { "/c/openclaw.json": "{gateway: {$include: './g.json', port: 4}}", "/c/g.json": { why: "permission denied", denied: true } },
    "in /c/openclaw.json: $include /c/g.json cannot be read: permission denied; that part is left out",
  ],
  [
    "a number",
    { "/c/openclaw.json": "{gateway: {$include: 5, port: 4}}" },
    "in /c/openclaw.json: $include is not a file name; that part is left out",
  ],
  [
    "a circle",
    {
      "/c/openclaw.json": "{gateway: {$include: './a.json', port: 4}}",
      "/c/a.json": "{$include: './b.json'}",
      "/c/b.json": "{$include: './a.json'}",
    },
    "in /c/b.json: $include goes in a circle: /c/openclaw.json → /c/a.json → /c/b.json → /c/a.json; that part is left out",
  ],
])("$include of %s is named and the rest still counts", (_, disk, problem) => {
  expect(read(disk)).toEqual({ config: { gateway: { port: 4 } }, state: "read", problems: [problem] });
});

test("a chain of includes ends", () => {
  const chain = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`/c/${index}.json`, `{$include: './${index + 1}.json'}`]));
  const { problems } = read({ ...chain, "/c/openclaw.json": "{gateway: {$include: './0.json'}}" });
  expect(problems).toEqual([expect.stringContaining("$include is nested more than 10 deep")]);
});

test("an included file cannot give an object another prototype", () => {
  const { config } = read({
    "/c/openclaw.json": "{gateway: {$include: './g.json', port: 1}}",
    "/c/g.json": '{"__proto__":{"mode":"remote"},"constructor":{"prototype":{}}}',
  });
  expect(config).toEqual({ gateway: { port: 1 } });
  expect(Object.getPrototypeOf(at(config, "gateway"))).toBe(Object.prototype);
});
