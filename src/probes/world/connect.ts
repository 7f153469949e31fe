// One TCP connect: does the kernel accept, and how fast.
import net from "node:net";
import type { PortProbe } from "../../data/model/local.ts";
import { bareHost, reasonOf } from "./failure.ts";

const outcomes: Readonly<Record<string, PortProbe["outcome"]>> = {
  ECONNREFUSED: "refused",
  // A reset in the middle of the handshake is a firewall's way to refuse.
  ECONNRESET: "refused",
  ETIMEDOUT: "timeout",
};

/** Opens and closes at once, sending nothing. `ms` is the time to the outcome. Never rejects. */
export function connect(host: string, port: number, timeoutMs: number): Promise<PortProbe> {
  const began = performance.now();
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    const socket = new net.Socket();
    const settle = (outcome: PortProbe["outcome"], why: string | null): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ outcome, ms: performance.now() - began, why });
    };
    socket.once("connect", () => settle("open", null));
    // Stays for the life of the socket: with two addresses tried, a late error must not become an exception.
    socket.on("error", (error) => {
      const { code, why } = reasonOf(error);
      settle(outcomes[code] ?? "unreachable", why);
    });
    timer = setTimeout(() => settle("timeout", `no answer to the TCP connect within ${timeoutMs} ms`), timeoutMs);
    try {
      socket.connect({ host: bareHost(host), port });
    } catch (error) {
      settle("unreachable", reasonOf(error).why);
    }
  });
}
