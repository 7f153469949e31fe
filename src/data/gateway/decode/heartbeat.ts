// RPC last-heartbeat. Nothing is known until the gateway had one; what it said and to whom is left out.
import type { Heartbeat } from "../../service/unit-audit.ts";
import { decoding, num, text, time } from "./field.ts";

export function decodeHeartbeat(payload: unknown): Heartbeat {
  if (payload === null) return { at: null, status: null, reason: null, durationMs: null };
  return decoding("last-heartbeat", payload, (from) => ({
    at: time(from, "ts"),
    status: text(from, "status", 40),
    reason: text(from, "reason", 80),
    durationMs: num(from, "durationMs"),
  }));
}
