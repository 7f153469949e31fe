// The demo's port: plain HTTP for the probes, upgrades for the WebSocket, and a way to be gone for a while and come back.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { WebSocketServer, type WebSocket } from "ws";
import type { Page } from "./payloads/probes.ts";

const host = "127.0.0.1";
const maxPayloadBytes = 26_214_400;

export type Listener = {
  readonly port: number;
  /** Nobody is let in any more and what waits is cut off; open WebSockets are the caller's to close. */
  readonly stopListening: () => void;
  /** On the same port again. */
  readonly listenAgain: () => void;
  /** What was asked while nothing was answered is answered now. */
  readonly answerWaiting: () => void;
  /** Every connection ends at once and without a word, as when the process is killed. */
  readonly cut: () => void;
  readonly listening: () => boolean;
  readonly close: () => Promise<void>;
};

export type Serve = {
  readonly answering: () => boolean;
  /** False: an upgrade is answered with 503. */
  readonly admitting: () => boolean;
  readonly page: (path: string) => Page;
  readonly accept: (socket: WebSocket) => void;
};

function write(response: ServerResponse, page: Page): void {
  const json = "json" in page;
  response.writeHead(page.status, {
    "Content-Type": json ? "application/json; charset=utf-8" : "text/html; charset=utf-8",
    "Cache-Control": json ? "no-store" : "no-cache",
  });
  response.end(json ? JSON.stringify(page.json) : page.html);
}

const admissionClosed = "Gateway websocket admission closed";

function refuseUpgrade(socket: Socket): void {
  const head = [
    "HTTP/1.1 503 Service Unavailable",
    "Content-Type: text/plain",
    `Content-Length: ${admissionClosed.length}`,
    "Connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${admissionClosed}`);
}

/** Port 0: any that is free. */
export async function listen(serve: Serve, wantedPort = 0): Promise<Listener> {
  const sockets = new Set<Socket>();
  // A stopped process answers no ping either, so pongs are sent by hand.
  const webSockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, autoPong: false, maxPayload: maxPayloadBytes });
  const waiting = new Map<Socket | ServerResponse, () => void>();
  const whenAnswering = (asker: Socket | ServerResponse, answer: () => void): void => {
    if (serve.answering()) return answer();
    waiting.set(asker, answer);
    asker.once("close", () => waiting.delete(asker));
  };
  const server = createServer((request: IncomingMessage, response: ServerResponse) =>
    whenAnswering(response, () => write(response, serve.page(new URL(request.url ?? "/", "http://demo").pathname))),
  );
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.on("upgrade", (request: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    whenAnswering(socket, () => {
      if (serve.admitting()) webSockets.handleUpgrade(request, socket, head, serve.accept);
      else refuseUpgrade(socket);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(wantedPort, host, () => {
      server.removeListener("error", reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  // Somebody else may have taken the port in between: then the gateway stays away, which is what a client sees anyway.
  server.on("error", () => undefined);
  const cut = (): void => {
    for (const client of webSockets.clients) client.terminate();
    for (const socket of sockets) socket.destroy();
  };
  return {
    port,
    stopListening: () => {
      server.close();
      server.closeAllConnections();
      for (const asker of waiting.keys()) asker.destroy();
    },
    answerWaiting: () => {
      const answers = [...waiting.values()];
      waiting.clear();
      for (const answer of answers) answer();
    },
    cut,
    listening: () => server.listening,
    listenAgain: () => {
      if (!server.listening) server.listen(port, host);
    },
    close: async () => {
      const closed = server.listening ? new Promise<void>((resolve) => server.close(() => resolve())) : Promise.resolve();
      cut();
      await closed;
    },
  };
}
