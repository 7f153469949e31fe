// The eyes against real processes, a real lock file and this machine's kernel.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Eyes } from "../../../src/data/guard/ports.ts";
import type { Sight } from "../../../src/data/guard/sight.ts";
import type { Target } from "../../../src/data/target.ts";
import { createSupervisorLook } from "../../../src/probes/evidence/supervisor.ts";
import { createEyes, type LinkRung } from "../../../src/probes/guard/eyes.ts";
import type { World } from "../../../src/probes/probe.ts";
import { createWorld } from "../../../src/probes/world.ts";
import { freePort } from "../local/free-port.ts";
import { LOCKED_AT, startGatewayProcess, temporaryPlace, type GatewayProcess, type Place } from "./gateway-process.ts";

let place: Place;
let processes: GatewayProcess[];
let urls: string[];
/** Ahead of the clock, so that half a minute need not pass. */
let aheadMs: number;

beforeEach(() => {
  place = temporaryPlace();
  processes = [];
  urls = [];
  aheadMs = 0;
});
afterEach(async () => {
  for (const one of processes) await one.kill();
  place.remove();
});

const started = async (port?: number): Promise<GatewayProcess> => {
  const one = await startGatewayProcess(port);
  processes.push(one);
  return one;
};

const noLink: LinkRung = {
  look: () => Promise.resolve({ phase: "none", rpcMs: null, rpcFailed: false }),
  announced: () => null,
  close: () => undefined,
};

/** No service manager has a hand in what these tests start. */
function eyesOn(target: Target, change: Partial<World> = {}): Eyes {
  const real = createWorld({ request: () => Promise.reject(new Error("no gateway is asked here")), methods: () => null });
  const world: World = {
    ...real,
    listDir: (path) => (path === "/run/systemd/system" ? Promise.reject(new Error("not here")) : real.listDir(path)),
    getJson: (url, timeoutMs) => {
      urls.push(new URL(url).pathname);
      return real.getJson(url, timeoutMs);
    },
    ...change,
  };
  const supervisor = createSupervisorLook(world, target);
  return createEyes({ world, target, monotonicMs: () => performance.now() + aheadMs, intervalMs: () => 1_000, link: noLink, supervisor });
}

const locked = async (): Promise<{ readonly gateway: GatewayProcess; readonly eyes: Eyes }> => {
  const gateway = await started();
  place.lock(gateway);
  return { gateway, eyes: eyesOn(place.target(gateway.port)) };
};

describe("a gateway that answers", () => {
  test("is seen with one GET; the rest is looked at now and then", async () => {
    const { gateway, eyes } = await locked();
    const first = await eyes.look(false);
    expect(first).toMatchObject({
      health: { outcome: "answered", ok: true, status: "live" },
      startup: { outcome: "answered", status: "started", uptimeMs: 7_200_000 },
      process: { looked: true, value: { pid: gateway.pid, startTicks: gateway.startTicks, evidence: "lock file", cpuCores: null } },
      port: { outcome: "not-asked" },
      listener: { who: "unknown", pid: null },
    });
    urls = [];
    expect(await eyes.look(false)).toMatchObject({
      health: { outcome: "answered" },
      startup: { outcome: "not-asked" },
      process: { looked: false, value: null },
      supervisor: null,
    });
    expect(urls).toEqual(["/healthz"]);
    aheadMs = 31_000;
    expect(await eyes.look(false)).toMatchObject({
      startup: { outcome: "answered" },
      process: {
        looked: true,
        value: { pid: gateway.pid, rssBytes: expect.any(Number) as number, cpuCores: expect.any(Number) as number },
      },
    });
  });

  test("while it drains every look says so", async () => {
    const { gateway, eyes } = await locked();
    await gateway.become("draining");
    for (let look = 0; look < 2; look += 1) expect((await eyes.look(false)).startup.status).toBe("draining");
  });

  test("an old release with nothing but a web page: looked at closely, then left alone for a minute", async () => {
    const { gateway, eyes } = await locked();
    await gateway.become("html");
    expect(await eyes.look(false)).toMatchObject({ health: { outcome: "not-json" }, listener: { who: "gateway", pid: gateway.pid } });
    expect(await eyes.look(false)).toMatchObject({ health: { outcome: "not-json" }, port: { outcome: "not-asked" } });
    aheadMs = 61_000;
    expect(await eyes.look(false)).toMatchObject({ health: { outcome: "not-json" }, port: { outcome: "open" } });
  });
});

