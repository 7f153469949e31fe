// hello-ok: the gateway's side of the handshake.
import type { Hello } from "../../model/gateway.ts";
import { decoding, needFields, needNum, needText, nested, num, text, texts } from "./field.ts";
import { updateAvailableOf } from "./update-available.ts";

const NAMES_MAX = 5_000;
/** Every release measured says so in `policy`; a release that does not is taken to mean the same. */
const TICK_INTERVAL_MS = 30_000;
const MAX_PAYLOAD_BYTES = 26_214_400;

/** Keeps at most 5 000 method names (2026.9.6 has 482). Device tokens in the payload are left out. */
export function decodeHello(payload: unknown): Hello {
  return decoding("hello-ok", payload, (from) => {
    const server = needFields(from, "server");
    const features = nested(from, "features");
    const snapshot = nested(from, "snapshot");
    const auth = nested(from, "auth");
    const policy = nested(from, "policy");
    return {
      version: needText(server, "version", 60),
      protocol: needNum(from, "protocol"),
      buildId: text(server, "buildId", 120),
      bootId: text(server, "bootId", 80),
      connId: text(server, "connId", 80),
      methods: texts(features, "methods", NAMES_MAX),
      events: texts(features, "events", NAMES_MAX),
      capabilities: texts(features, "capabilities"),
      scopes: Array.isArray(auth["scopes"]) ? texts(auth, "scopes") : null,
      authMethod: text(auth, "method", 40),
      uptimeMs: num(snapshot, "uptimeMs"),
      suspension: text(nested(snapshot, "suspension"), "phase", 40),
      update: updateAvailableOf(snapshot),
      tickIntervalMs: positive(num(policy, "tickIntervalMs")) ?? TICK_INTERVAL_MS,
      maxPayloadBytes: positive(num(policy, "maxPayload")) ?? MAX_PAYLOAD_BYTES,
    };
  });
}

const positive = (value: number | null): number | null => (value !== null && value > 0 ? value : null);
