import http from "node:http";
import net from "node:net";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { healthzProbe, probeUrl, readyzProbe, startupzProbe } from "../../src/probes/http.ts";
import type { ProbeContext, World } from "../../src/probes/probe.ts";
import { createWorld } from "../../src/probes/world.ts";
import { target } from "../support/target.ts";

const servers: net.Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    if (server instanceof http.Server) server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listen(server: net.Server): Promise<ProbeContext> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { target: { ...target, url: `ws://127.0.0.1:${port}/`, port }, last: () => null, reportedPid: null };
}

type Page = { readonly status: number; readonly body: string };
const asked: string[] = [];

const serve = (pages: Readonly<Record<string, Page>>): Promise<ProbeContext> =>
  listen(
    http.createServer((request, response) => {
      asked.push(`${request.url} ${request.headers.authorization ?? "no credentials"}`);
      const page = pages[request.url ?? ""] ?? { status: 200, body: "<!doctype html><title>OpenClaw</title>" };
      response.writeHead(page.status, { "content-type": "application/json" }).end(page.body);
    }),
  );

const noLink = { request: () => Promise.reject(new Error("no link")), methods: () => null };
const world = createWorld(noLink);
/** The same real GET, with a shorter patience. */
const hasty: World = { ...world, getJson: (url) => world.getJson(url, 80) };

const json = (body: unknown, status = 200): Page => ({ status, body: JSON.stringify(body) });

test("a live gateway, asked without credentials", async () => {
  asked.length = 0;
  const context = await serve({
    "/healthz": json({ ok: true, status: "live" }),
    "/startupz": json({ ok: true, status: "started", version: "2026.9.6", uptimeMs: 815_872 }),
    "/readyz": json({ ready: true, failing: [], uptimeMs: 815_878, eventLoop: { degraded: false, reasons: [], delayP99Ms: 20.4 } }),
  });
  expect(await healthzProbe.read(world, context)).toMatchObject({ outcome: "answered", status: 200, body: { ok: true, status: "live" } });
  expect(await startupzProbe.read(world, context)).toMatchObject({ body: { status: "started", version: "2026.9.6", uptimeMs: 815_872 } });
  expect(await readyzProbe.read(world, context)).toMatchObject({ body: { ready: true, eventLoop: { delayP99Ms: 20.4 } } });
  expect(asked).toEqual(["/healthz no credentials", "/startupz no credentials", "/readyz no credentials"]);
});

test("503 with JSON is an answer: draining", async () => {
  const context = await serve({
    "/startupz": json({ ok: false, status: "draining", version: "2026.9.6", uptimeMs: 7_927 }, 503),
    "/readyz": json({ ready: false, failing: ["gateway-draining"], uptimeMs: 7_932 }, 503),
  });
  expect(await startupzProbe.read(world, context)).toMatchObject({ outcome: "answered", status: 503, body: { status: "draining" } });
  expect(await readyzProbe.read(world, context)).toMatchObject({ status: 503, body: { ready: false, failing: ["gateway-draining"] } });
});

test("a web page with status 200 is not an answer", async () => {
  const context = await serve({});
  for (const probe of [healthzProbe, startupzProbe, readyzProbe]) {
    expect(await probe.read(world, context)).toMatchObject({ outcome: "not-json", status: 200, body: null, why: "an HTML page, not JSON" });
  }
});

test("a release that has only /health is asked there", async () => {
  const context = await serve({ "/health": json({ ok: true, status: "live" }) });
  expect(await healthzProbe.read(world, context)).toMatchObject({ outcome: "answered", body: { ok: true, status: "live" } });
});

test("JSON of another server is not taken for the gateway's", async () => {
  const context = await serve({ "/readyz": json({ error: "not found" }, 404), "/healthz": json(["up"]) });
  expect(await readyzProbe.read(world, context)).toMatchObject({
    outcome: "failed",
    status: 404,
    body: null,
    why: "GET /readyz: ready is missing: another server may listen there",
  });
  expect(await healthzProbe.read(world, context)).toMatchObject({ outcome: "failed", body: null });
});

test("a server that accepts and says nothing", async () => {
  const context = await listen(net.createServer((socket) => socket.resume()));
  const answer = await readyzProbe.read(hasty, context);
  expect(answer).toMatchObject({ outcome: "timeout", status: null, body: null });
  expect(answer.ms).toBeGreaterThanOrEqual(75);
});

test("a connection that is cut", async () => {
  const context = await listen(net.createServer((socket) => socket.on("data", () => socket.resetAndDestroy())));
  expect(await healthzProbe.read(world, context)).toMatchObject({ outcome: "reset", body: null });
});

test("nobody listens", async () => {
  const context = await serve({});
  const [server] = servers.splice(0);
  await new Promise((resolve) => server?.close(resolve));
  expect(await startupzProbe.read(world, context)).toMatchObject({ outcome: "refused", status: null, body: null });
});

test.each([
  ["ws://127.0.0.1:18789", "http://127.0.0.1:18789/readyz"],
  ["ws://[::1]:18789/path?token=x", "http://[::1]:18789/readyz"],
  ["wss://name:word@gateway.example.ts.net", "https://gateway.example.ts.net/readyz"],
])("the probe URL of %s", (url, expected) => {
  expect(probeUrl({ ...target, url }, "/readyz")).toBe(expected);
});
