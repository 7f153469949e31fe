// Against a real HTTP server that misbehaves in every way a gateway, or what sits in its place, can.
import { once } from "node:events";
import http from "node:http";
import net from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { getJson } from "../../../src/probes/world/get-json.ts";
import { freePort } from "../local/free-port.ts";
import { startStandIn, stop } from "../local/stand-in.ts";

type Answer = (request: http.IncomingMessage, response: http.ServerResponse) => void;

const json =
  (status: number, body: string, headers: http.OutgoingHttpHeaders = {}): Answer =>
  (_, response) =>
    void response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);

const seen: string[] = [];
const answers: Readonly<Record<string, Answer>> = {
  "/ok": json(200, '{"ok":true}'),
  "/not-ready": json(503, '{"ready":false,"failing":["telegram"]}'),
  "/html": (_, response) => void response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>app</title>"),
  "/text": json(200, "Gateway websocket admission closed"),
  "/empty": json(200, ""),
  "/hang": () => {},
  "/half": (_, response) => void response.writeHead(200, { "content-length": "100" }).write('{"ok":'),
  "/reset": (request) => request.socket.resetAndDestroy(),
  "/reset-in-body": (request, response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write('{"ok":', () => request.socket.resetAndDestroy());
  },
  "/cut": (_, response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write('{"ok":', () => response.destroy());
  },
  "/big": json(200, JSON.stringify("x".repeat(2_000_000))),
  "/redirect": json(302, "{}", { location: "/ok" }),
  "/garbage": (request) => void request.socket.end("SSH-2.0-OpenSSH_9.2\r\n"),
};

const server = http.createServer((request, response) => {
  seen.push(request.url ?? "");
  answers[request.url ?? ""]?.(request, response);
});
let base = "";
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  base = `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test.each([
  ["JSON is an answer", "/ok", { outcome: "answered", status: 200, why: null, body: { ok: true } }],
  [
    "so is JSON with status 503",
    "/not-ready",
    { outcome: "answered", status: 503, why: null, body: { ready: false, failing: ["telegram"] } },
  ],
  ["an HTML page is not, whatever its status", "/html", { outcome: "not-json", status: 200, why: "an HTML page, not JSON", body: null }],
  ["nor is text", "/text", { outcome: "not-json", status: 200, why: "the body is not JSON", body: null }],
  ["nor nothing", "/empty", { outcome: "not-json", status: 200, why: "empty body", body: null }],
  ["a redirect is not followed", "/redirect", { outcome: "not-json", status: 302, why: "redirects to /ok", body: null }],
  ["no answer", "/hang", { outcome: "timeout", status: null, why: "no answer within 300 ms", body: null }],
  ["a body that does not end", "/half", { outcome: "timeout", status: 200, why: "the body did not end within 2000 ms", body: null }],
  ["a reset", "/reset", { outcome: "reset", status: null, body: null }],
  ["a reset in the body", "/reset-in-body", { outcome: "reset", status: 200, body: null }],
  ["a body cut short", "/cut", { outcome: "reset", status: 200, body: null }],
  ["two megabytes", "/big", { outcome: "failed", status: 200, why: "the body is larger than 1 MB", body: null }],
  ["something else than HTTP", "/garbage", { outcome: "failed", status: null, body: null }],
] as const)("%s", async (_, path, expected) => {
  const patienceMs: Readonly<Record<string, number>> = { "/hang": 300, "/half": 2_000 };
  const probe = await getJson(`${base}${path}`, patienceMs[path] ?? 10_000);
  expect(probe).toMatchObject(expected);
  expect(probe.ms).toBeGreaterThan(0);
});

test("a redirect is not followed: the server saw one request", async () => {
  seen.length = 0;
  await getJson(`${base}/redirect`, 10_000);
  expect(seen).toEqual(["/redirect"]);
});

test("nobody listens", async () => {
  expect(await getJson(`http://127.0.0.1:${await freePort()}/ok`, 10_000)).toMatchObject({ outcome: "refused", status: null });
});

test("https to a plain port", async () => {
  expect(await getJson(`${base.replace("http:", "https:")}/ok`, 10_000)).toMatchObject({ outcome: "failed", status: null });
});

test.each(["not a url", "http://[", "http://127.0.0.1:99999/"])("%s fails, and nothing is thrown", async (url) => {
  expect(await getJson(url, 10_000)).toMatchObject({ outcome: "failed", status: null, body: null });
});

test.runIf(process.platform === "linux")("a stopped process accepts and does not answer: timeout", async () => {
  const standIn = await startStandIn();
  await stop(standIn);
  const probe = await getJson(`http://127.0.0.1:${standIn.port}/ok`, 300);
  await standIn.end();
  expect(probe).toMatchObject({ outcome: "timeout", status: null, why: "no answer within 300 ms" });
});

test("the connection is closed, so the next probe shows whether new clients are taken", async () => {
  const closed = once(server, "connection").then(async ([socket]) => once(socket as net.Socket, "close"));
  await getJson(`${base}/ok`, 10_000);
  await closed;
});
