// A signal to exactly one process: the start time is compared in the same turn in which it is sent.
import type { Hands } from "../../data/action/ports.ts";
import { startTicksOf } from "../start-ticks.ts";

type Sent = Awaited<ReturnType<Hands["signal"]>>;

const failed = (code: Extract<Sent, { ok: false }>["code"], why: string): Sent => ({ ok: false, code, why });

/**
 * Between the look and the signal lie microseconds, in which no pid comes round again. Linux only: elsewhere no start time names a
 * process, so that every process counts as gone.
 */
export const sendSignal: Hands["signal"] = (signal, { pid, startTicks }) => Promise.resolve(send(signal, pid, startTicks));

function send(signal: Parameters<Hands["signal"]>[0], pid: number, startTicks: number): Sent {
  // 0 and below would be whole groups of processes, 1 the host's own first process.
  if (!Number.isSafeInteger(pid) || pid <= 1) return failed("gone", `${pid} is not the pid of a gateway`);
  const found = startTicksOf(pid);
  if (found === null) return failed("gone", `pid ${pid} is gone`);
  if (found !== startTicks) return failed("recycled", `pid ${pid} is another process now`);
  try {
    process.kill(pid, signal);
    return { ok: true };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "ESRCH") return failed("gone", `pid ${pid} ended before the signal reached it`);
    if (code === "EPERM")
      return failed("not-permitted", `this user may not send ${signal} to pid ${pid}: run gatetop as the gateway's user, or with sudo`);
    throw error;
  }
}
