// What an ended connection means: stay away and tell the person, or wait and try again.
import type { Ending, Stage } from "./ending.ts";
import { codeOf, type WireError } from "./frames.ts";
import { lookUp } from "./look-up.ts";
import { refusalFor, scopeRefusal, type Circumstances, type Refused } from "./refusal.ts";

export type Verdict =
  | Refused
  /** `retryInMs` null: as the back-off says. `code` is the close code, when a WebSocket was closed. */
  | { readonly verdict: "waiting"; readonly why: string; readonly code: number | null; readonly retryInMs: number | null };

const SLOW_MS = 10_000;
/** A local gateway that says "starting" is asked more often than it suggests (500 ms): the person is watching. */
const STARTING_LOCAL_MS = 200;

const waiting = (why: string, retryInMs: number | null = null, code: number | null = null): Verdict => ({
  verdict: "waiting",
  why,
  code,
  retryInMs,
});

function refused(code: string, why: string, fix: string, retryInMs: number | null = null): Refused {
  return { verdict: "refused", refusal: { code, why, fix }, retryInMs };
}

function notAGateway(code: string, what: string, where: string): Refused {
  const fix = "check the port: gateway.port in openclaw.json (18789 unless set), or what listens there: ss -ltnp";
  return refused(code, `${where} ${what}: something else than a gateway listens there`, fix, SLOW_MS);
}

const unavailableReasons: Readonly<Record<string, string>> = {
  "startup-sidecars": "the gateway is starting up",
  "gateway-restarting": "the gateway is restarting",
  "gateway-suspending": "the gateway is suspended",
  "gateway-draining": "the gateway is draining: it finishes running work first",
};

function fromError(error: WireError, circumstances: Circumstances): Verdict {
  const code = codeOf(error);
  const { reason } = error.details;
  // A gateway that is not ready is not a gateway that says no.
  if (code === "UNAVAILABLE" || (error.retryable && !code.startsWith("AUTH_"))) {
    const why = lookUp(unavailableReasons, reason) ?? `the gateway is not ready: ${error.message}`;
    return waiting(why, circumstances.local ? STARTING_LOCAL_MS : error.retryAfterMs);
  }
  return refusalFor(error, circumstances);
}

type HttpRow = { readonly from: number; readonly to: number; readonly verdict: (status: number, body: string, where: string) => Verdict };

/** First row whose range holds the status. */
const httpRows: readonly HttpRow[] = [
  {
    from: 401,
    to: 401,
    verdict: (status) => inFront(status, "asked for its own login"),
  },
  { from: 403, to: 403, verdict: (status) => inFront(status, "forbids the connection") },
  { from: 407, to: 407, verdict: (status) => inFront(status, "asked for a proxy login") },
  { from: 429, to: 429, verdict: () => waiting("something in front of the gateway asks for fewer connections (HTTP 429)", 30_000) },
  {
    from: 300,
    to: 399,
    verdict: (status, _body, where) =>
      refused(
        `HTTP_${status}`,
        `${where} redirects to another address (HTTP ${status})`,
        "give the address it redirects to as --url",
        SLOW_MS,
      ),
  },
  {
    from: 503,
    to: 503,
    verdict: (_status, body) =>
      waiting(
        body.includes("admission closed")
          ? "the gateway is draining: it lets nobody new in until running work is finished"
          : "the gateway is not available (HTTP 503)",
      ),
  },
  { from: 500, to: 599, verdict: (status) => waiting(`no gateway behind the address: HTTP ${status}`) },
];

function inFront(status: number, what: string): Verdict {
  const fix = "go around it: --url with the gateway's own port, or gatetop on the gateway's host";
  return refused(`HTTP_${status}`, `something in front of the gateway ${what} (HTTP ${status})`, fix);
}

function fromHttp(status: number, body: string, where: string): Verdict {
  const row = httpRows.find(({ from, to }) => status >= from && status <= to);
  return row?.verdict(status, body, where) ?? notAGateway(`HTTP_${status}`, `answers HTTP ${status} instead of a WebSocket`, where);
}

