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
  readonly close: () => Promise<void>;
};

export type Serve = {
  readonly answering: () => boolean;
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

/** Port 0: any that is free. */
export async function listen(serve: Serve, wantedPort = 0): Promise<Listener> {
  const sockets = new Set<Socket>();
  // A stopped process answers no ping either, so pongs are sent by hand.
  const webSockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, autoPong: false, maxPayload: maxPayloadBytes });
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    if (serve.answering()) write(response, serve.page(new URL(request.url ?? "/", "http://demo").pathname));
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.on("upgrade", (request: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    if (serve.answering()) webSockets.handleUpgrade(request, socket, head, serve.accept);
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
  return {
    port,
    stopListening: () => {
      server.close();
      server.closeAllConnections();
    },
    listenAgain: () => {
      if (!server.listening) server.listen(port, host);
    },
    close: async () => {
      const closed = server.listening ? new Promise<void>((resolve) => server.close(() => resolve())) : Promise.resolve();
      for (const client of webSockets.clients) client.terminate();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
