// A way to a gateway on which something happens to the requests of one method: another one comes first, or the answer is lost.
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

export type Waylayer = { readonly port: number; readonly swallowed: () => number; readonly close: () => Promise<void> };

export type Ambush = {
  readonly method: string;
  /** Done before the request is passed on. */
  readonly first?: () => Promise<void>;
  readonly loseAnswer?: boolean;
};

type Frame = { readonly bytes: Buffer; readonly text: string | null };

/** Complete WebSocket frames at the start of `data`, and the rest. Masked or not; text as far as it is not compressed. */
function takeFrames(data: Buffer): { readonly frames: readonly Frame[]; readonly rest: Buffer } {
  const frames: Frame[] = [];
  let rest = data;
  while (rest.length >= 2) {
    const short = (rest[1] ?? 0) & 0x7f;
    const masked = ((rest[1] ?? 0) & 0x80) !== 0;
    const header = 2 + (short === 126 ? 2 : short === 127 ? 8 : 0);
    if (rest.length < header) break;
    const length = short === 126 ? rest.readUInt16BE(2) : short === 127 ? Number(rest.readBigUInt64BE(2)) : short;
    const from = header + (masked ? 4 : 0);
    if (rest.length < from + length) break;
    const payload = Buffer.from(rest.subarray(from, from + length));
    if (masked) for (let index = 0; index < length; index++) payload[index] = (payload[index] ?? 0) ^ (rest[header + (index % 4)] ?? 0);
    frames.push({ bytes: rest.subarray(0, from + length), text: ((rest[0] ?? 0) & 0x0f) === 1 ? payload.toString("utf8") : null });
    rest = rest.subarray(from + length);
  }
  return { frames, rest };
}

/** Passes whole frames on in their order, after the HTTP head; `pass` says which and when. Plain HTTP passes as it is. */
function filtered(from: Socket, to: Socket, pass: (text: string | null) => Promise<boolean> | boolean): void {
  let before: Promise<void> = Promise.resolve();
  const passOn = async (frames: readonly Frame[], after: Promise<void>): Promise<void> => {
    await after;
    for (const { bytes, text } of frames) if (await pass(text)) to.write(bytes);
  };
  let head = "";
  let mode: "head" | "plain" | "frames" = "head";
  let rest: Buffer = Buffer.alloc(0);
  from.on("data", (chunk: Buffer) => {
    let data = chunk;
    if (mode === "head") {
      head += chunk.toString("latin1");
      const end = head.indexOf("\r\n\r\n");
      if (end < 0) return;
      mode = /^upgrade: websocket/imu.test(head) ? "frames" : "plain";
      const whole = Buffer.from(head, "latin1");
      to.write(mode === "plain" ? whole : whole.subarray(0, end + 4));
      if (mode === "plain") return;
      data = whole.subarray(end + 4);
    }
    if (mode === "plain") {
      to.write(data);
      return;
    }
    const taken = takeFrames(Buffer.concat([rest, data]));
    rest = taken.rest;
    before = passOn(taken.frames, before);
  });
}

export async function waylay(upstream: number, { method, first, loseAnswer = false }: Ambush): Promise<Waylayer> {
  const sockets = new Set<Socket>();
  let swallowed = 0;

  const server = createServer((client) => {
    const asked = new Set<string>();
    const gateway = connect(upstream, "127.0.0.1");
    for (const [one, other] of [
      [client, gateway],
      [gateway, client],
    ] as const) {
      sockets.add(one);
      one.on("error", () => other.destroy());
      one.once("close", () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    filtered(client, gateway, async (text) => {
      if (text?.includes(`"method":"${method}"`) !== true) return true;
      asked.add((JSON.parse(text) as { readonly id: string }).id);
      await first?.();
      return true;
    });
    filtered(gateway, client, (text) => {
      const frame =
        text === null || !loseAnswer || asked.size === 0 ? null : (JSON.parse(text) as { readonly type: string; readonly id?: string });
      if (frame?.type !== "res" || !asked.has(frame.id ?? "")) return true;
      swallowed += 1;
      return false;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    swallowed: () => swallowed,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