const brokenOff = (where: string): string => `${where} broke the connection off before answering; if it speaks TLS, use wss://`;

const socketWords: Readonly<Record<string, (where: string) => string>> = {
  ECONNREFUSED: (where) => `connection refused: nothing listens on ${where}`,
  ECONNRESET: brokenOff,
  EPIPE: brokenOff,
  ETIMEDOUT: (where) => `${where} did not answer at all: host down, or a firewall drops the packets`,
  EHOSTUNREACH: (where) => `no route to ${where}`,
  ENETUNREACH: (where) => `no network towards ${where}`,
  EHOSTDOWN: (where) => `the host of ${where} is down`,
  ENOTFOUND: (where) => `the name in ${where} does not exist`,
  EAI_AGAIN: (where) => `the name in ${where} cannot be looked up right now`,
  EMFILE: () => "this process has too many open files to connect",
};

function fromSocket(code: string, message: string, where: string): Verdict {
  if (code === "EPROTO" || code.startsWith("ERR_SSL_")) {
    return refused(
      "TLS_NOT_SPOKEN",
      `${where} does not speak TLS`,
      "use ws:// if the gateway has no gateway.tls, or check the port",
      SLOW_MS,
    );
  }
  // The HTTP parser's codes: bytes that are not HTTP. The library's own errors during the upgrade: not a WebSocket.
  if (code.startsWith("HPE_") || code === "BAD_UPGRADE") return notAGateway("NOT_A_WEBSOCKET", "does not answer as a WebSocket", where);
  return waiting(socketWords[code]?.(where) ?? `cannot connect to ${where}: ${message}`);
}

/** RFC 6455 and the gateway's own. */
const closeWords: Readonly<Record<number, string>> = {
  1000: "the gateway closed the connection",
  1001: "the gateway is going away",
  1006: "the connection broke off: the process died, or the network did",
  1007: "the gateway closed the connection: broken text",
  1009: "a message larger than gatetop accepts",
  1011: "the gateway closed the connection after an error of its own",
  1012: "the gateway is restarting or stopping",
  1013: "the gateway is starting up",
  4000: "nothing came over the connection any more",
  4001: "the gateway's credentials were changed",
};

function fromClose(code: number, reason: string): Verdict {
  const words = closeWords[code] ?? "the gateway closed the connection";
  return waiting(reason === "" || closeWords[code] !== undefined ? words : `${words}: ${reason}`, null, code);
}

const silence: Readonly<Record<Stage, string>> = {
  connect: "accepts connections at best, but does not answer",
  challenge: "accepted the WebSocket but says nothing",
  hello: "does not answer the connect request",
  open: "has said nothing",
};

/** Whoever ended it and however: one of two things follows. */
export function judge(ending: Ending, circumstances: Circumstances): Verdict {
  const { where } = circumstances;
  switch (ending.ended) {
    case "error":
      return fromError(ending.error, circumstances);
    case "http":
      return fromHttp(ending.status, ending.body, where);
    case "closed":
      return fromClose(ending.code, ending.reason);
    case "socket":
      return fromSocket(ending.code, ending.message, where);
    case "certificate":
      return { verdict: "refused", refusal: ending.refusal, retryInMs: null };
    case "silent":
      return waiting(
        `${where} ${silence[ending.stage]} for ${Math.round(ending.ms / 1000)} s`,
        null,
        ending.stage === "open" ? 4000 : null,
      );
    case "foreign":
      return notAGateway("NOT_A_GATEWAY", ending.why, where);
    case "bad-hello":
      return refused(
        "BAD_HELLO",
        `the gateway's greeting cannot be read: ${ending.why}`,
        "update gatetop: npm install -g gatetop@latest",
        SLOW_MS,
      );
    case "scope":
      return scopeRefusal(ending.granted, circumstances);
  }
}
