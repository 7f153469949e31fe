// One connection for one action: opened with the right it needs, never reopened, closed when nobody uses it any more.
import { connectParams, type Credentials, type Manner } from "../../data/gateway/connect-params.ts";
import { deadlines, openConnection } from "../../data/gateway/connection.ts";
import { decodeHello } from "../../data/gateway/decode/hello.ts";
import type { Ending } from "../../data/gateway/ending.ts";
import type { DeviceIdentity } from "../../data/gateway/identity.ts";
import { createPending } from "../../data/gateway/pending.ts";
import { RpcFailure } from "../../data/gateway/rpc-failure.ts";
import { createAlarm, type Timers } from "../../data/gateway/timers.ts";
import type { Writer } from "../../data/action/ports.ts";
import type { Hello } from "../../data/model/gateway.ts";

type SessionOptions = {
  readonly url: string;
  readonly tlsFingerprint: string | null;
  readonly local: boolean;
  readonly manner: Manner;
  readonly scope: string;
  readonly credentials: Credentials;
  readonly identity: DeviceIdentity | null;
  readonly instanceId: string;
  readonly version: string;
  /** Until the hello; the stages of the handshake have deadlines of their own besides. */
  readonly timeoutMs: number;
  readonly timers: Timers;
  /** The undecoded hello-ok, which may hold a new device token. */
  readonly onHello: (payload: unknown) => void;
};

export type Session = { readonly open: true; readonly writer: Writer } | { readonly open: false; readonly ending: Ending };

/** Long enough for one question after the other, short enough that a right nobody uses is not left standing. */
export const IDLE_MS = 15_000;

/** 2026.2.26 names no scopes and grants what was asked; 2026.3.23 names none to a client without a device and grants nothing. */
const grantsNothing = (manner: Manner, hello: Hello): boolean =>
  manner === "deviceless" && hello.scopes === null && hello.version !== "dev";

export function openSession(options: SessionOptions): Promise<Session> {
  const { timers, manner, credentials, identity, instanceId, version, scope } = options;
  return new Promise((resolve) => {
    const pending = createPending(timers);
    const late = createAlarm(timers);
    const idle = createAlarm(timers);
    let open = false;
    let asked = 0;

    const over = (why: string): void => {
      open = false;
      late.clear();
      idle.clear();
      pending.failAll(why);
    };
    const close = (): void => {
      connection.drop(1000, "");
      over("the connection was closed");
    };
    const rest = (): void => {
      if (open && asked === 0) idle.set(close, IDLE_MS);
    };
    const request: Writer["request"] = async (method, params, timeoutMs) => {
      if (!open) throw new RpcFailure("NOT_CONNECTED", `${method}: the connection for this action is closed`, false);
      idle.clear();
      asked += 1;
      try {
        return await pending.request(method, params, timeoutMs, connection.send);
      } finally {
        asked -= 1;
        rest();
      }
    };

    const connection = openConnection({
      url: options.url,
      tlsFingerprint: options.tlsFingerprint,
      timers,
      deadlines: options.local ? deadlines.local : deadlines.remote,
      silenceMs: null,
      needs: scope,
      connectParams: (challenge) => connectParams({ manner, credentials, identity, challenge, instanceId, version, scopes: [scope] }),
      decodeHello,
      onHello: (hello, payload) => {
        if (grantsNothing(manner, hello)) return connection.fail({ ended: "scope", granted: [] });
        late.clear();
        open = true;
        options.onHello(payload);
        const { methods, capabilities, scopes: granted } = hello;
        rest();
        resolve({
          open: true,
          writer: { request, granted, methods, capabilities, manner: manner === "deviceless" ? "deviceless" : "device", close },
        });
      },
      onFrame: (frame) => {
        if (frame.frame === "answer" || frame.frame === "error") pending.settle(frame);
      },
      onEnd: (ending) => {
        if (open) return over("the connection was lost");
        late.clear();
        resolve({ open: false, ending });
      },
    });
    late.set(() => connection.fail({ ended: "silent", stage: "hello", ms: options.timeoutMs }), options.timeoutMs);
  });
}
