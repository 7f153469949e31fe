// An independent witness of a restart: sockets of its own, a look every 10 ms, nothing shared with the program under test.
import { get } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { WebSocket } from "ws";
import type { RealGateway } from "../gateway.ts";

/** Epoch ms of the first time each was seen; null: never. */
type Sightings = {
  shutdown: number | null;
  closed: number | null;
  closeCode: number | null;
  refused: number | null;
  accepted: number | null;
  /** The first answer after the port was down. */
  answered: number | null;
  /** /startupz 200. */
  started: number | null;
  /** /readyz 200. */
  ready: number | null;
};

export type Watcher = {
  readonly seen: Sightings;
  /** Resolves when the new boot is ready. */ readonly over: Promise<void>;
  readonly stop: () => void;
};

const PERIOD_MS = 10;
/**
 * A gateway that boots accepts and is silent for seconds, then answers in turn, some milliseconds each: a witness with many questions
 * waiting would make everybody else's answer late.
 */
const AT_ONCE = 2;
const clock = (): number => performance.timeOrigin + performance.now();

/** One GET on a connection of its own. `connected`: when the port took it. */
function knock(port: number, path: string): Promise<{ connected: number | null; status: number | null; refused: boolean }> {
  return new Promise((resolve) => {
    let connected: number | null = null;
    const request = get({ host: "127.0.0.1", port, path, agent: false }, (response) => {
      response.resume();
      resolve({ connected, status: response.statusCode ?? null, refused: false });
    });
    request.once("socket", (socket) => socket.once("connect", () => (connected = clock())));
    request.once("error", (error: NodeJS.ErrnoException) => resolve({ connected, status: null, refused: error.code === "ECONNREFUSED" }));
  });
}

/** Resolves once it is connected and looking. */
export async function watchRestart(gateway: Pick<RealGateway, "url" | "port" | "token">): Promise<Watcher> {
  const seen: Sightings = {
    shutdown: null,
    closed: null,
    closeCode: null,
    refused: null,
    accepted: null,
    answered: null,
    started: null,
    ready: null,
  };
  const end = new AbortController();
  const socket = await openSocket(gateway);
  socket.on("message", (data: Buffer) => {
    if (data.includes('"event":"shutdown"')) seen.shutdown ??= clock();
  });
  socket.once("close", (code) => {
    seen.closed = clock();
    seen.closeCode = code;
  });

  const once = async (path: string, name: "started" | "ready"): Promise<void> => {
    const { connected, status, refused } = await knock(gateway.port, path);
    if (refused) seen.refused ??= clock();
    // What was seen of the old boot, before its port was down, says nothing of the new one.
    if (seen.refused === null || connected === null || connected < seen.refused) return;
    seen.accepted = Math.min(seen.accepted ?? Infinity, connected);
    if (status !== null) seen.answered ??= clock();
    if (status === 200) seen[name] ??= clock();
  };
  /** A look begins every 10 ms, whether the one before was answered or not. */
  const look = async (path: string, name: "started" | "ready"): Promise<void> => {
    let under = 0;
    while (!end.signal.aborted && seen[name] === null) {
      if (under < AT_ONCE) {
        under += 1;
        void once(path, name).finally(() => (under -= 1));
      }
      await pause(PERIOD_MS);
    }
  };
  const over = Promise.all([look("/startupz", "started"), look("/readyz", "ready")]).then(() => undefined);
  return {
    seen,
    over,
    stop: () => {
      end.abort();
      socket.terminate();
    },
  };
}

/** Connected and let in, so that it is told of the shutdown. */
function openSocket(gateway: Pick<RealGateway, "url" | "token">): Promise<WebSocket> {
  const client = { id: "gateway-client", version: "1.0.0", platform: "linux", mode: "backend", displayName: "watcher" };
  const params = { minProtocol: 3, maxProtocol: 4, client, role: "operator", scopes: ["operator.read"], caps: [] };
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(gateway.url, { handshakeTimeout: 5_000 });
    socket.once("error", reject);
    socket.on("message", function greet(data: Buffer) {
      const frame = JSON.parse(data.toString("utf8")) as { readonly event?: string; readonly type: string };
      if (frame.event === "connect.challenge") {
        socket.send(JSON.stringify({ type: "req", id: "1", method: "connect", params: { ...params, auth: { token: gateway.token } } }));
      }
      if (frame.type !== "res") return;
      socket.off("message", greet);
      socket.off("error", reject).on("error", () => undefined);
      resolve(socket);
    });
  });
}