describe("a gateway that fails", () => {
  test("stopped: silent, in state T, and each look is one more in the accept queue", async () => {
    const { gateway, eyes } = await locked();
    await eyes.look(false);
    await gateway.stop();
    const first = await eyes.look(false);
    expect(first).toMatchObject({
      health: { outcome: "silent", ok: null },
      startup: { outcome: "not-asked" },
      port: { outcome: "open" },
      listener: { who: "gateway", pid: gateway.pid },
      process: { looked: true, value: { pid: gateway.pid, state: "T", ownsPort: true, traced: false } },
      staleLock: false,
      supervisor: { found: false },
    });
    const second = await eyes.look(true);
    const backlogOf = ({ process }: Sight): number => process.value?.backlog ?? -1;
    expect(backlogOf(first)).toBeGreaterThan(0);
    expect(backlogOf(second)).toBeGreaterThan(backlogOf(first));
    gateway.goOn();
    expect((await eyes.look(true)).health.outcome).toBe("answered");
  });

  test("stopped: no answer can come, and none is waited for", async () => {
    const gateway = await started();
    place.lock(gateway);
    await gateway.stop();
    const eyes = eyesOn(place.target(gateway.port), { getJson: () => new Promise(() => undefined) });
    expect(await eyes.look(true)).toMatchObject({ health: { outcome: "silent" }, process: { value: { pid: gateway.pid, state: "T" } } });
  });

  test.each([
    ["frozen", 1],
    ["as it was", 0],
  ])("its control group is %s, which is a person's word", async (_, frozen) => {
    const gateway = await started();
    place.lock(gateway);
    const real = createWorld({ request: () => Promise.reject(new Error("no gateway is asked here")), methods: () => null });
    const files: Readonly<Record<string, string>> = {
      [`/proc/${gateway.pid}/cgroup`]: "0::/user.slice/openclaw-gateway.service\n",
      "/proc/self/mountinfo": "30 24 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw\n",
      "/sys/fs/cgroup/user.slice/openclaw-gateway.service/cgroup.events": `populated 1\nfrozen ${frozen}\n`,
    };
    const readText: World["readText"] = (path, options) => {
      const text = files[path];
      return text === undefined ? real.readText(path, options) : Promise.resolve(text);
    };
    await gateway.become("spin");
    expect((await eyesOn(place.target(gateway.port), { readText }).look(false)).process.value?.traced).toBe(frozen === 1);
  });

  test("blocked: silent, running, with an accept queue", async () => {
    const { gateway, eyes } = await locked();
    await eyes.look(false);
    await gateway.become("spin");
    await eyes.look(false);
    const { health, process } = await eyes.look(false);
    expect(health.outcome).toBe("silent");
    expect(process.value?.state).toBe("R");
    expect(process.value?.backlog).toBeGreaterThan(0);
    // A whole core, of which other work of this machine may take a good part; one that waits has none.
    expect(process.value?.cpuCores).toBeGreaterThan(0.05);
    // That part counts as waited for.
    expect(process.value?.loopShare).toBeGreaterThan(0.9);
  });

  test("deaf: its process lives and nobody listens", async () => {
    const { gateway, eyes } = await locked();
    await gateway.become("deaf");
    expect(await eyes.look(false)).toMatchObject({
      health: { outcome: "failed" },
      port: { outcome: "refused" },
      listener: { who: "nobody", pid: null },
      process: { looked: true, value: { pid: gateway.pid, ownsPort: false, backlog: null } },
      staleLock: false,
      lockedAt: Date.parse(LOCKED_AT),
    });
  });

  test("it waits for a child that computes: that is work too", async () => {
    const { gateway, eyes } = await locked();
    await gateway.become("hires");
    await gateway.become("deaf");
    let process: Sight["process"]["value"];
    do process = (await eyes.look(true)).process.value;
    while ((process?.familyCores ?? 0) < 0.05);
    expect(process?.pid).toBe(gateway.pid);
    expect(process?.familyCores).toBeGreaterThan(process?.cpuCores ?? Infinity);
  });

  test.each<[string, (gateway: GatewayProcess) => Promise<unknown>]>([
    ["port, as its lock says", (gateway) => gateway.become("deaf").then(() => place.lock({ ...gateway, port: gateway.port + 1 }))],
    ["address", (gateway) => gateway.become("moved")],
  ])("one that listens on another %s is not deaf", async (_, moves) => {
    const { gateway, eyes } = await locked();
    await eyes.look(false);
    await moves(gateway);
    expect(await eyes.look(false)).toMatchObject({
      port: { outcome: "refused" },
      listener: { who: "elsewhere", pid: gateway.pid },
      process: { looked: true, value: { pid: gateway.pid } },
    });
  });

  test.each([
    ["its lock is left", true, true],
    ["it took its lock away", false, null],
  ])("gone, %s", async (_, left, staleLock) => {
    const { gateway, eyes } = await locked();
    await eyes.look(false);
    await gateway.kill();
    if (!left) place.unlock();
    expect(await eyes.look(false)).toMatchObject({
      port: { outcome: "refused" },
      listener: { who: "nobody" },
      process: { looked: true, value: null },
      staleLock,
    });
  });

  test("the lock of a process of the same number that is another one is stale", async () => {
    const port = await freePort();
    place.lock({ pid: process.pid, startTicks: 1, port });
    expect(await eyesOn(place.target(port)).look(false)).toMatchObject({ process: { looked: true, value: null }, staleLock: true });
  });

  test("a gateway that has its process seen only by the lock is found again after it lost the lock", async () => {
    const { gateway, eyes } = await locked();
    await eyes.look(false);
    await gateway.become("deaf");
    place.unlock();
    expect(await eyes.look(false)).toMatchObject({ process: { value: { pid: gateway.pid } }, staleLock: null });
  });
});

