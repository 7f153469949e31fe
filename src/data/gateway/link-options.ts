// What a link is made of and what it can do.
import type { Event, Push } from "../events.ts";
import type { Hello } from "../model/gateway.ts";
import type { Credentials } from "./connect-params.ts";
import type { DeviceIdentity } from "./identity.ts";
import type { Timers } from "./timers.ts";

/** Of the gateway's own list: events of sessions that this client did not begin are kept from it. */
export const OWN_SESSIONS = "session-scoped-events";

export type LinkEvent =
  | Extract<Event, { readonly type: "link" | "pushed" | "gap" | "round-trip" }>
  /** A token for this device, to be kept 0600 and given as `credentials.deviceToken` next time. Never recorded. */
  | { readonly type: "device-token"; readonly token: string };

export type LinkOptions = {
  /** ws:// (private addresses only) or wss:// */
  readonly url: string;
  readonly credentials: Credentials;
  /** Null when no key could be kept: only a gateway on this host grants anything then. */
  readonly identity: DeviceIdentity | null;
  /** SHA-256 of the certificate to expect, whoever signed it. */
  readonly tlsFingerprint: string | null;
  /** Tells this gatetop from another in the gateway's presence list. */
  readonly instanceId: string;
  readonly version: string;
  /** Asked for; default operator.read alone. */
  readonly scopes?: readonly string[];
  /** What this client is like; with OWN_SESSIONS it is not told of anybody's runs, and asks for no session's changes. Default none. */
  readonly caps?: readonly string[];
  /** Epoch ms. */
  readonly now: () => number;
  /** [0, 1) */
  readonly random: () => number;
  readonly onEvent: (event: LinkEvent) => void;
  /** hello-ok; throws when it cannot be read. */
  readonly decodeHello: (payload: unknown) => Hello;
  /** Null drops the event. */
  readonly decodePush: (name: string, payload: unknown, at: number) => Push | null;
  /** Pushes are delivered at most this often. */
  readonly batchMs?: number;
  /** Silence after which an open connection counts as dead; default twice the gateway's tick interval. */
  readonly silenceMs?: number;
  readonly timers?: Timers;
};

export type Link = {
  readonly start: () => void;
  /** Leaves no timer and no socket. */
  readonly stop: () => void;
  /** Knocks at once when waiting or refused. */
  readonly retryNow: () => void;
  /** The undecoded payload; rejects with RpcFailure. */
  readonly request: (method: string, params: unknown, timeoutMs: number) => Promise<unknown>;
  /** Methods of the open connection's hello; null while none is open; [] when the release does not list them. */
  readonly methods: () => readonly string[] | null;
  /** Methods asked and not answered yet. */
  readonly unanswered: () => readonly string[];
  /** Resolves once all of them are answered, or have failed. */
  readonly answered: () => Promise<void>;
};
