import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { copiesDir, createConfigCopies, type ConfigCopies } from "../../../src/cli/guard/config-copies.ts";

let root = "";
let state = "";
let configPath = "";
let now = 0;

const TOKEN = "gwtok-9fQ2rXvLm3ZpTk8sWcYb1nHdJe7uAo5iGx0";

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "gatetop-copies-"));
  state = path.join(root, "state");
  configPath = path.join(root, "openclaw.json");
  now = Date.parse("2026-11-20T12:00:00Z");
});

afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

const open = (most: number | (() => number) = 5): ConfigCopies =>
  createConfigCopies({ state, configPath, most: typeof most === "number" ? () => most : most, now: () => now });
const names = (): readonly string[] => fs.readdirSync(copiesDir(state, configPath)).toSorted();
const texts = (): readonly string[] => names().map((name) => fs.readFileSync(path.join(copiesDir(state, configPath), name), "utf8"));

function write(text: string | Buffer): void {
  now += 60_000;
  fs.writeFileSync(configPath, text);
  // Not every kernel tells apart when two writes of one millisecond were.
  fs.utimesSync(configPath, now / 1_000, now / 1_000);
}

test("what a well gateway runs with is kept as it is, for its owner only", () => {
  const text = `\uFEFF{ // ours\r\n gateway: { auth: { token: "${TOKEN}" } },\r\n}`;
  write(text);
  const copies = open();
  expect(copies.keep()).toEqual({ kept: names()[0], broken: null, trouble: null });
  expect(texts()).toEqual([text]);
  const dir = copiesDir(state, configPath);
  expect([fs.statSync(dir).mode & 0o777, fs.statSync(path.join(dir, names()[0] ?? "")).mode & 0o777]).toEqual([0o700, 0o600]);
  expect(copies.keep().kept).toBeNull();
});

test("the last five that differ are kept; one that came back is the newest", () => {
  const copies = open();
  for (const port of [1, 2, 3, 4, 5, 6, 7, 6]) {
    write(`{ port: ${port} }`);
    copies.keep();
  }
  expect(texts()).toEqual([3, 4, 5, 7, 6].map((port) => `{ port: ${port} }`));
});

test("how many are kept is what the settings say by then", () => {
  let most = 5;
  const copies = open(() => most);
  for (const port of [1, 2, 3, 4]) {
    write(`{ port: ${port} }`);
    copies.keep();
  }
  most = 2;
  write("{ port: 5 }");
  copies.keep();
  expect(texts()).toEqual(["{ port: 4 }", "{ port: 5 }"]);
});

test("a guard that comes later keeps no second copy", () => {
  write("{}");
  open().keep();
  now += 1;
  expect(open().keep()).toEqual({ kept: null, broken: null, trouble: null });
  expect(names()).toHaveLength(1);
});

test("one that could not be read again is told of once, where and without its values, and not kept", () => {
  write("{ a: 1 }");
  const copies = open();
  copies.keep();
  write(`{\n  gateway: { port: 18789 },\n  secrets: { token: "${TOKEN}" mode: "token" },\n}`);
  now += 3 * 3_600_000;
  const { kept, broken } = copies.keep();
  expect(kept).toBeNull();
  expect(broken).toBe(
    `the gateway runs, and would not start again: openclaw.json:3:${`  secrets: { token: "${TOKEN}" m`.length}: invalid character 'm', ` +
      'in: secrets: { token: "[hidden]" mode: "[hidden]" }; gatetop config restore shows the copy of 3h1m ago, and asks',
  );
  expect(copies.keep().broken).toBeNull();
  expect(names()).toHaveLength(1);
});

test.each<[string, () => void, RegExp]>([
  ["larger than a megabyte", () => write(`{ a: "${"x".repeat(1_000_001)}" }`), /is larger than 1 MB: no copy of it is kept$/u],
  ["not UTF-8", () => write(Buffer.from([0x7b, 0xff, 0x7d])), /is not UTF-8: no copy of it is kept$/u],
])("%s: said once", (_, make, why) => {
  make();
  const copies = open();
  expect(copies.keep().trouble).toMatch(why);
  expect(copies.keep().trouble).toBeNull();
});

test("a state directory that cannot be made: said once, and tried again after ten minutes", () => {
  write("{}");
  fs.writeFileSync(state, "a file");
  const copies = open();
  expect(copies.keep().trouble).toMatch(/^no copy of .* can be kept in .*: a part of the path is not a directory$/u);
  expect(copies.keep().trouble).toBeNull();
  fs.rmSync(state);
  expect(copies.keep().kept).toBeNull();
  now += 600_000;
  expect(copies.keep().kept).not.toBeNull();
});

test("a gateway without a config has nothing to keep", () => {
  expect(open().keep()).toEqual({ kept: null, broken: null, trouble: null });
});

test("none are kept when none are wanted", () => {
  write("{}");
  expect(open(0).keep().kept).toBeNull();
});

test.each<[string, () => void, RegExp | null]>([
  ["the copy itself", () => undefined, null],
  [
    "broken",
    () => write('{ token: "canary'),
    /^openclaw\.json:1:\d+: invalid end of input, in: \{ token: "\[hidden\]"; gatetop config restore shows/u,
  ],
  ["not an object", () => write("[1]"), /^openclaw\.json:1:1: it is not an object; gatetop config restore/u],
  [
    "another one that can be read",
    () => write("{ a: 2 }"),
    /^openclaw\.json was changed since the gateway was last well; gatetop config restore/u,
  ],
  ["gone", () => fs.rmSync(configPath), /openclaw\.json is gone; gatetop config restore/u],
])("for a gateway that does not start, the file is %s", (_, change, why) => {
  write("{ a: 1 }");
  open().keep();
  change();
  const suspect = open().suspect();
  if (why === null) expect(suspect).toBeNull();
  else expect(suspect).toMatch(why);
});

test("without a copy there is nothing to offer", () => {
  write("{");
  expect(open().suspect()).toMatch(/no copy of it is kept$/u);
});
