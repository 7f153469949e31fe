// Servers of the harness, on loopback and a free port.
import { randomInt } from "node:crypto";
import { createServer as createTcpServer, type AddressInfo } from "node:net";
import type { Server } from "node:http";

export type Listening = { readonly port: number; readonly close: () => Promise<void> };

export async function listen(server: Server): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", () => resolve());
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Below those the kernel gives to whoever asks for any, so that nobody gets it while its gateway boots, or is down. */
const FIRST_PORT = 20_000;
const STRIDES = 200;
/** A gateway has use for some more beside its own. */
const STRIDE = 20;
const WORKERS = 3;
const given = new Set<number>();

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createTcpServer();
    probe.once("error", () => resolve(false)).listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });

/** A port nobody listens on, and no other worker is given, for a program that cannot pick its own. */
export async function freePort(): Promise<number> {
  for (;;) {
    const worker = Number(process.env["VITEST_POOL_ID"] ?? 0) % WORKERS;
    const port = FIRST_PORT + STRIDE * (WORKERS * randomInt(STRIDES) + worker);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
}
