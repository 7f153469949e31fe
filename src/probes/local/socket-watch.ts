// When to read the socket tables. The kernel walks its whole hash of connections for one read: milliseconds on a host with much memory.
import type { Target } from "../../data/target.ts";
import type { World } from "../probe.ts";
import { readPortSockets, type PortSockets } from "./sockets.ts";

/** Share of one core the tables may cost while all is well, and while something is wrong or searched for. */
const calmShare = 0.0015;
const urgentShare = 0.01;
const keptAtMostMs = 15_000;

export type SocketWatch = (world: World, target: Target, urgent: boolean) => Promise<PortSockets>;

/** Answers from the last read as long as a new one would be over the budget; a cheap table is read every time. */
export function createSocketWatch(): SocketWatch {
  let last: { readonly at: number; readonly costMs: number; readonly sockets: PortSockets } | null = null;
  return async (world, { port, host }, urgent) => {
    const keptMs = last === null ? 0 : Math.min(keptAtMostMs, last.costMs / (urgent ? urgentShare : calmShare));
    const age = last === null ? 0 : world.now() - last.at;
    if (last !== null && age >= 0 && age < keptMs) return last.sockets;
    const began = performance.now();
    const sockets = await readPortSockets(world, port, host);
    last = { at: world.now(), costMs: performance.now() - began, sockets };
    return sockets;
  };
}
