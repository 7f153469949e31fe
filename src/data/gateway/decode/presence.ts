// RPC system-presence and event presence.
import type { PresenceEntry } from "../../model/gateway.ts";
import { DecodeError, naming, nested, num, rows, text, texts, type Fields } from "./field.ts";

const ENTRIES_MAX = 500;

/** A bare list (RPC) or `{presence: […]}` (event, hello); at most 500 entries. */
export function decodePresence(payload: unknown): readonly PresenceEntry[] {
  return naming("system-presence", () => {
    const wrapped = typeof payload === "object" && payload !== null && "presence" in payload;
    const list: unknown = wrapped ? payload.presence : payload;
    if (!Array.isArray(list)) throw new DecodeError(wrapped ? "presence" : "", "is not a list");
    return rows(list as readonly unknown[], "presence", ENTRIES_MAX, entryOf);
  });
}

function entryOf(from: Fields): PresenceEntry {
  return {
    deviceId: text(from, "deviceId", 80),
    instanceId: text(from, "instanceId", 80),
    host: text(from, "host", 80),
    mode: text(from, "mode", 40),
    reason: text(from, "reason", 40),
    at: num(from, "ts"),
    version: text(from, "version", 60),
    scopes: texts(from, "scopes", 20),
    ip: text(from, "ip", 60),
    platform: text(from, "platform", 60),
    clientId: text(from, "clientId", 60),
    user: text(nested(from, "user"), "name", 80) ?? text(nested(from, "user"), "id", 80),
    onlineSince: num(from, "onlineSince"),
    roles: texts(from, "roles", 10),
  };
}
