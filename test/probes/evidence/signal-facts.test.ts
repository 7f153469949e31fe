// Against this machine's /proc and real processes, with and without a SIGUSR2 handler.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readSignalFacts, catchesUsr2, uidIn } from "../../../src/probes/evidence/signal-facts.ts";
import { RpcFailure, type World } from "../../../src/probes/probe.ts";
import { startParentAndChild, startStandIn, startTimeOf, worldWithClock } from "../local/stand-in.ts";
import { target as anyTarget } from "../../support/target.ts";

const uid = process.getuid?.() ?? 0;
let folder = "";
const ends: (() => Promise<unknown>)[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gatetop-signal-"));
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  rmSync(folder, { recursive: true });
});

async function listener(handlers: string): Promise<{ readonly child: ChildProcess; readonly pid: number; readonly port: number }> {
  const script = `${handlers}; const s = require("node:net").createServer(); s.listen(0, "127.0.0.1", () => console.log(s.address().port));`;
  const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  ends.push(async () => {
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  });
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  return { child, pid: child.pid ?? 0, port: Number(line) };
}

const { world } = worldWithClock();
const unknown = { version: null, hasStartupz: null };

function writeLock(value: Readonly<Record<string, unknown>>): void {
  const place = join(folder, "tmp", `openclaw-${uid}`);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, "gateway.state.lock"), `${JSON.stringify(value)}\n  `);
}

const read = (port: number, more: Partial<World> = {}, release = { version: "2026.9.6", hasStartupz: true }) =>
  readSignalFacts({ ...world, ...more }, { ...anyTarget, port, stateDir: folder }, release, 1_000);

describe.runIf(process.platform === "linux")("what the process itself catches", () => {
  test.each([
    ["a SIGUSR2 handler", 'process.on("SIGUSR2", () => {})', true],
    ["no handler of its own: SIGUSR1 is Node's and proves nothing", "", false],
    ["a SIGUSR1 handler", 'process.on("SIGUSR1", () => {})', false],
  ])("%s", async (_, handlers, catches) => {
    const gateway = await listener(handlers);
    const startTicks = startTimeOf(gateway.pid);
    writeLock({ pid: gateway.pid, startTime: startTicks, port: gateway.port });
    expect(await read(gateway.port)).toEqual({
      catchesUsr2: catches,
      version: "2026.9.6",
      hasStartupz: true,
      lock: { pid: gateway.pid, startTicks, port: gateway.port },
      process: { pid: gateway.pid, startTicks, uid },
      portOwner: gateway.pid,
      allowed: null,
      ownUid: uid,
    });
  });
});

describe.runIf(process.platform === "linux")("whom the lock and the port vouch for", () => {
  test("a lock of a dead process: nobody's handlers are read", async () => {
    const gone = await startStandIn();
    await gone.end();
    const gateway = await listener("");
    writeLock({ pid: gone.pid, startTime: 5, port: gateway.port });
    expect(await read(gateway.port)).toMatchObject({ process: null, catchesUsr2: null, portOwner: gateway.pid, lock: { pid: gone.pid } });
  });

  test("a recycled pid keeps both start times, so that the difference can be seen", async () => {
    const gateway = await listener("");
    writeLock({ pid: gateway.pid, startTime: 5, port: gateway.port });
    expect(await read(gateway.port)).toMatchObject({ lock: { startTicks: 5 }, process: { startTicks: startTimeOf(gateway.pid) } });
  });

  test("a lock of one process and the port of another", async () => {
    const gateway = await listener("");
    const other = await listener("");
    writeLock({ pid: other.pid, startTime: startTimeOf(other.pid), port: gateway.port });
    expect(await read(gateway.port)).toMatchObject({ lock: { pid: other.pid }, process: { pid: other.pid }, portOwner: gateway.pid });
  });

  test("no lock file: the port's owner alone is not enough", async () => {
    const gateway = await listener("");
    expect(await read(gateway.port)).toMatchObject({ lock: null, process: null, portOwner: gateway.pid });
  });

  test("a lock for another port is another gateway's", async () => {
    const gateway = await listener("");
    writeLock({ pid: gateway.pid, startTime: startTimeOf(gateway.pid), port: 1 });
    expect(await read(gateway.port)).toMatchObject({ lock: null, process: null });
  });

  test("the port's owner may not be looked into", async () => {
    const gateway = await listener("");
    writeLock({ pid: gateway.pid, startTime: startTimeOf(gateway.pid), port: gateway.port });
    const listDir: World["listDir"] = (path) => (path.endsWith("/fd") ? Promise.reject(new Error("EACCES")) : world.listDir(path));
    expect(await read(gateway.port, { listDir })).toMatchObject({ portOwner: null, process: { pid: gateway.pid } });
  });

  test.each([
    ["its own start time: the child that listens is meant", (pid: number) => startTimeOf(pid), "2026.3.23", true],
    ["another start time: nobody is vouched for", () => 5, "2026.3.23", false],
    ["a release that locks and listens in one process: nobody is vouched for", (pid: number) => startTimeOf(pid), "2026.9.6", false],
  ])("a parent holds the lock with %s", async (_, startTime, version, vouched) => {
    const pair = await startParentAndChild();
    ends.push(pair.end);
    writeLock({ pid: pair.pid, startTime: startTime(pair.pid) });
    const facts = await read(pair.port, {}, { version, hasStartupz: false });
    const meant = vouched ? pair.childPid : pair.pid;
    expect(facts).toMatchObject({ portOwner: pair.childPid, lock: { pid: meant }, process: { pid: meant } });
  });
});

