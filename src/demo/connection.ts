// One WebSocket client of the demo gateway: challenge, connect, then requests and events in the gateway's frames.
import { randomUUID } from "node:crypto";
import type { RawData, WebSocket } from "ws";
import { notConnected, type Admission, type Refused } from "./handshake.ts";
import type { Answer } from "./methods.ts";
import type { Client } from "./payloads/presence.ts";
import type { PushedEvent } from "./pushes.ts";
import type { Release } from "./scenario.ts";

type StateVersion = { readonly presence: number; readonly health: number };

export type Connection = {
  /** Null until the handshake is done. */
  readonly client: () => Client | null;
  readonly push: (event: PushedEvent, version: StateVersion) => void;
  readonly close: (code: number, reason: string) => void;
};

/** What a connection asks of its gateway. */
export type Host = {
  /** Old releases do not number the events of sessions.subscribe. */
  readonly release: Release;
  /** False while frozen: whatever comes in stays unanswered. */
  readonly answering: () => boolean;
  readonly now: () => number;
  readonly admit: (params: unknown) => Admission;
  readonly hello: (client: Client, connId: string) => unknown;
  readonly respond: (method: string, params: unknown, client: Client, subscribe: () => void) => Answer;
  readonly joined: (connection: Connection) => void;
  /** Called for connections that had joined and others alike. */
  readonly left: (connection: Connection) => void;
};

/** The gateway waits this long for connect. */
const handshakeMs = 15_000;

type Request = { readonly id: string; readonly method: string; readonly params: unknown };

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString("utf8");
  return Buffer.isBuffer(data) ? data.toString("utf8") : Buffer.from(data).toString("utf8");
}

/** Undefined: not JSON. Null: JSON, but no request. */
function requestOf(data: RawData): Request | null | undefined {
  let value: unknown;
  try {
    value = JSON.parse(textOf(data));
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return null;
  const { type, id, method, params } = value as Record<string, unknown>;
  return type === "req" && typeof id === "string" && typeof method === "string" ? { id, method, params } : null;
}

export function openConnection(socket: WebSocket, host: Host): void {
  let client: Client | null = null;
  let subscribed = false;
  let seq = 0;

  const send = (frame: unknown): void => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame));
  };
  const close = (code: number, reason: string): void => socket.close(code, reason);
  const impatience = setTimeout(() => close(1000, ""), handshakeMs);
  impatience.unref();

  const connection: Connection = {
    client: () => client,
    close,
    push: ({ event, payload, subscribers, versioned }, version) => {
      if (client === null || (subscribers && !subscribed)) return;
      const numbered = !(subscribers && host.release === "2026.5.7");
      if (numbered) seq += 1;
      send({ type: "event", event, payload, ...(numbered ? { seq } : {}), ...(versioned ? { stateVersion: version } : {}) });
    },
  };

  const refuse = (request: Request, { error, closeCode }: Refused): void => {
    send({ type: "res", id: request.id, ok: false, error });
    close(closeCode, error.message);
  };

  const shakeHands = (request: Request): void => {
    const admission = request.method === "connect" ? host.admit(request.params) : notConnected;
    if (!admission.admitted) return refuse(request, admission);
    clearTimeout(impatience);
    client = admission.client;
    send({ type: "res", id: request.id, ok: true, payload: host.hello(client, randomUUID()) });
    host.joined(connection);
  };

  const receive = (data: RawData): void => {
    if (!host.answering()) return;
    const request = requestOf(data);
    if (request === undefined) return close(1000, "");
    if (request === null) return close(1008, "invalid request frame");
    if (client === null) return shakeHands(request);
    const answer = host.respond(request.method, request.params, client, () => {
      subscribed = true;
    });
    send({ type: "res", id: request.id, ...answer });
  };

  socket.on("message", receive);
  socket.on("ping", (data: Buffer) => {
    if (host.answering()) socket.pong(data);
  });
  socket.on("close", () => {
    clearTimeout(impatience);
    host.left(connection);
  });
  // A broken socket is followed by its close event, and nothing is owed to a client that went away.
  socket.on("error", () => socket.terminate());
  send({ type: "event", event: "connect.challenge", payload: { nonce: randomUUID(), ts: host.now(), capabilities: [] } });
}
