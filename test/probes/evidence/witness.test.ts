// The witness against a real HTTP server, a real lock file and this machine's /proc.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { LinkState } from "../../../src/data/link-state.ts";
import type { Target } from "../../../src/data/target.ts";
import { createWitness } from "../../../src/probes/evidence/witness.ts";
import { RpcFailure, type World } from "../../../src/probes/probe.ts";
import { openLink } from "../../support/scene.ts";
import { target as anyTarget } from "../../support/target.ts";
import { startTimeOf, stoppedWorld, worldWithClock } from "../local/stand-in.ts";

type Page = { readonly status?: number; readonly body: unknown } | "html" | "silence" | "reset";

const html = "<!doctype html><title>Control</title>";
const uid = process.getuid?.() ?? 0;
let folder = "";
let server: http.Server;
let pages: Record<string, Page> = {};
let asked: string[] = [];
let target: Target;
let port = 0;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "gatetop-witness-"));
  asked = [];
  pages = {};
  server = http.createServer((request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    const page = pages[path] ?? "html";
    if (page === "silence") return;
    if (page === "reset") return void request.socket.destroy();
    if (page === "html") return void response.setHeader("content-type", "text/html").end(html);
    response.writeHead(page.status ?? 200, { "content-type": "application/json" }).end(JSON.stringify(page.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
  target = { ...anyTarget, url: `ws://127.0.0.1:${port}`, port, stateDir: folder };
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

const { world } = worldWithClock();
const witness = (more: Partial<World> = {}, link?: LinkState) =>
  createWitness({ world: { ...world, ...more }, target, ...(link === undefined ? {} : { link: { state: () => link } }) });

const started = (uptimeMs: number) => ({ body: { ok: true, status: "started", version: "2026.9.6", uptimeMs } });

function writeLock(more: Readonly<Record<string, unknown>> = {}): string {
  const place = join(folder, "tmp", `openclaw-${uid}`);
  mkdirSync(place, { recursive: true });
  const path = join(place, "gateway.state.lock");
  const lock = { pid: process.pid, startTime: startTimeOf(process.pid), port, ownerId: "54be7049", createdAt: "2026-11-20T14:56:19.906Z" };
  writeFileSync(path, `${JSON.stringify({ ...lock, ...more })}   `);
  return path;
}

describe("one look at a probe URL", () => {
  test.each([
    ["/healthz", { body: { ok: true, status: "live" } }, { outcome: "answered", httpStatus: 200, status: "live" }],
    ["/startupz", started(1_500), { outcome: "answered", status: "started", uptimeMs: 1_500 }],
    [
      "/startupz",
      { status: 503, body: { ok: false, status: "starting", pendingReason: "startup-sidecars" } },
      { httpStatus: 503, status: "starting", uptimeMs: null },
    ],
    ["/startupz", { status: 503, body: { ok: false, status: "draining" } }, { status: "draining" }],
    ["/startupz", { body: { ok: true, status: "dancing" } }, { outcome: "answered", status: null }],
    [
      "/readyz",
      { body: { ready: true, uptimeMs: 900, suppressed: ["telegram"] } },
      { status: "started", uptimeMs: 900, suppressed: ["telegram"] },
    ],
    [
      "/readyz",
      { status: 503, body: { ready: false, failing: ["startup-sidecars"] } },
      { status: "starting", failing: ["startup-sidecars"] },
    ],
    ["/readyz", { status: 503, body: { ready: false, failing: ["irc", "gateway-draining"] } }, { status: "draining" }],
    ["/readyz", { status: 503, body: { ready: false, failing: ["irc"] } }, { status: "started", failing: ["irc"] }],
    ["/readyz", "html", { outcome: "not-json", httpStatus: 200, status: null }],
    ["/readyz", { body: { hello: "another server" } }, { outcome: "failed", status: null }],
    ["/healthz", "reset", { outcome: "failed", httpStatus: null }],
    ["/healthz", "silence", { outcome: "silent", httpStatus: null }],
  ] as const)("%s %j", async (path, page, expected) => {
    pages[path] = page;
    expect(await witness().http(path, page === "silence" ? 60 : 5_000)).toMatchObject({ kind: "http", path, ...expected });
  });

  test("two who look at the same share one look; the next one is new", async () => {
    pages["/startupz"] = started(1);
    const { http } = witness();
    await Promise.all([http("/startupz", 5_000), http("/startupz", 5_000)]);
    await http("/startupz", 5_000);
    expect(asked).toEqual(["/startupz", "/startupz"]);
  });
});

test("the port: open, and closed with the reason", async () => {
  const looking = witness();
  expect(await looking.port(1_000)).toEqual({ kind: "port", open: true, why: null });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  expect(await looking.port(1_000)).toMatchObject({ open: false, why: expect.stringContaining("refused") as string });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
});

describe.runIf(process.platform === "linux")("a whole snapshot", () => {
  test("of a gateway that runs, with its connection open", async () => {
    pages["/startupz"] = started(60_000);
    const path = writeLock();
    const info = { pid: process.pid, processInstanceId: "e3f2601a", uptimeMs: 1 };
    const { collect } = witness({ methods: () => [], request: () => Promise.resolve(info) }, openLink());
    const from = Date.now();
    const evidence = await collect(5_000);
    expect(evidence).toMatchObject({
      link: { bootId: "41a2b3c4-0000-0000-0000-000000000000", version: "2026.9.6", processInstanceId: "e3f2601a", pid: process.pid },
      serving: { from: "/startupz", status: "started", version: "2026.9.6" },
      process: { pid: process.pid, startTicks: startTimeOf(process.pid), evidence: "lock file", ownsPort: true },
      lock: { path, ownerId: "54be7049", createdAt: Date.UTC(2026, 10, 20, 14, 56, 19, 906), port },
      boot: null,
    });
    expect(evidence.at).toBeGreaterThanOrEqual(from);
    expect(evidence.serving?.servingSince).toBeGreaterThanOrEqual(from - 60_000);
    expect(evidence.serving?.servingSince).toBeLessThanOrEqual(Date.now() - 60_000);
  });

  test("of one that the kernel has stopped: nothing is waited for that it would have to answer, and what hello said stands", async () => {
    writeLock();
    const never = (): Promise<never> => new Promise(() => undefined);
    const { collect } = witness({ ...stoppedWorld(process.pid), getJson: never, request: never, methods: () => [] }, openLink());
    expect(await collect(600_000)).toMatchObject({
      link: { bootId: "41a2b3c4-0000-0000-0000-000000000000", version: "2026.9.6", processInstanceId: null, pid: null },
      serving: null,
      process: { pid: process.pid, state: "T", ownsPort: true },
      lock: { port },
    });
  });

  test("a tunnel's near end or a container's proxy is not the gateway behind it, also while that one is away", async () => {
    let up = true;
    const info = { pid: process.pid + 1, processInstanceId: "e3f2601a", uptimeMs: 1 };
    const asked = { methods: () => [], request: () => Promise.resolve(info) };
    const link = { state: (): LinkState => (up ? openLink() : { phase: "idle" }) };
    const { collect, process: look } = createWitness({ world: { ...world, ...asked }, target, link });
    expect(await collect(5_000)).toMatchObject({ link: { pid: process.pid + 1 }, process: null });
    up = false;
    expect(await look()).toEqual({ kind: "process", process: null });
  });

  test("a release without /startupz is read at /readyz", async () => {
    pages["/readyz"] = { body: { ready: true, uptimeMs: 500 } };
    expect((await witness().collect(5_000)).serving).toMatchObject({ from: "/readyz", status: "started", version: null });
  });

  test("what does not answer in time is unknown, and the rest is there in time", async () => {
    pages["/startupz"] = "silence";
    writeLock();
    const hangs = { methods: () => [], request: () => new Promise<never>(() => {}) };
    const evidence = await witness(hangs, openLink()).collect(2_000);
    expect(evidence).toMatchObject({ link: null, serving: null, lock: { pid: process.pid }, process: { pid: process.pid } });
  });

  test("a connection that breaks under the question leaves what hello told", async () => {
    const breaks = { methods: () => [], request: () => Promise.reject(new RpcFailure("LINK_CLOSED", "gone", true)) };
    expect((await witness(breaks, openLink()).collect(5_000)).link).toEqual({
      bootId: "41a2b3c4-0000-0000-0000-000000000000",
      version: "2026.9.6",
      processInstanceId: null,
      pid: null,
    });
  });

  test("of a gateway elsewhere nothing of this host is read", async () => {
    writeLock();
    target = { ...target, local: false };
    expect(await witness().collect(5_000)).toMatchObject({ process: null, lock: null, unit: null, boot: null });
  });
});

test("whether that very process lives does not hang on what says that it is the gateway", async () => {
  const own = { pid: process.pid, startTicks: startTimeOf(process.pid) };
  expect(await witness().lock()).toEqual({ kind: "lock", lock: null });
  expect(await witness().lives(own)).toBe(true);
  expect(await witness().lives({ ...own, startTicks: own.startTicks - 1 })).toBe(false);
  target = { ...target, local: false };
  expect(await witness().lives(own)).toBe(false);
});

describe("the lock", () => {
  test("is not there for a moment inside a restart, and then it is another", async () => {
    const looking = witness();
    writeLock();
    expect((await looking.lock()).lock?.ownerId).toBe("54be7049");
    rmSync(join(folder, "tmp"), { recursive: true });
    expect(await looking.lock()).toEqual({ kind: "lock", lock: null });
    writeLock({ ownerId: "9c1d" });
    expect((await looking.lock()).lock?.ownerId).toBe("9c1d");
  });

  test("of a gateway on another port is not this one's", async () => {
    writeLock({ port: 1 });
    expect((await witness().lock()).lock).toBeNull();
  });

  test("that says little: what is missing is unknown", async () => {
    writeLock({ startTime: null, ownerId: 7, createdAt: "yesterday", port: undefined });
    expect((await witness().lock()).lock).toMatchObject({ pid: process.pid, startTicks: null, ownerId: null, createdAt: null, port: null });
  });
});

test("the version for a signal comes from /startupz; without one from the open connection", async () => {
  expect((await witness({}, openLink()).signalFacts()).version).toBe("2026.9.6");
  pages["/startupz"] = { body: { ok: true, status: "started", version: "2026.9.5", uptimeMs: 1 } };
  expect((await witness({}, openLink()).signalFacts()).version).toBe("2026.9.5");
});

describe("evidence in the log", () => {
  const line = (time: string, message: string): string =>
    JSON.stringify({ "0": '{"subsystem":"gateway"}', "1": message, _meta: { date: time }, time });
  const ignored = "SIGUSR2 restart ignored (not authorized; commands.restart=false).";
  const lines = [
    line("2026-11-20T10:00:00.000Z", ignored),
    "half a li",
    line("2026-11-20T10:00:05.000Z", "hello"),
    line("2026-11-20T10:00:06.000Z", ignored),
  ];
  const since = Date.parse("2026-11-20T10:00:04.000Z");

  test("asked of the gateway while the connection is open: only lines since then that say something", async () => {
    const request: World["request"] = (method) =>
      method === "logs.tail" ? Promise.resolve({ file: "/x", lines }) : Promise.reject(new Error(method));
    expect(await witness({ methods: () => ["logs.tail"], request }).log(since)).toMatchObject([{ kind: "log", said: "signal-ignored" }]);
  });

  test("read from the end of the file the gateway named, once it is gone", async () => {
    const file = join(folder, "gateway.log");
    writeFileSync(file, `${"x".repeat(100_000)}\n${lines.join("\n")}\n`);
    let open = true;
    const request: World["request"] = () =>
      open ? Promise.resolve({ file, lines: [] }) : Promise.reject(new Error("asked a dead gateway"));
    const { log } = witness({ methods: () => (open ? [] : null), request });
    expect(await log(since)).toEqual([]);
    open = false;
    expect(await log(since)).toMatchObject([{ said: "signal-ignored" }]);
  });

  test("read from the file the config names", async () => {
    const file = join(folder, "own.log");
    writeFileSync(file, lines.join("\n"));
    const configPath = join(folder, "openclaw.json");
    writeFileSync(configPath, `{ logging: { file: ${JSON.stringify(file)} } }`);
    target = { ...target, configPath };
    expect(await witness().log(since)).toMatchObject([{ said: "signal-ignored" }]);
  });
});
