// What macOS and Windows get: systeminformation's real answers about real processes, read as if there were no /proc.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createProcessProbe } from "../../../src/probes/local/process.ts";
import type { World } from "../../../src/probes/probe.ts";
import { contextFor, startStandIn, worldWithClock, type StandIn } from "./stand-in.ts";

let folder = "";
let gateway: StandIn;
const uid = process.getuid?.() ?? 0;
const { world: real } = worldWithClock();
const refuse = (path: string): Promise<never> => Promise.reject(new Error(`no ${path} here`));
const require = createRequire(import.meta.url);
/** Loaded anew every time: systeminformation repeats an answer for half a second. */
const systeminformation = (): ReturnType<World["systeminformation"]> => {
  for (const path of Object.keys(require.cache)) if (path.includes("/systeminformation/")) delete require.cache[path];
  return Promise.resolve(require("systeminformation") as Awaited<ReturnType<World["systeminformation"]>>);
};
const world: World = {
  ...real,
  systeminformation,
  platform: "darwin",
  readText: (path, options) => (path.startsWith("/proc/") ? refuse(path) : real.readText(path, options)),
  listDir: refuse,
  readLink: refuse,
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "gatetop-elsewhere-"));
  gateway = await startStandIn();
});
afterEach(async () => {
  await gateway.end();
  rmSync(folder, { recursive: true });
});

function writeLock(pid: number): void {
  mkdirSync(join(folder, "tmp", `openclaw-${uid}`), { recursive: true });
  writeFileSync(join(folder, "tmp", `openclaw-${uid}`, "gateway.state.lock"), JSON.stringify({ pid, port: gateway.port }));
}

test("the lock file's process; what systeminformation cannot tell is unknown", async () => {
  writeLock(gateway.pid);
  const reading = await createProcessProbe().read(world, contextFor({ port: gateway.port, stateDir: folder }));
  if (!reading.found) throw new Error(reading.why);
  expect(reading).toMatchObject({
    pid: gateway.pid,
    evidence: "lock file",
    state: null,
    threads: null,
    openHandles: null,
    acceptBacklog: null,
  });
  expect(reading.rssBytes).toBeGreaterThan(20_000_000);
  expect(Math.abs((reading.startedAt ?? 0) - Date.now())).toBeLessThan(60_000);
});

test.each([
  ["a pid given by flag", () => contextFor({ port: 1, pid: gateway.pid }), "flag"],
  ["the pid the gateway reports", () => contextFor({ port: 1 }, { reportedPid: gateway.pid }), "gateway"],
])("%s", async (_, context, evidence) => {
  expect(await createProcessProbe().read(world, context())).toMatchObject({ found: true, pid: gateway.pid, evidence });
});

test("ended, it is gone with the reason", async () => {
  writeLock(gateway.pid);
  const probe = createProcessProbe();
  const context = contextFor({ port: gateway.port, stateDir: folder });
  expect(await probe.read(world, context)).toMatchObject({ found: true });
  await gateway.end();
  expect(await probe.read(world, context)).toEqual({ found: false, why: `lock file names pid ${gateway.pid}, which is gone` });
});

test("nothing to go by", async () => {
  const reading = await createProcessProbe().read(world, contextFor({ port: 1 }));
  expect(reading).toEqual({ found: false, why: "no lock file, and nothing listens on port 1" });
});
