// A gateway connection that shares no code with the program under test: what it reads is the truth the program is compared with.
import { WebSocket } from "ws";

export type Payload = Readonly<Record<string, unknown>>;

export type RawClient = {
  readonly hello: Payload;
  readonly request: (method: string, params?: Payload) => Promise<Payload>;
  readonly close: () => void;
  /** Resolves with the WebSocket close code when the connection is over, whoever ended it. */
  readonly closed: Promise<number>;
};

type Frame = {
  readonly type: string;
  readonly id?: string;
  readonly ok?: boolean;
  readonly event?: string;
  readonly payload?: Payload;
  readonly error?: { readonly code: string; readonly message: string };
};

const scopes = ["operator.admin", "operator.read", "operator.write"];
const client = { id: "gateway-client", version: "1.0.0", platform: "linux", mode: "backend", displayName: "test" };

/** Connects as a backend client, which needs no device identity on loopback. */
export function connectRaw(port: number, token: string, timeoutMs = 20_000): Promise<RawClient> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`, { handshakeTimeout: timeoutMs, maxPayload: 64 * 1024 * 1024 });
    const pending = new Map<string, { readonly resolve: (payload: Payload) => void; readonly reject: (error: Error) => void }>();
    let counter = 0;

    const closed = new Promise<number>((settle) => socket.once("close", settle));

    const request = (method: string, params: Payload = {}): Promise<Payload> =>
      new Promise((resolveAnswer, rejectAnswer) => {
        const id = `raw-${++counter}`;
        pending.set(id, { resolve: resolveAnswer, reject: rejectAnswer });
        socket.send(JSON.stringify({ type: "req", id, method, params }));
      });

    const greet = async (): Promise<void> => {
      const params = { minProtocol: 3, maxProtocol: 4, client, role: "operator", scopes, caps: [], auth: { token } };
      const hello = await request("connect", params);
      clearTimeout(deadline);
      resolve({ hello, request, close: () => socket.terminate(), closed });
    };

    const fail = (error: Error): void => {
      clearTimeout(deadline);
      for (const waiting of pending.values()) waiting.reject(error);
      pending.clear();
      reject(error);
      socket.terminate();
    };
    const deadline = setTimeout(() => fail(new Error(`no hello in ${timeoutMs} ms`)), timeoutMs);

    socket.on("error", fail);
    socket.on("close", (code) => fail(new Error(`closed with ${code}`)));
    socket.on("message", (data: Buffer) => {
      const frame = JSON.parse(data.toString("utf8")) as Frame;
      if (frame.event === "connect.challenge") {
        greet().catch(fail);
        return;
      }
      const waiting = frame.id === undefined ? undefined : pending.get(frame.id);
      if (frame.type !== "res" || waiting === undefined) return;
      pending.delete(frame.id ?? "");
      if (frame.ok === true) waiting.resolve(frame.payload ?? {});
      else waiting.reject(new Error(`${frame.error?.code}: ${frame.error?.message}`));
    });
  });
}
