// The finder's own door to the disk, on a real one.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { realFiles } from "../../../src/cli/find/files.ts";
import { readStdinLine } from "../../../src/cli/find/stdin-line.ts";
import { findGatewayOnThisHost } from "../../../src/cli/find/this-host.ts";
import { parseArguments } from "../../../src/cli/options.ts";

let dir = "";

beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "gatetop-files-"));
});

afterEach(() => {
  delete process.env["OPENCLAW_HOME"];
  fs.rmSync(dir, { recursive: true, force: true });
});

test("reads a text with its mode", () => {
  const file = path.join(dir, "t");
  fs.writeFileSync(file, "secret\n");
  fs.chmodSync(file, 0o640);
  expect(realFiles.read(file)).toEqual({ kind: "text", text: "secret\n", mode: 0o640 });
});

test("tells missing, a directory, and too large apart", () => {
  const large = path.join(dir, "large");
  fs.writeFileSync(large, "");
  fs.truncateSync(large, 3 * 1024 * 1024);
  expect(realFiles.read(path.join(dir, "none"))).toEqual({ kind: "missing" });
  expect(realFiles.read(dir)).toEqual({ kind: "unreadable", why: "it is a directory", denied: false });
  expect(realFiles.read(large)).toEqual({ kind: "unreadable", why: "it is larger than 2 MiB", denied: false });
});

// The superuser may read everything.
test.runIf(process.getuid?.() !== 0)("a file of mode 0000 is forbidden", () => {
  const file = path.join(dir, "t");
  fs.writeFileSync(file, "x", { mode: 0 });
  expect(realFiles.read(file)).toEqual({ kind: "unreadable", why: "permission denied", denied: true });
});

test("finds the gateway of a home on this host, live lock included", () => {
  const state = path.join(dir, ".openclaw");
  const lockDir = path.join(state, "tmp", process.getuid === undefined ? "openclaw" : `openclaw-${process.getuid()}`);
  fs.mkdirSync(lockDir, { recursive: true });
  fs.writeFileSync(path.join(state, "openclaw.json"), "{gateway: {auth: {token: 'abc'}}}");
  fs.writeFileSync(path.join(lockDir, "gateway.state.lock"), JSON.stringify({ pid: process.pid, port: 19_777 }));
  process.env["OPENCLAW_HOME"] = dir;
  const parsed = parseArguments([]);
  const found = parsed.kind === "run" ? findGatewayOnThisHost(parsed.options, null) : parsed;
  expect(found).toMatchObject({
    kind: "found",
    credentials: { token: "abc" },
    target: {
      url: "ws://127.0.0.1:19777",
      local: true,
      name: os.hostname(),
      stateDir: state,
      configPath: path.join(state, "openclaw.json"),
    },
  });
});

test.each<[string, string[], string | null]>([
  ["a line", ["token\nrest"], "token"],
  ["a line of another system", ["token\r\n"], "token"],
  ["a line in pieces", ["to", "ken", "\nx"], "token"],
  ["text without a line break", ["token"], "token"],
  ["nothing", [], null],
  ["an empty line", ["\n"], ""],
])("reads %s from standard input", async (_, chunks, line) => {
  expect(await readStdinLine(Readable.from(chunks))).toBe(line);
});

test("leaves standard input open behind the line", async () => {
  const stream = new Readable({ read: () => undefined });
  stream.push("token\n");
  expect(await readStdinLine(stream)).toBe("token");
  expect(stream.destroyed).toBe(false);
});

test("an endless line does not fill the memory", async () => {
  let pushed = 0;
  const stream = new Readable({
    read() {
      pushed += 1;
      this.push("x".repeat(1024));
    },
  });
  expect((await readStdinLine(stream))?.length).toBeLessThan(200 * 1024);
  expect(pushed).toBeLessThan(1_000);
});
