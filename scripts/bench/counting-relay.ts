// A relay in front of a gateway that counts what a client asks it: HTTP requests, and messages on its WebSocket.
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

export type Counted = { readonly http: number; readonly messages: number };

export type CountingRelay = {
  /** Where the gateway is to be found behind it. */
  readonly url: string;
  /** Since it was opened. */
  readonly counted: () => Counted;
  readonly close: () => Promise<void>;
};

const HEAD_ENDS = "\r\n\r\n";
const EXTENDED: Readonly<Record<number, number>> = { 126: 2, 127: 8 };
const MASK_BYTES = 4;
const TEXT = 1;

/** Of what the client sends: frames of RFC 6455, of which each text is a message. */
function countFrames(onMessage: () => void): (bytes: Buffer) => void {
  let kept = Buffer.alloc(0);
  let skipped = 0;
  return (bytes) => {
    kept = Buffer.concat([kept, bytes]);
    for (;;) {
      const gone = Math.min(skipped, kept.length);
      kept = kept.subarray(gone);
      skipped -= gone;
      const [first, second] = kept;
      if (first === undefined || second === undefined) return;
      const size = second & 0x7f;
      const extended = EXTENDED[size] ?? 0;
      if (kept.length < 2 + extended) return;
      const length = extended === 0 ? size : extended === 2 ? kept.readUInt16BE(2) : Number(kept.readBigUInt64BE(2));
      if ((first & 0x0f) === TEXT) onMessage();
      skipped = 2 + extended + MASK_BYTES + length;
    }
  };
}

/** Of one connection: heads without a body, and frames from the one on that asks for a WebSocket. */
function countRequests(onRequest: () => void, onMessage: () => void): (bytes: Buffer) => void {
  let head = "";
  let frames: ((bytes: Buffer) => void) | null = null;
  return (bytes) => {
    if (frames !== null) return frames(bytes);
    head += bytes.toString("latin1");
    for (let end = head.indexOf(HEAD_ENDS); end >= 0; end = head.indexOf(HEAD_ENDS)) {
      const asked = head.slice(0, end);
      head = head.slice(end + HEAD_ENDS.length);
      onRequest();
      if (!/^upgrade: *websocket/imu.test(asked)) continue;
      frames = countFrames(onMessage);
      return frames(Buffer.from(head, "latin1"));
    }
  };
}

export async function openCountingRelay(gatewayUrl: string): Promise<CountingRelay> {
  const { hostname, port } = new URL(gatewayUrl);
  const sockets = new Set<Socket>();
  let [http, messages] = [0, 0];
  const server = createServer((client) => {
    const behind = connect(Number(port), hostname);
    for (const socket of [client, behind]) {
      sockets.add(socket);
      // The other end notices by itself.
      socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
    }
    const count = countRequests(
      () => (http += 1),
      () => (messages += 1),
    );
    client.on("data", count);
    client.pipe(behind).pipe(client);
    client.on("close", () => behind.destroy());
    behind.on("close", () => client.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counted: () => ({ http, messages }),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
