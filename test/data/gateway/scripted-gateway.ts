// A real WebSocket server on 127.0.0.1 that does what a test tells it, frame by frame.
import { once } from "node:events";
import { createServer as createPlain, type Server } from "node:http";
import { createServer as createSecure } from "node:https";
import type { AddressInfo } from "node:net";
import { WebSocketServer, type WebSocket } from "ws";

export type Request = { readonly type: "req"; readonly id: string; readonly method: string; readonly params: Record<string, unknown> };

/** A queue that can be waited on: what came before is not lost. */
function createQueue<T>() {
  const ready: T[] = [];
  const waiters: ((item: T) => void)[] = [];
  return {
    put: (item: T): void => {
      const waiter = waiters.shift();
      if (waiter) waiter(item);
      else ready.push(item);
    },
    take: (): Promise<T> => {
      const item = ready.shift();
      return item === undefined ? new Promise((resolve) => waiters.push(resolve)) : Promise.resolve(item);
    },
  };
}

const helloPayload = (over: Record<string, unknown> = {}) => ({
  type: "hello-ok",
  protocol: 4,
  server: { version: "2026.9.6", connId: "c1", bootId: "boot-1" },
  features: { methods: ["health", "status"], events: ["tick"] },
  snapshot: { uptimeMs: 1000 },
  auth: { role: "operator", scopes: ["operator.read"], method: "token" },
  policy: { tickIntervalMs: 30_000, maxPayload: 26_214_400 },
  ...over,
});

export class Peer {
  readonly socket: WebSocket;
  readonly headers: Record<string, unknown>;
  readonly closed: Promise<number>;
  private readonly requests = createQueue<Request>();
  constructor(socket: WebSocket, headers: Record<string, unknown>) {
    this.socket = socket;
    this.headers = headers;
    this.closed = new Promise((resolve) => socket.on("close", resolve));
    socket.on("message", (data) => this.requests.put(JSON.parse((data as Buffer).toString()) as Request));
  }
  send(frame: unknown): void {
    this.socket.send(typeof frame === "string" || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame));
  }
  event(event: string, payload: unknown, seq?: number): void {
    this.send({ type: "event", event, payload, ...(seq === undefined ? {} : { seq }) });
  }
  next(): Promise<Request> {
    return this.requests.take();
  }
  answer(request: Request, payload: unknown): void {
    this.send({ type: "res", id: request.id, ok: true, payload });
  }
  fail(request: Request, error: unknown): void {
    this.send({ type: "res", id: request.id, ok: false, error });
  }
  /** Sends the challenge; resolves to the connect request. */
  challenge(): Promise<Request> {
    this.event("connect.challenge", { nonce: "nonce-1", ts: 1_795_000_000_000, capabilities: [] });
    return this.next();
  }
  async greet(over: Record<string, unknown> = {}): Promise<Request> {
    const request = await this.challenge();
    this.answer(request, helloPayload(over));
    return request;
  }
  async refuse(error: unknown, closeCode = 1008): Promise<Request> {
    const request = await this.challenge();
    this.fail(request, error);
    this.socket.close(closeCode, "refused");
    return request;
  }
}

export type ScriptedGateway = {
  readonly url: string;
  readonly port: number;
  readonly server: Server;
  /** The next connection, in order of arrival. */
  readonly peer: () => Promise<Peer>;
  /** How many connections ever arrived. */
  readonly count: () => number;
  readonly close: () => Promise<void>;
};

export async function scriptedGateway(
  options: { readonly port?: number; readonly tls?: { readonly key: string; readonly cert: string } } = {},
): Promise<ScriptedGateway> {
  const server = options.tls ? createSecure(options.tls) : createPlain();
  const sockets = new WebSocketServer({ server, maxPayload: 1024 * 1024 });
  const peers = createQueue<Peer>();
  let count = 0;
  sockets.on("connection", (socket, request) => {
    count += 1;
    peers.put(new Peer(socket, request.headers));
  });
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `${options.tls ? "wss" : "ws"}://127.0.0.1:${port}`,
    port,
    server,
    peer: peers.take,
    count: () => count,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      if (!server.listening) return;
      server.close();
      await once(server, "close");
    },
  };
}
