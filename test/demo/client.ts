// A bare client of the demo gateway: sends frames, keeps what came, and can be waited on.
import { once } from "node:events";
import { get } from "node:http";
import { connect } from "node:net";
import { WebSocket } from "ws";
import { startDemoGateway, type DemoGateway, type DemoOptions } from "../../src/demo/gateway.ts";

export type Frame = Readonly<Record<string, unknown>> & { readonly type: string };

const goodConnect = {
  minProtocol: 3,
  maxProtocol: 4,
  client: { id: "gateway-client", version: "0.1.0", platform: "linux", mode: "backend" },
  role: "operator",
  scopes: ["operator.read"],
};

export class Client {
  readonly socket: WebSocket;
  readonly frames: Frame[] = [];
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  private waiters: { readonly wanted: (frame: Frame) => boolean; readonly resolve: (frame: Frame) => void }[] = [];
  private count = 0;

  constructor(url: string) {
    this.socket = new WebSocket(url, { perMessageDeflate: false });
    this.closed = new Promise((resolve) => this.socket.on("close", (code, reason) => resolve({ code, reason: String(reason) })));
    this.socket.on("message", (data: Buffer) => this.take(JSON.parse(data.toString("utf8")) as Frame));
    this.socket.on("error", () => this.socket.terminate());
  }

  private take(frame: Frame): void {
    this.frames.push(frame);
    const ready = this.waiters.filter(({ wanted }) => wanted(frame));
    this.waiters = this.waiters.filter((waiter) => !ready.includes(waiter));
    for (const { resolve } of ready) resolve(frame);
  }

  /** The first frame, past or coming, that is wanted. */
  frame(wanted: (frame: Frame) => boolean): Promise<Frame> {
    const had = this.frames.find(wanted);
    return had === undefined ? new Promise((resolve) => this.waiters.push({ wanted, resolve })) : Promise.resolve(had);
  }

  event(name: string): Promise<Frame> {
    return this.frame(({ type, event }) => type === "event" && event === name);
  }

  call(method: string, params: unknown = {}): Promise<Frame> {
    this.count += 1;
    const id = String(this.count);
    this.socket.send(JSON.stringify({ type: "req", id, method, params }));
    return this.frame((frame) => frame.type === "res" && frame["id"] === id);
  }

  /** Waits for the challenge, then asks to be let in; the answer may be a refusal. */
  async connect(token: string, over: Readonly<Record<string, unknown>> = {}): Promise<Frame> {
    await this.event("connect.challenge");
    return this.call("connect", { ...goodConnect, auth: { token }, ...over });
  }
}

/** Starts a gateway and always closes it, with every client made through `dial`. */
export async function withDemo(
  options: Omit<DemoOptions, "now"> & { readonly now?: () => number },
  scene: (gateway: DemoGateway, dial: () => Client) => Promise<void>,
): Promise<void> {
  const gateway = await startDemoGateway({ now: Date.now, ...options });
  const clients: Client[] = [];
  try {
    await scene(gateway, () => {
      const client = new Client(gateway.url);
      clients.push(client);
      return client;
    });
  } finally {
    for (const client of clients) client.socket.terminate();
    await gateway.close();
  }
}

/** A clock that stands still until the test moves it; the gateway's own timers only make it look. */
export function scenarioClock(startAtMs: number) {
  const begunAt = Date.UTC(2026, 10, 20, 14, 3, 0);
  const speed = 1_000;
  let at = begunAt;
  return {
    options: { now: () => at, startAtMs, speed },
    moveTo: (ms: number): void => {
      at = begunAt + (ms - startAtMs) / speed;
    },
  };
}

type PageAnswer = { readonly status: number; readonly type: string; readonly body: string };

export async function page(gateway: DemoGateway, path: string): Promise<PageAnswer> {
  const request = get({ host: "127.0.0.1", port: gateway.port, path, agent: false });
  const [response] = (await once(request, "response")) as [import("node:http").IncomingMessage];
  let body = "";
  for await (const chunk of response) body += String(chunk);
  return { status: response.statusCode ?? 0, type: response.headers["content-type"] ?? "", body };
}

/** "open" when the kernel accepts, else the error code. */
export async function knock(port: number): Promise<string> {
  const socket = connect({ host: "127.0.0.1", port });
  try {
    return await new Promise((resolve) => {
      socket.on("connect", () => resolve("open"));
      socket.on("error", (error) => resolve("code" in error ? String(error.code) : "error"));
    });
  } finally {
    socket.destroy();
  }
}
