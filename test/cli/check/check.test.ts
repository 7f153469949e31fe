// One look at real servers in each state a monitor meets.
import { createServer, type Server } from "node:http";
import net from "node:net";
import { afterEach, expect, test } from "vitest";
import { isChecked } from "../../../src/cli/check/enough.ts";
import { checkExits, judgedLook, type CheckResult } from "../../../src/cli/check/judged.ts";
import { whenSeen } from "../../../src/cli/check/when-seen.ts";
import type { FoundGateway } from "../../../src/cli/find/gateway.ts";
import { createLive, type LiveOptions } from "../../../src/cli/live.ts";
import { withOpened } from "../../../src/cli/opened.ts";
import type { ScenarioName } from "../../../src/demo/scenarios.ts";
import { demoTarget } from "../../../src/demo/target.ts";
import { target } from "../../support/target.ts";

type Looked = CheckResult & { readonly ms: number; readonly exit: number };
type Seen = Pick<LiveOptions, "target" | "credentials" | "localProbes">;

/** A host that is busy may take twice as long as a person waits. */
const BUSY = 2;

async function look(seen: Seen, timeoutMs = 10_000): Promise<Looked> {
  const live = createLive({
    identity: null,
    instanceId: "test",
    onDeviceToken: () => undefined,
    columns: 120,
    rows: 36,
    rate: 1,
    readonly: "a test only looks",
    settings: { rules: {} },
    visible: isChecked,
    ...seen,
  });
  const beganAt = performance.now();
  const state = await whenSeen(live, timeoutMs);
  live.stop();
  const result = judgedLook(state, Object.keys(seen.credentials).length > 0);
  return { ...result, ms: performance.now() - beganAt, exit: checkExits[result.level] };
}

const demo = (name: ScenarioName): FoundGateway => ({
  kind: "found",
  target: demoTarget(name, 0),
  credentials: {},
  missing: null,
  facts: [],
  warnings: [],
});

const lookAtDemo = (name: ScenarioName, credentials?: Seen["credentials"]): Promise<Looked> =>
  withOpened({ log: null }, demo(name), { dashboard: false, onTrouble: () => undefined }, ({ link, demo }) => {
    if (demo === null) throw new Error("there is no demo");
    return look({ target: link.target, credentials: credentials ?? link.credentials, localProbes: demo.localProbes });
  });

const servers: (Server | net.Server)[] = [];
const sockets = new Set<net.Socket>();
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  for (const server of servers.splice(0)) server.close();
});

async function listening(server: Server | net.Server): Promise<Seen> {
  servers.push(server);
  server.on("connection", (socket: net.Socket) => void sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as net.AddressInfo;
  return { target: { ...target, url: `ws://127.0.0.1:${port}`, port, local: false }, credentials: { token: "secret" } };
}

const pages: Readonly<Record<string, unknown>> = {
  "/healthz": { ok: true, status: "live" },
  "/startupz": { status: "started", version: "2026.9.6", uptimeMs: 60_000 },
  "/readyz": { ready: true, failing: [], uptimeMs: 60_000 },
};

test("running: 0, and within a second", async () => {
  const { exit, summary, notSeen, ms } = await lookAtDemo("calm");
  expect({ exit, summary }).toEqual({ exit: 0, summary: expect.stringContaining("channels ready") as string });
  expect(notSeen.map(({ source }) => source)).not.toContain("channels.status");
  expect(ms).toBeLessThan(1_000 * BUSY);
});

test("something is wrong: 1, named, and within a second", async () => {
  const { exit, summary, ms } = await lookAtDemo("channel-down");
  expect({ exit, summary }).toEqual({ exit: 1, summary: expect.stringContaining("telegram/poll") as string });
  expect(ms).toBeLessThan(1_000 * BUSY);
});

test("stopped: 2, without waiting for an answer", async () => {
  const { exit, summary, ms } = await lookAtDemo("frozen");
  expect({ exit, summary }).toEqual({ exit: 2, summary: expect.stringContaining("state T") as string });
  expect(ms).toBeLessThan(1_000 * BUSY);
});

test("no token: what needs none is well, and what was not seen is said", async () => {
  const { exit, summary, notSeen } = await lookAtDemo("calm", {});
  expect({ exit, summary }).toEqual({ exit: 0, summary: "every rung that needs no token answers" });
  expect(notSeen[0]).toEqual({ source: "channels, sessions, queues", why: "no token" });
});

test("a token that is wrong: 2, for nothing of what was asked for can be seen", async () => {
  const { exit, summary } = await lookAtDemo("calm", { token: "another" });
  expect({ exit, summary }).toEqual({ exit: 2, summary: expect.stringContaining("token") as string });
});

test("nobody listens: 2, at once", async () => {
  const server = net.createServer();
  const seen = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  const { exit, summary, ms } = await look(seen);
  expect({ exit, summary }).toEqual({ exit: 2, summary: expect.stringContaining(`port ${seen.target.port}`) as string });
  expect(ms).toBeLessThan(1_000 * BUSY);
});

test("it accepts and does not answer: 2 when that lasts, and no longer than that is waited", async () => {
  const { exit, summary, ms } = await look(await listening(net.createServer()));
  expect({ exit, summary }).toEqual({ exit: 2, summary: expect.stringMatching(/no HTTP answer for \d+s/u) as string });
  expect(ms).toBeLessThan(9_500);
});

test("a web server has its port: 2", async () => {
  const html = createServer((_, response) => response.setHeader("content-type", "text/html").end("<!doctype html>"));
  const { exit, summary } = await look(await listening(html));
  expect({ exit, summary }).toEqual({ exit: 2, summary: expect.stringContaining("something else than a gateway") as string });
});

test("the time is up: what is known by then, and nothing longer", async () => {
  const server = createServer((request, response) =>
    response.setHeader("content-type", "application/json").end(JSON.stringify(pages[request.url ?? ""] ?? {})),
  );
  // The handshake of the WebSocket is taken, and nothing comes of it.
  server.on("upgrade", () => undefined);
  const { exit, ms } = await look(await listening(server), 1_200);
  expect(exit).toBe(3);
  expect(ms).toBeGreaterThan(1_100);
  expect(ms).toBeLessThan(1_200 * BUSY);
});
