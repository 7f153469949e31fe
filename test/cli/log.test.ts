import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openLog, type Log } from "../../src/cli/log.ts";
import { redirectConsole } from "../../src/cli/redirect-console.ts";

let dir = "";
let file = "";
let log: Log;
const failures: string[] = [];
const at = Date.parse("2026-11-20T12:00:00Z");

beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "gatetop-log-"));
  file = path.join(dir, "log");
  failures.length = 0;
  log = open(file);
});

afterEach(() => {
  log.close();
  fs.rmSync(dir, { recursive: true, force: true });
});

const open = (name: string | null): Log => openLog({ file: name, now: () => at, onFailure: (sentence) => failures.push(sentence) });
const text = (): string => fs.readFileSync(file, "utf8");
const lines = (): unknown[] =>
  text()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as unknown);

test("one JSON object a line, appended, for its owner only", () => {
  log.write("info", "connected", { url: "ws://127.0.0.1:1", tookMs: 4 });
  log.close();
  log = open(file);
  log.write("warn", "line\nbreak");
  expect(lines()).toEqual([
    { t: "2026-11-20T12:00:00.000Z", at, level: "info", msg: "connected", url: "ws://127.0.0.1:1", tookMs: 4 },
    { t: "2026-11-20T12:00:00.000Z", at, level: "warn", msg: "line\nbreak" },
  ]);
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
});

test("a secret is hidden wherever it turns up", () => {
  const canary = 'canary-"4711"\\';
  log.conceal(canary);
  const circle: Record<string, unknown> = { inside: `Bearer ${canary}` };
  circle["itself"] = circle;
  log.write("error", `refused ${canary}${canary}`, {
    nested: [{ deep: canary, token: "another", deviceToken: "third", auth: { password: "fourth" }, signature: "fifth" }],
    [canary]: 1,
    error: new Error(`could not send ${canary}`),
    circle,
    missing: { token: null },
  });
  expect(text()).not.toMatch(/canary|4711|another|third|fourth|fifth/u);
  expect(lines()).toEqual([
    expect.objectContaining({
      msg: "refused [hidden][hidden]",
      "[hidden]": 1,
      nested: [{ deep: "[hidden]", token: "[hidden]", deviceToken: "[hidden]", auth: { password: "[hidden]" }, signature: "[hidden]" }],
      circle: { inside: "Bearer [hidden]", itself: "[…]" },
      missing: { token: null },
    }),
  ]);
});

test("anything can be written, and nothing is endless", () => {
  log.write("debug", "odd", { big: 10n, fn: () => 1, none: undefined, long: "x".repeat(9_000) });
  expect(lines()).toEqual([expect.objectContaining({ big: "10", long: `${"x".repeat(4_000)}…` })]);
});

test("without a file nothing is written and nothing fails", () => {
  open(null).write("info", "nowhere");
  expect(failures).toEqual([]);
  expect(fs.readdirSync(dir)).toEqual(["log"]);
});

test.runIf(fs.existsSync("/dev/full"))("a full disk is told once", () => {
  const full = open("/dev/full");
  full.write("info", "one");
  full.write("info", "two");
  full.close();
  expect(failures).toEqual(["the log /dev/full cannot be written: no space left on the device; gatetop goes on without it"]);
});

test.each<[string, () => string, string]>([
  ["a missing directory", () => path.join(dir, "no", "log"), "it does not exist"],
  ["a directory", () => dir, "it is a directory"],
  [
    "a pipe nobody reads",
    () => {
      execFileSync("/bin/sh", ["-c", `mkfifo "$1"`, "sh", path.join(dir, "pipe")]);
      return path.join(dir, "pipe");
    },
    "nobody reads from that pipe",
  ],
])("%s is told once", (_, make, why) => {
  const name = make();
  const broken = open(name);
  broken.write("info", "one");
  expect(failures).toEqual([`the log ${name} cannot be written: ${why}; gatetop goes on without it`]);
});

test("console and process warnings go to the log and nowhere else, until put back", async () => {
  const before = console.log;
  const printed = vi.spyOn(process.stderr, "write");
  const restore = redirectConsole(log);
  console.log("from %s", "somewhere", { a: 1 });
  console.error(new Error("broken"));
  const warned = new Promise((resolve) => process.once("warning", resolve));
  process.emitWarning("careful", "ExperimentalWarning");
  await warned;
  restore();
  expect(console.log).toBe(before);
  expect(lines()).toEqual([
    expect.objectContaining({ level: "info", msg: "from somewhere { a: 1 }", from: "console.log" }),
    expect.objectContaining({ level: "error", msg: expect.stringContaining("Error: broken") }),
    expect.objectContaining({ level: "warn", msg: "careful", name: "ExperimentalWarning" }),
  ]);
  expect(printed).not.toHaveBeenCalled();
  printed.mockRestore();
});

test("a log of a program that runs for months is turned: the file and one before it", () => {
  log.close();
  log = openLog({ file, now: () => at, turnAtBytes: 300, onFailure: (sentence) => failures.push(sentence) });
  for (let line = 0; line < 9; line += 1) log.write("info", `line ${line}`);
  const messages = (name: string): readonly string[] => fs.readFileSync(name, "utf8").match(/line \d/gu) ?? [];
  expect(messages(`${file}.1`)).toEqual(["line 4", "line 5", "line 6", "line 7"]);
  expect(messages(file)).toEqual(["line 8"]);
  expect(fs.readdirSync(dir).toSorted()).toEqual(["log", "log.1"]);
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
});

test("how long it is already is counted in", () => {
  log.close();
  fs.writeFileSync(file, "x".repeat(299));
  log = openLog({ file, now: () => at, turnAtBytes: 300, onFailure: (sentence) => failures.push(sentence) });
  log.write("info", "one");
  log.write("info", "two");
  expect(lines()).toMatchObject([{ msg: "two" }]);
});

test("what is no file is not turned", () => {
  const pipe = path.join(dir, "pipe");
  execFileSync("mkfifo", [pipe]);
  const reader = fs.openSync(pipe, "r+");
  const piped = openLog({ file: pipe, now: () => at, turnAtBytes: 1, onFailure: (sentence) => failures.push(sentence) });
  piped.write("info", "one");
  piped.write("info", "two");
  piped.close();
  const read = Buffer.alloc(1_000);
  expect(read.toString("utf8", 0, fs.readSync(reader, read)).match(/one|two/gu)).toEqual(["one", "two"]);
  fs.closeSync(reader);
  expect(failures).toEqual([]);
  expect(fs.readdirSync(dir).toSorted()).toEqual(["log", "pipe"]);
});
