// One connection from dialling to its end: challenge, connect, hello, then frames. A dropped one stays silent for good.
import type { Hello } from "../model/gateway.ts";
import { harmless } from "../harmless.ts";
import type { Challenge, ConnectParams } from "./connect-params.ts";
import { dial } from "./dial.ts";
import type { Ending, Stage } from "./ending.ts";
import { isRecord, readFrame, requestFrame, type Frame } from "./frames.ts";
import { startHeartbeat, type Heartbeat } from "./heartbeat.ts";
import { createAlarm, type Timers } from "./timers.ts";

/** How long each stage of the handshake may take, ms. */
export type Deadlines = { readonly connect: number; readonly challenge: number; readonly hello: number };

/**
 * A gateway that boots may accept and stay silent: while it is expected back such a connection is given up early. The
 * answer to a wrong credential is delayed by up to 5 s on loopback, so `hello` is never short.
 */
export const deadlines = {
  restart: { connect: 3_000, challenge: 3_000, hello: 10_000 },
  local: { connect: 6_000, challenge: 5_000, hello: 15_000 },
  remote: { connect: 12_000, challenge: 10_000, hello: 20_000 },
} as const satisfies Record<string, Deadlines>;

export type ConnectionOptions = {
  readonly url: string;
  readonly tlsFingerprint: string | null;
  readonly deadlines: Deadlines;
  /** Null: twice the tick interval the gateway announces. */
  readonly silenceMs: number | null;
  readonly timers: Timers;
  /** The right without which the connection is of no use; admin stands for every one. Default operator.read. */
  readonly needs?: string;
  readonly connectParams: (challenge: Challenge) => ConnectParams;
  readonly decodeHello: (payload: unknown) => Hello;
  /** `payload` is the undecoded hello-ok. */
  readonly onHello: (hello: Hello, payload: unknown) => void;
  readonly onFrame: (frame: Frame) => void;
  readonly onEnd: (ending: Ending) => void;
};

export type Connection = {
  readonly send: (frame: string) => boolean;
  readonly drop: (code: number, why: string) => void;
  /** Ends it for a reason found later; `onEnd` hears of it. */
  readonly fail: (ending: Ending) => void;
};

/** The only request of the handshake; later ids are numbers. */
const CONNECT_ID = "connect";

function challengeOf(frame: Frame): Challenge | null {
  if (frame.frame !== "event" || frame.name !== "connect.challenge" || !isRecord(frame.payload)) return null;
  const { nonce, ts } = frame.payload;
  return typeof nonce === "string" && nonce !== "" && typeof ts === "number" && Number.isSafeInteger(ts) && ts >= 0 ? { nonce, ts } : null;
}

/** Rights that include others; any not named stands for itself, and admin stands for all. */
const includedIn: Readonly<Record<string, readonly string[]>> = { "operator.read": ["operator.write"] };

/** Releases that do not name scopes (2026.2.26) grant what was asked. */
function grants(hello: Hello, needs: string): boolean {
  const enough = [needs, "operator.admin", ...(includedIn[needs] ?? [])];
  return hello.scopes === null || hello.scopes.some((scope) => enough.includes(scope));
}

export function openConnection(options: ConnectionOptions): Connection {
  const deadline = createAlarm(options.timers);
  let stage: Stage = "connect";
  let heartbeat: Heartbeat | null = null;
  let over = false;

  const close = (): void => {
    over = true;
    deadline.clear();
    heartbeat?.stop();
  };
  const finish = (ending: Ending, code = 1000): void => {
    if (over) return;
    close();
    wire.drop(code, "");
    options.onEnd(ending);
  };
  const enter = (next: "connect" | "challenge" | "hello"): void => {
    stage = next;
    const ms = options.deadlines[next];
    deadline.set(() => finish({ ended: "silent", stage: next, ms }), ms);
  };

  const onChallenge = (frame: Frame): void => {
    const challenge = challengeOf(frame);
    if (challenge === null) return finish({ ended: "foreign", why: "answers as a WebSocket, but not as OpenClaw does" });
    enter("hello");
    wire.send(requestFrame(CONNECT_ID, "connect", options.connectParams(challenge)));
  };

  const onHello = (payload: unknown): void => {
    let hello: Hello;
    try {
      hello = options.decodeHello(payload);
    } catch (error) {
      return finish({ ended: "bad-hello", why: harmless(error instanceof Error ? error.message : String(error)) });
    }
    if (!grants(hello, options.needs ?? "operator.read")) return finish({ ended: "scope", granted: hello.scopes ?? [] });
    stage = "open";
    deadline.clear();
    const silenceMs = options.silenceMs ?? hello.tickIntervalMs * 2;
    const onSilent = (): void => finish({ ended: "silent", stage: "open", ms: silenceMs }, 4000);
    heartbeat = startHeartbeat({ timers: options.timers, silenceMs, ping: wire.ping, onSilent });
    options.onHello(hello, payload);
  };

  const receive: Readonly<Record<Stage, (frame: Frame) => void>> = {
    // The library delivers nothing before the upgrade is done.
    connect: () => {},
    challenge: onChallenge,
    hello: (frame) => {
      if (frame.frame === "answer" && frame.id === CONNECT_ID) onHello(frame.payload);
      else if (frame.frame === "error" && frame.id === CONNECT_ID) finish({ ended: "error", error: frame.error });
    },
    open: options.onFrame,
  };

  const wire = dial({
    url: options.url,
    tlsFingerprint: options.tlsFingerprint,
    onOpen: () => enter("challenge"),
    onFrame: (text) => {
      heartbeat?.heard();
      receive[stage](readFrame(text));
    },
    onPong: () => heartbeat?.heard(),
    onEnd: (ending) => {
      if (over) return;
      close();
      options.onEnd(ending);
    },
  });
  enter("connect");

  return {
    send: wire.send,
    fail: finish,
    drop: (code, why) => {
      if (over) return;
      close();
      wire.drop(code, why);
    },
  };
}
