// The JSON of the probe URLs. Each needs the one field that shows it is the gateway's answer and not some other server's.
import type { Healthz, Readyz, Startupz } from "../../model/local.ts";
import { decoding, needBool, needText, num, text, texts } from "./field.ts";
import { eventLoopOf } from "./gauges.ts";

/** `{"ok":true,"status":"live"}` */
export function decodeHealthz(body: unknown): Healthz {
  return decoding("GET /healthz", body, (from) => ({ ok: needBool(from, "ok"), status: text(from, "status", 40) }));
}

/** `{"ok":true,"status":"started","version":…,"uptimeMs":…,"pendingReason"?}`; from afar without credentials only ok and status. */
export function decodeStartupz(body: unknown): Startupz {
  return decoding("GET /startupz", body, (from) => ({
    status: needText(from, "status", 40),
    version: text(from, "version", 60),
    uptimeMs: num(from, "uptimeMs"),
    pendingReason: text(from, "pendingReason"),
  }));
}

/** `{"ready":true,"failing":[],"uptimeMs":…,"eventLoop"?,"suppressed"?}`; from afar without credentials only ready. */
export function decodeReadyz(body: unknown): Readyz {
  return decoding("GET /readyz", body, (from) => ({
    ready: needBool(from, "ready"),
    failing: texts(from, "failing"),
    suppressed: texts(from, "suppressed"),
    uptimeMs: num(from, "uptimeMs"),
    eventLoop: eventLoopOf(from),
  }));
}
