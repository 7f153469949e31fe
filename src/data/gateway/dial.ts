// One WebSocket: dialled, certificate judged, frames handed over as text. Ends exactly once.
import { WebSocket, type RawData } from "ws";
import type { ClientRequest, IncomingMessage } from "node:http";
import type { TLSSocket } from "node:tls";
import { harmless } from "../harmless.ts";
import { refusedCertificate } from "./certificate.ts";
import type { Ending } from "./ending.ts";

/** The gateway's own limit is 25 MiB; more than this is not a gateway's message, and would only fill the memory. */
const MAX_PAYLOAD_BYTES = 64 * 1024 * 1024;
const BODY_CHARACTERS = 300;

export type Wire = {
  /** False when the socket was not open: nothing has left. */
  readonly send: (text: string) => boolean;
  readonly ping: () => void;
  /** Closed and destroyed at once; nothing is reported afterwards. */
  readonly drop: (code: number, why: string) => void;
};

export type DialOptions = {
  readonly url: string;
  readonly tlsFingerprint: string | null;
  readonly onOpen: () => void;
  /** A text frame, or null for a binary one. */
  readonly onFrame: (text: string | null) => void;
  readonly onPong: () => void;
  readonly onEnd: (ending: Ending) => void;
};

/** The code of an error, or of the first one it bundles (a name with two addresses fails twice). */
function errorCode(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  return code ?? (error instanceof AggregateError && error.errors[0] instanceof Error ? errorCode(error.errors[0]) : "UNKNOWN");
}

function readBody(response: IncomingMessage, done: (body: string) => void): void {
  let body = "";
  response.setEncoding("utf8");
  response.on("data", (chunk: string) => {
    body += chunk;
    if (body.length > BODY_CHARACTERS) response.destroy();
  });
  response.on("close", () => done(harmless(body, BODY_CHARACTERS)));
}

export function dial(options: DialOptions): Wire {
  let done = false;
  const end = (ending: Ending): void => {
    if (done) return;
    done = true;
    options.onEnd(ending);
  };

  /** The upgrade request waits until the certificate passed, so that a stranger learns nothing. */
  const judgeThenSend = (request: ClientRequest): void => {
    request.once("socket", (socket) =>
      socket.once("secureConnect", () => {
        const tls = socket as TLSSocket;
        const error = tls.authorizationError as Error | string | undefined;
        const problem = error instanceof Error ? errorCode(error) : (error ?? null);
        const shown = { trusted: tls.authorized, problem, fingerprint: tls.getPeerCertificate().fingerprint256 ?? null };
        const refusal = refusedCertificate(shown, options.tlsFingerprint);
        if (refusal === null) return request.end();
        end({ ended: "certificate", refusal });
        request.destroy();
      }),
    );
  };

  const secure = options.url.startsWith("wss:");
  const socket = new WebSocket(options.url, {
    perMessageDeflate: false,
    maxPayload: MAX_PAYLOAD_BYTES,
    // A name with broken bytes is drawn with U+FFFD; it is no reason to lose the connection.
    skipUTF8Validation: true,
    followRedirects: false,
    // Not a waiver: `judgeThenSend` decides, so that a refusal can name the fingerprint it saw.
    rejectUnauthorized: false,
    finishRequest: (request) => (secure ? judgeThenSend(request) : request.end()),
  });

  let opened = false;
  socket.on("open", () => {
    opened = true;
    if (!done) options.onOpen();
  });
  socket.on("message", (data: RawData, isBinary: boolean) => {
    if (!done) options.onFrame(isBinary ? null : (data as Buffer).toString());
  });
  socket.on("pong", () => {
    if (!done) options.onPong();
  });
  socket.on("unexpected-response", (request, response) => {
    readBody(response, (body) => {
      end({ ended: "http", status: response.statusCode ?? 0, body });
      request.destroy();
    });
  });
  // Also after the end: an error event nobody listens to would end the program.
  socket.on("error", (error) => {
    const code = errorCode(error);
    if (code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH") end({ ended: "closed", code: 1009, reason: "" });
    else if (opened) end({ ended: "closed", code: 1006, reason: harmless(error.message) });
    else end({ ended: "socket", code: code === "UNKNOWN" ? "BAD_UPGRADE" : code, message: harmless(error.message) });
  });
  socket.on("close", (code, reason) => end({ ended: "closed", code, reason: harmless(reason.toString()) }));

  return {
    send: (text) => {
      if (done || socket.readyState !== WebSocket.OPEN) return false;
      socket.send(text, swallow);
      return true;
    },
    ping: () => {
      if (!done && socket.readyState === WebSocket.OPEN) socket.ping(undefined, undefined, swallow);
    },
    drop: (code, why) => {
      done = true;
      // The close frame goes to the kernel at once; waiting for the answer would keep the process alive.
      if (socket.readyState === WebSocket.OPEN) socket.close(code, why);
      socket.terminate();
    },
  };
}

/** A write that fails is followed by the socket's own end, which is where it is told. */
const swallow = (): void => {};
