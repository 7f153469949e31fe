// RPC gateway.restart.request.
import type { RestartAnswer } from "../../restart/observation.ts";
import type { RestartSignal } from "../../restart/signal.ts";
import { decoding, DecodeError, nested, needText, num, rows, text, type Fields } from "./field.ts";
import { blockerOf } from "./work.ts";

const BLOCKERS_MAX = 200;
const statuses: readonly RestartAnswer["status"][] = ["scheduled", "deferred", "coalesced", "emitted"];
const signals: readonly RestartSignal[] = ["SIGUSR1", "SIGUSR2"];

/**
 * Since 2026.5. A targeted request (since 2026.8.1) is answered `emitted` with no more than the pid. `delayMs` may be 28 000 up to
 * 2026.7.1, which keeps 30 s between restarts.
 */
export function decodeRestartAnswer(payload: unknown): RestartAnswer {
  return decoding("gateway.restart.request", payload, (from) => {
    const restart = nested(from, "restart");
    const blockers = nested(from, "preflight")["blockers"];
    return {
      status: statusOf(from),
      delayMs: Math.max(0, num(restart, "delayMs") ?? 0),
      signal: signals.find((signal) => signal === restart["signal"]) ?? null,
      pid: num(restart, "pid") ?? num(from, "pid"),
      blockers: Array.isArray(blockers) ? rows(blockers as readonly unknown[], "preflight.blockers", BLOCKERS_MAX, blockerOf) : [],
    };
  });
}

function statusOf(from: Fields): RestartAnswer["status"] {
  const said = needText(from, "status", 40);
  const status = statuses.find((one) => one === said);
  if (status === undefined) throw new DecodeError("status", `is unknown: ${text(from, "status", 40)}`);
  return status;
}
