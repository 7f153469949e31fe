// Against this machine's /proc and real processes. Nothing here is mocked but the clock.
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createProcessProbe } from "../../../src/probes/local/process.ts";
import { Missing, type ProbeContext, type World } from "../../../src/probes/probe.ts";
import { freePort } from "./free-port.ts";
import {
  contextFor,
  startLimited,
  startParentAndChild,
  startStandIn,
  startTimeOf,
  stop,
  worldWithClock,
  type StandIn,
} from "./stand-in.ts";

let folder = "";
let gateway: StandIn;
const uid = process.getuid?.() ?? 0;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "gatetop-process-"));
  gateway = await startStandIn();
});
afterEach(async () => {
  await gateway.end();
  rmSync(folder, { recursive: true });
});

// As the gateway writes it: JSON, then white space up to a fixed length.
function writeLock(value: unknown, path = join(folder, "tmp", `openclaw-${uid}`, "gateway.state.lock")): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${typeof value === "string" ? value : JSON.stringify(value, null, 2)}\n \t\t  \t`);
}

const read = (context: ProbeContext, world: World = worldWithClock().world) => createProcessProbe().read(world, context);

async function deadPid(): Promise<number> {
  const other = await startStandIn();
  await other.end();
  return other.pid;
}

describe.runIf(process.platform === "linux")("which process is the gateway", () => {
  test.each([
    ["a lock file with its start time", () => ({ pid: gateway.pid, startTime: startTimeOf(gateway.pid), port: gateway.port }), "lock file"],
    ["a lock file of a release that writes no port", () => ({ pid: gateway.pid, startTime: startTimeOf(gateway.pid) }), "lock file"],
    ["a lock file without start time, confirmed by the port", () => ({ pid: gateway.pid }), "lock file"],
    ["a lock file with another start time: the port's owner", () => ({ pid: gateway.pid, startTime: 1 }), "port owner"],
    [
      "a lock file of another living process: the listener wins",
      () => ({ pid: process.pid, startTime: startTimeOf(process.pid) }),
      "port owner",
    ],
    [
      "a lock file for another port: the port's owner",
      () => ({ pid: process.pid, startTime: startTimeOf(process.pid), port: 1 }),
      "port owner",
    ],
    ["a lock file caught half written: the port's owner", () => '{"pid": 1', "port owner"],
    ["a lock file with nonsense: the port's owner", () => ({ pid: "12; rm", startTime: [] }), "port owner"],
    ["no lock file: the port's owner", null, "port owner"],
  ])("%s", async (_, lock, evidence) => {
    if (lock !== null) writeLock(lock());
    expect(await read(contextFor({ port: gateway.port, stateDir: folder }))).toMatchObject({ found: true, pid: gateway.pid, evidence });
  });

  test("the lock file of releases up to 2026.7 is in the temporary directory, named after the config", async () => {
    const port = await freePort();
    const configPath = join(folder, "openclaw.json");
    const name = `gateway.${createHash("sha256").update(configPath).digest("hex").slice(0, 8)}.lock`;
    writeLock({ pid: gateway.pid, startTime: startTimeOf(gateway.pid) }, join(folder, `openclaw-${uid}`, name));
    const usual = process.env["TMPDIR"];
    process.env["TMPDIR"] = folder;
    const reading = await read(contextFor({ port, configPath, stateDir: join(folder, "state") }));
    if (usual === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = usual;
    expect(reading).toMatchObject({ found: true, pid: gateway.pid, evidence: "lock file" });
  });

  test("of a parent with the lock and a child that listens, the child is the gateway", async () => {
    const pair = await startParentAndChild();
    writeLock({ pid: pair.pid, startTime: startTimeOf(pair.pid) });
    const reading = await read(contextFor({ port: pair.port, stateDir: folder }));
    await pair.end();
    expect(reading).toMatchObject({ found: true, pid: pair.childPid, evidence: "port owner" });
  });

  test("a locked process that does not listen yet is found: it is starting", async () => {
    writeLock({ pid: gateway.pid, startTime: startTimeOf(gateway.pid) });
    expect(await read(contextFor({ port: await freePort(), stateDir: folder }))).toMatchObject({ pid: gateway.pid, evidence: "lock file" });
  });

  test("a pid given by flag beats everything, and is not replaced when it is gone", async () => {
    expect(await read(contextFor({ port: gateway.port, pid: process.pid }))).toMatchObject({ pid: process.pid, evidence: "flag" });
    const gone = await deadPid();
    expect(await read(contextFor({ port: gateway.port, pid: gone }))).toEqual({ found: false, why: `pid ${gone}, the one given, is gone` });
  });

  test.each([
    ["nothing to go by", () => null, (port: number) => `no lock file, and nothing listens on port ${port}`],
    [
      "the lock of a process that is another one now",
      () => ({ pid: gateway.pid, startTime: 1 }),
      () => `lock file names pid ${gateway.pid}, which is another process now`,
    ],
    ["a lock file that is not JSON", () => "locked", () => "the lock file is not readable JSON"],
    ["the lock of another gateway", () => ({ pid: gateway.pid, port: 1 }), () => "the lock file is that of a gateway on port 1"],
  ])("not found: %s", async (_, lock, why) => {
    const port = await freePort();
    const text = lock();
    if (text !== null) writeLock(text);
    expect(await read(contextFor({ port, stateDir: folder }))).toEqual({ found: false, why: why(port) });
  });

  describe("the pid the gateway reports", () => {
    const info = (pid: number, uptimeMs: number): ProbeContext["last"] =>
      ((source: string) => (source === "systemInfo" ? { pid, uptimeMs } : null)) as ProbeContext["last"];

    test("is believed when that process is as old as the gateway says", async () => {
      const context = contextFor({ port: await freePort() }, { reportedPid: gateway.pid, last: info(gateway.pid, 1_000) });
      expect(await read(context)).toMatchObject({ found: true, pid: gateway.pid, evidence: "gateway" });
    });

    test("is not believed when that process is of another age: the gateway counts pids of its own", async () => {
      const context = contextFor({ port: await freePort() }, { reportedPid: gateway.pid, last: info(gateway.pid, 86_400_000) });
      expect(await read(context)).toMatchObject({ found: false, why: expect.stringContaining("another process on this host") as string });
    });
  });

  test.each([
    ["another user's process", uid + 1, `is held by a process of uid ${uid}, which this user may not look into`],
    ["a process outside this container", uid, "is held by a process that cannot be seen from here (a container?)"],
  ])("the port is open but the files of %s are closed to us: said in words", async (_, asUid, why) => {
    const { world } = worldWithClock();
    const listDir: World["listDir"] = (path) => (path.endsWith("/fd") ? Promise.reject(new Error("EACCES")) : world.listDir(path));
    const reading = await read(contextFor({ port: gateway.port }), { ...world, uid: asUid, listDir });
    expect(reading).toEqual({ found: false, why: `port ${gateway.port} ${why}` });
  });

  test("is not asked about a gateway on another host", async () => {
    await expect(read(contextFor({ port: gateway.port, local: false }))).rejects.toThrow(Missing);
  });
});

describe.runIf(process.platform === "linux")("what is read of it", () => {
  test("the kernel's figures", async () => {
    const { world } = worldWithClock();
    const probe = createProcessProbe();
    const context = contextFor({ port: gateway.port });
    const readAt = (ms: number) => probe.read({ ...world, now: () => ms }, context);
    const clients = [net.connect(gateway.port, "127.0.0.1"), net.connect(gateway.port, "127.0.0.1")];
    await gateway.line();
    await gateway.line();
    const first = await readAt(0);
    expect(first).toMatchObject({ state: expect.stringMatching(/^[RS]$/u) as string, cpuCores: null, connections: 2, acceptBacklog: 0 });
    gateway.child.stdin?.write("spin\n");
    await gateway.line();
    const second = await readAt(1_000);
    if (!second.found || second.startedAt === null) throw new Error("not found");
    // 0.3 s of processor time in the second that went by on our clock, give or take the ticks of 10 ms.
    expect(second.cpuCores).toBeGreaterThan(0.15);
    expect(second.cpuCores).toBeLessThan(0.6);
    expect(second.rssBytes).toBeGreaterThan(20_000_000);
    expect(second.threads).toBeGreaterThan(3);
    expect(second.openHandles).toBe(readdirSync(`/proc/${gateway.pid}/fd`).length);
    expect(Math.abs(second.startedAt - Date.now())).toBeLessThan(60_000);
    for (const client of clients) client.destroy();
  });

  test("asked twice in a moment, the processor share of a moment ago stands", async () => {
    const { world } = worldWithClock();
    const probe = createProcessProbe();
    const context = contextFor({ port: gateway.port });
    const readAt = (ms: number) => probe.read({ ...world, now: () => ms }, context);
    await readAt(0);
    gateway.child.stdin?.write("spin\n");
    await gateway.line();
    const after = await readAt(1_000);
    const again = await readAt(1_010);
    if (!after.found || !again.found) throw new Error("not found");
    expect(after.cpuCores).toBeGreaterThan(0.15);
    expect(again.cpuCores).toBe(after.cpuCores);
  });

  test("how many files it may open is the soft limit it was started with", async () => {
    const limited = await startLimited(321);
    const reading = await read(contextFor({ port: limited.port }));
    await limited.end();
    expect(reading).toMatchObject({ pid: limited.pid, maxOpenHandles: 321 });
  });

  test("its children are counted, anew after ten seconds, and none are none", async () => {
    const pair = await startParentAndChild();
    const probe = createProcessProbe();
    const { world, pass } = worldWithClock();
    const context = contextFor({ port: pair.port, pid: pair.pid });
    expect(await probe.read(world, context)).toMatchObject({ pid: pair.pid, children: 1 });
    process.kill(pair.childPid, "SIGKILL");
    await pair.line();
    expect(await probe.read(world, context)).toMatchObject({ children: 1 });
    pass(10_000);
    expect(await probe.read(world, context)).toMatchObject({ children: 0 });
    await pair.end();
  });

  test("a kernel that lists no children leaves them unknown", async () => {
    const { world } = worldWithClock();
    const readText: World["readText"] = (path, options) =>
      path.endsWith("/children") ? Promise.reject(new Error("ENOENT")) : world.readText(path, options);
    expect(await read(contextFor({ port: gateway.port }), { ...world, readText })).toMatchObject({ found: true, children: null });
  });

  test("once known, it costs no search: one look at its own open files", async () => {
    const { world } = worldWithClock();
    const probe = createProcessProbe();
    const context = contextFor({ port: gateway.port });
    await probe.read(world, context);
    const listed: string[] = [];
    const listDir: World["listDir"] = (path) => {
      listed.push(path);
      return world.listDir(path);
    };
    await probe.read({ ...world, listDir }, context);
    expect(listed).toEqual([`/proc/${gateway.pid}/fd`]);
  });

  test("killed, it is gone with the reason; started again, it is found again", async () => {
    const { world, pass } = worldWithClock();
    const probe = createProcessProbe();
    writeLock({ pid: gateway.pid, startTime: startTimeOf(gateway.pid), port: gateway.port });
    const context = contextFor({ port: gateway.port, stateDir: folder });
    expect(await probe.read(world, context)).toMatchObject({ found: true });
    await gateway.end();
    pass(1_000);
    expect(await probe.read(world, context)).toEqual({ found: false, why: `lock file names pid ${gateway.pid}, which is gone` });
    const next = await startStandIn();
    writeLock({ pid: next.pid, startTime: startTimeOf(next.pid), port: gateway.port });
    pass(1_000);
    const found = await probe.read(world, context);
    await next.end();
    expect(found).toMatchObject({ found: true, pid: next.pid, cpuCores: null });
  });

  test("a process that ends between two reads of one sweep is not found, and nothing is thrown", async () => {
    const { world } = worldWithClock();
    const probe = createProcessProbe();
    const context = contextFor({ port: gateway.port });
    await probe.read(world, context);
    const listDir: World["listDir"] = async (path) => {
      await gateway.end();
      return world.listDir(path);
    };
    expect(await probe.read({ ...world, listDir }, context)).toEqual({ found: false, why: `pid ${gateway.pid} ended while it was read` });
  });

  test("stopped, it is in state T and the connections it does not accept pile up", async () => {
    const { world, pass } = worldWithClock();
    const probe = createProcessProbe();
    const context = contextFor({ port: gateway.port });
    expect(await probe.read(world, context)).toMatchObject({ state: expect.stringMatching(/^[RS]$/u) as string, acceptBacklog: 0 });
    await stop(gateway);
    const clients = Array.from({ length: 3 }, () => net.connect(gateway.port, "127.0.0.1"));
    await Promise.all(clients.map((client) => once(client, "connect")));
    // Longer than a socket table is kept, however dear it is to read here.
    pass(16_000);
    expect(await probe.read(world, context)).toMatchObject({ found: true, state: "T", acceptBacklog: 3, connections: 0 });
    for (const client of clients) client.destroy();
  });
});