describe("who listens", () => {
  test("another process on the port of a gateway that is gone is a stranger", async () => {
    const { gateway, eyes } = await locked();
    await eyes.look(false);
    await gateway.kill();
    const stranger = await started(gateway.port);
    await stranger.stop();
    expect(await eyes.look(false)).toMatchObject({
      listener: { who: "stranger", pid: stranger.pid },
      process: { looked: true, value: null },
      staleLock: true,
    });
  });

  test("another process on the port beside a gateway that lives is a stranger, and its queue is not the gateway's", async () => {
    const gateway = await started();
    const { port } = await started();
    const stranger = processes.at(-1);
    place.lock({ ...gateway, port });
    await stranger?.stop();
    expect(await eyesOn(place.target(port)).look(false)).toMatchObject({
      listener: { who: "stranger", pid: stranger?.pid },
      process: { value: { pid: gateway.pid, ownsPort: false, backlog: null } },
    });
  });

  test("with nothing that says which process the gateway is, nobody is called a stranger", async () => {
    const silent = await started();
    await silent.stop();
    expect(await eyesOn(place.target(silent.port)).look(false)).toMatchObject({
      listener: { who: "unknown", pid: silent.pid },
      process: { looked: false, value: null },
    });
  });
});

describe("what could not be looked at is not taken for gone", () => {
  test("a gateway on another host", async () => {
    const gateway = await started();
    await gateway.stop();
    expect(await eyesOn({ ...place.target(gateway.port), local: false }).look(false)).toMatchObject({
      health: { outcome: "silent" },
      port: { outcome: "open" },
      listener: { who: "unknown" },
      process: { looked: false, value: null },
      staleLock: null,
      supervisor: null,
    });
  });

  test("a process of another user", async () => {
    const gateway = await started();
    place.lock(gateway);
    await gateway.stop();
    const uid = (process.getuid?.() ?? 0) + 1;
    const target = { ...place.target(gateway.port), pid: gateway.pid };
    expect((await eyesOn(target, { uid }).look(false)).process).toEqual({ looked: false, value: null });
    expect((await eyesOn(target).look(false)).process).toMatchObject({ looked: true, value: { pid: gateway.pid, evidence: "flag" } });
  });

  test("a lock that may not be read", async () => {
    const port = await freePort();
    const file = place.lock({ pid: 1, startTicks: 1, port });
    const real = createWorld({ request: () => Promise.reject(new Error("no gateway is asked here")), methods: () => null });
    const readText: World["readText"] = (path, options) =>
      path === file ? Promise.reject(Object.assign(new Error("no"), { code: "EACCES" })) : real.readText(path, options);
    expect((await eyesOn(place.target(port), { readText }).look(false)).process).toEqual({ looked: false, value: null });
  });
});
