// A gateway that restarts step by step when a test says so: one real port for HTTP and WebSocket, and a lock file of its own.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { WebSocketServer, type WebSocket } from "ws";
import { startTicksOf } from "../../../src/actions/start-ticks.ts";

type Request = { readonly id: string; readonly method: string; readonly params: Record<string, unknown> };
type Reply = { readonly payload: unknown } | { readonly error: object } | "silence" | "cut";

/** silent: takes connections and answers none. */
type Mood = "silent" | "starting" | "started" | "draining";

export type PlayedGateway = Awaited<ReturnType<typeof playedGateway>>;

const starting = {
  code: "UNAVAILABLE",
  message: "gateway starting; retry shortly",
  retryable: true,
  retryAfterMs: 500,
  details: { reason: "startup-sidecars" },
};

export async function playedGateway() {
  const stateDir = fs.mkdtempSync(path.join(os.tmpdir(), "gatetop-played-"));
  const lockDir = path.join(stateDir, "tmp", `openclaw-${process.getuid?.() ?? 0}`);
  const lock = path.join(lockDir, "gateway.state.lock");
  fs.mkdirSync(lockDir, { recursive: true });

  let boot = 0;
  let bornAt = 0;
  let mood: Mood = "started";
  let port = 0;
  let server: Server | null = null;
  let sockets: WebSocketServer | null = null;
  let held: (() => void)[] = [];
  const asked: Request[] = [];
  const replies: Record<string, (request: Request) => Reply> = {
    "system.info": () => ({ payload: { pid: process.pid, processInstanceId: "instance-1" } }),
    "sessions.subscribe": () => ({ payload: { ok: true } }),
    "channels.status": () => ({
      payload: {
        channelAccounts: { telegram: [{ accountId: "poll", enabled: true, configured: true, running: true, lifecycle: "ready" }] },
      },
    }),
    "gateway.restart.preflight": () => ({ payload: { safe: true, counts: { totalActive: 0 }, blockers: [] } }),
    "gateway.restart.request": () => ({
      payload: { ok: true, status: "scheduled", preflight: { safe: true, counts: {}, blockers: [] }, restart: { ok: true, delayMs: 0 } },
    }),
  };
  const bootId = (): string => `boot-${boot}`;

  function page(request: IncomingMessage, response: ServerResponse): void {
    if (mood === "silent") return void held.push(() => page(request, response));
    const uptimeMs = Date.now() - bornAt;
    const bodies: Readonly<Record<string, object>> = {
      "/health": { ok: true, status: "live" },
      "/healthz": { ok: true, status: "live" },
      "/startupz": { ok: mood === "started", status: mood, version: "2026.9.6", uptimeMs },
      "/readyz": {
        ready: mood === "started",
        failing: mood === "started" ? [] : [mood === "draining" ? "gateway-draining" : "startup-sidecars"],
        uptimeMs,
      },
    };
    const isLive = request.url === "/health" || request.url === "/healthz";
    response.writeHead(isLive || mood === "started" ? 200 : 503, { "content-type": "application/json" });
    response.end(JSON.stringify(bodies[request.url ?? ""] ?? {}));
  }

  function greet(socket: WebSocket): void {
    const send = (frame: object): void => socket.send(JSON.stringify(frame));
    const reply = ({ id }: Request, said: Reply): void => {
      if (said === "cut") socket.terminate();
      else if (said !== "silence") send({ type: "res", id, ok: "payload" in said, ...said });
    };
    socket.on("message", (data) => {
      const request = JSON.parse((data as Buffer).toString()) as Request;
      if (request.method !== "connect") {
        asked.push(request);
        return reply(request, replies[request.method]?.(request) ?? { error: { code: "INVALID_REQUEST", message: "unknown method" } });
      }
      if (mood !== "started") return reply(request, { error: starting });
      const features = { methods: Object.keys(replies), events: [], capabilities: ["gateway-restart-target-safe-v1"] };
      reply(request, {
        payload: {
          type: "hello-ok",
          protocol: 4,
          server: { version: "2026.9.6", bootId: bootId(), connId: randomUUID() },
          features,
          snapshot: { uptimeMs: 1_000 },
          auth: { scopes: request.params["scopes"], method: "token" },
          policy: { tickIntervalMs: 30_000 },
        },
      });
    });
    send({ type: "event", event: "connect.challenge", payload: { nonce: "n", ts: Date.now(), capabilities: [] } });
  }

  async function listen(now: Mood): Promise<void> {
    boot += 1;
    // A gateway that has served for an hour, as they do.
    bornAt = boot === 1 ? Date.now() - 3_600_000 : Date.now();
    mood = now;
    server = createServer(page);
    sockets = new WebSocketServer({ noServer: true });
    server.on("upgrade", (request, socket, head) => {
      const upgrade = (): void => sockets?.handleUpgrade(request, socket, head, greet);
      if (mood === "silent") held.push(upgrade);
      else upgrade();
    });
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    ({ port } = server.address() as AddressInfo);
    const startTime = startTicksOf(process.pid);
    const createdAt = new Date().toISOString();
    fs.writeFileSync(lock, JSON.stringify({ pid: process.pid, ownerId: `owner-${boot}`, createdAt, port, startTime, stateDir }));
  }

  async function leave(code: number): Promise<void> {
    // First the connections, then the port, as the real one does.
    const closing = [...(sockets?.clients ?? [])].map(async (socket) => {
      const closed = once(socket, "close");
      if (code === 1006) socket.terminate();
      else socket.close(code, "service restart");
      await closed;
    });
    await Promise.all(closing);
    fs.rmSync(lock, { force: true });
    held = [];
    const going = server;
    server = null;
    if (going === null) return;
    going.close();
    going.closeIdleConnections();
    // A socket that is being closed keeps the server open: nothing listens any more all the same.
    await new Promise((resolve) => setImmediate(resolve));
  }

  await listen("started");
  return {
    stateDir,
    port,
    url: `ws://127.0.0.1:${port}`,
    asked,
    replies,
    bootId,
    askedFor: (method: string) => asked.filter((request) => request.method === method),
    /** 503 draining, and the announcement. */
    announce: (reason: "gateway restarting" | "gateway stopping"): void => {
      mood = "draining";
      const payload = { reason, ...(reason === "gateway restarting" ? { restartExpectedMs: 1_500 } : {}) };
      for (const socket of sockets?.clients ?? []) socket.send(JSON.stringify({ type: "event", event: "shutdown", payload, seq: 1 }));
    },
    leave,
    /** The next boot. */
    listen,
    become: (now: Mood): void => {
      mood = now;
      const waiting = held;
      held = [];
      for (const go of waiting) go();
    },
    close: async (): Promise<void> => {
      for (const socket of sockets?.clients ?? []) socket.terminate();
      server?.closeAllConnections();
      await leave(1006);
      fs.rmSync(stateDir, { recursive: true, force: true });
    },
  };
}