describe.runIf(process.platform === "linux")("whether the configuration allows it", () => {
  const config = (text: string): string => {
    const path = join(folder, "openclaw.json");
    writeFileSync(path, text);
    return path;
  };
  const allowed = async (configPath: string | null, more: Partial<World> = {}): Promise<boolean | null> =>
    (await readSignalFacts({ ...world, ...more }, { ...anyTarget, configPath }, unknown, 1_000)).allowed;

  test.each([
    ["says so", "{ commands: { restart: true } }", true],
    ["forbids it, in JSON5", "{ commands: { restart: false, }, } // mine", false],
    ["says nothing: the default", "{ gateway: { port: 1 } }", true],
    ["may say it in another file", '{ $include: "./rest.json5" }', null],
    ["may say it in another file, below commands", '{ commands: { $include: "./commands.json5" } }', null],
    ["says it beside an include: its own word wins", '{ $include: "./rest.json5", commands: { restart: false } }', false],
    ["says something else", '{ commands: { restart: "${RESTART}" } }', null],
    ["is broken", "{ commands: ", null],
  ])("a file that %s", async (_, text, expected) => {
    expect(await allowed(config(text))).toBe(expected);
  });

  test("no file: nobody knows", async () => {
    expect(await allowed(join(folder, "none.json"))).toBeNull();
  });

  test("the config the gateway's own lock names beats the one found by its place", async () => {
    const gateway = await listener("");
    const named = join(folder, "other.json");
    writeFileSync(named, "{ commands: { restart: false } }");
    writeLock({ pid: gateway.pid, startTime: startTimeOf(gateway.pid), port: gateway.port, configPath: named });
    const target = { ...anyTarget, port: gateway.port, stateDir: folder, configPath: config("{}") };
    expect((await readSignalFacts(world, target, unknown, 1_000)).allowed).toBe(false);
  });

  test.each([
    ["the running gateway's word beats the file", () => Promise.resolve({ config: { commands: { restart: false } } }), false],
    ["without an answer the file has to do", () => Promise.reject(new RpcFailure("TIMEOUT", "no answer", true)), true],
  ])("%s", async (_, request, expected) => {
    expect(await allowed(config("{}"), { methods: () => ["config.get"], request })).toBe(expected);
  });
});

test.each([
  ["on another host", { local: false }, {}],
  ["off Linux", {}, { platform: "darwin" as const }],
])("%s nothing of a process is read", async (_, target, more) => {
  const facts = await readSignalFacts(
    { ...world, ...more },
    { ...anyTarget, ...target },
    { version: "2026.9.6", hasStartupz: true },
    1_000,
  );
  expect(facts).toMatchObject({ lock: null, process: null, portOwner: null, catchesUsr2: null, allowed: null, version: "2026.9.6" });
});

test.each([
  ["2026.9.6 measured", "SigCgt:\t0000000188014e02", true],
  ["2026.9.1 measured", "SigCgt:\t0000000188004602", false],
  ["2026.2.26, 2026.3.23 and 2026.5.7 measured: signal-exit catches whatever ends a program", "SigCgt:\t000000017380ee37", "with-all"],
  ["a mask wider than a number holds", "SigCgt:\tfffffffffffff7ff", false],
  ["a kernel that does not tell", "Name:\tnode", null],
])("the mask of handled signals: %s", (_, line, expected) => {
  expect(catchesUsr2(`Name:\tnode\n${line}\nThreads:\t7\n`)).toBe(expected);
});

test("the real uid is the first of four", () => {
  expect(uidIn("Uid:\t1000\t1001\t1002\t1003\n")).toBe(1000);
});
