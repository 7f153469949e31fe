// When to read the socket tables. The kernel walks its whole hash of connections for one read: milliseconds on a host with much memory.
import type { Target } from "../../data/target.ts";
import type { World } from "../probe.ts";
import { readPortSockets, type PortSockets } from "./sockets.ts";

/** Share of one core the tables may cost while all is well, and while something is wrong or searched for. "now" is for single occasions. */
const shares = { calm: 0.0015, urgent: 0.01, now: Number.POSITIVE_INFINITY } as const;
const keptAtMostMs = 15_000;

export type Urgency = keyof typeof shares;
export type SocketWatch = (world: World, target: Target, urgency: Urgency) => Promise<PortSockets>;

// Processor time, not time on the clock: a busy host must not make the tables look dear.
function spentByUsMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Answers from the last read as long as a new one would be over the budget; a cheap table is read every time. */
export function createSocketWatch(spentMs: () => number = spentByUsMs): SocketWatch {
  let last: { readonly at: number; readonly costMs: number; readonly sockets: PortSockets } | null = null;
  return async (world, { port, host }, urgency) => {
    const keptMs = last === null ? 0 : Math.min(keptAtMostMs, last.costMs / shares[urgency]);
    const age = last === null ? 0 : world.now() - last.at;
    if (last !== null && age >= 0 && age < keptMs) return last.sockets;
    const began = spentMs();
    const sockets = await readPortSockets(world, port, host);
    last = { at: world.now(), costMs: spentMs() - began, sockets };
    return sockets;
  };
}
