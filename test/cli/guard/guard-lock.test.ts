import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { takeGuardLock } from "../../../src/cli/guard/guard-lock.ts";
import { guardFiles, targetKey } from "../../../src/cli/guard/target-key.ts";
import { target } from "../../support/target.ts";

let home: string;
let children: ChildProcess[];

beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), "gatetop-guard-lock-"));
  children = [];
});
afterEach(async () => {
  for (const child of children) await killed(child);
  fs.rmSync(home, { recursive: true, force: true });
});

const files = () => guardFiles(path.join(home, "state", "gatetop"), target);

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}

const holder = fileURLToPath(new URL("./lock-holder.ts", import.meta.url));
async function another(): Promise<{ readonly child: ChildProcess; readonly said: unknown }> {
  const { dir, lock } = files();
  const argv = ["--disable-warning=ExperimentalWarning", "--experimental-strip-types", holder, dir, lock];
  const child = spawn(process.execPath, argv, { stdio: ["pipe", "pipe", "inherit"] });
  children.push(child);
  const { value } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  return { child, said: JSON.parse(String(value)) };
}

describe("one guard for one gateway", () => {
  test("the second one is told whose the lock is", async () => {
    expect(takeGuardLock(files()).kind).toBe("held");
    expect((await another()).said).toEqual({ kind: "another", pid: process.pid });
  });

  test("given back, the next one has it", async () => {
    const taken = takeGuardLock(files());
    if (taken.kind === "held") taken.release();
    expect((await another()).said).toEqual({ kind: "held", pid: null });
  });

  test("a guard that was killed holds nobody up", async () => {
    const { child, said } = await another();
    expect(said).toEqual({ kind: "held", pid: null });
    expect(takeGuardLock(files())).toEqual({ kind: "another", pid: child.pid });
    await killed(child);
    expect(takeGuardLock(files()).kind).toBe("held");
  });

  test("nor does one whose number belongs to another process by now", () => {
    const { dir, lock } = files();
    fs.mkdirSync(dir, { recursive: true });
    fs.writeFileSync(lock, `${process.pid} 1\n`);
    expect(takeGuardLock(files()).kind).toBe("held");
  });

  test("where it cannot be written, it is said why", () => {
    fs.mkdirSync(path.join(home, "state"));
    fs.writeFileSync(path.join(home, "state", "gatetop"), "");
    expect(takeGuardLock(files())).toEqual({ kind: "failed", why: expect.stringMatching(/cannot be written: \w/u) as string });
  });
});

describe("the files of a gateway's guard", () => {
  test.each([
    ["127.0.0.1", /^127\.0\.0\.1-18789-[\da-f]{12}$/u],
    ["[::1]", /^[\w.-]+-18789-[\da-f]{12}$/u],
    ["gateway.tail1234.ts.net", /^gateway\.tail1234\.ts\.net-18789-[\da-f]{12}$/u],
  ])("of %s are named so that a person knows whose they are", (host, name) => {
    expect(targetKey({ ...target, host, port: 18_789 })).toMatch(name);
  });

  test.each([
    ["another port", { port: 2 }],
    ["another state directory on the same address", { stateDir: "/home/ana/.openclaw-work" }],
    ["another config", { configPath: "/etc/openclaw.json" }],
  ])("%s: other files", (_, change) => {
    expect(targetKey({ ...target, ...change })).not.toBe(targetKey(target));
  });

  test.each(["localhost", "[::1]", "127.0.0.1"])("two guards meet, whatever name of this host they were given: %s", (host) => {
    expect(targetKey({ ...target, host })).toBe(targetKey({ ...target, host: "127.0.0.1" }));
  });

  test("no name leaves the folder, whatever the host is called", () => {
    const { dir, state } = guardFiles("/state", { ...target, host: "../../etc/passwd" });
    expect(path.dirname(state)).toBe(dir);
  });
});
