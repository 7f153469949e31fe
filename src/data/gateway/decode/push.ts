// What the gateway pushes over the WebSocket, reduced to what is kept. Message text never gets past here.
import type { Push } from "../../events.ts";
import { harmless } from "../../harmless.ts";
import type { Announced } from "../../link-state.ts";
import { DecodeError, decoding, maybe, nested, needText, num, text, type Fields } from "./field.ts";
import { decodeHealth } from "./gateway.ts";
import { decodePresence } from "./presence.ts";
import { decodeSession } from "./sessions.ts";
import { decodeTask } from "./tasks.ts";
import { decodeUpdateAvailable } from "./update-available.ts";

type Decode = (payload: unknown, at: number) => Push;

const decoders: Readonly<Record<string, Decode>> = {
  tick: () => ({ push: "tick" }),
  health: (payload) => ({ push: "health", health: decodeHealth(payload) }),
  presence: (payload) => ({ push: "presence", entries: decodePresence(payload) }),
  "sessions.changed": (payload) => decoding("sessions.changed", payload, sessionChange),
  task: (payload) => decoding("task", payload, taskChange),
  agent: (payload) =>
    decoding("agent", payload, (from) => {
      const stream = text(from, "stream", 40) ?? "unknown";
      const data = nested(from, "data");
      const phase = text(data, "phase", 40);
      return withTool(progress("agent", from, stream, phase, stream === "lifecycle" && phase === "error"), data);
    }),
  // A failed run says so on `agent` as well: counted there, not twice.
  chat: (payload) => decoding("chat", payload, (from) => progress("chat", from, "chat", text(from, "state", 40), false)),
  "session.message": (payload) => decoding("session.message", payload, (from) => progress("session.message", from, "message", null, false)),
  "session.tool": (payload) =>
    decoding("session.tool", payload, (from) => progress("session.tool", from, "tool", text(nested(from, "data"), "phase", 40), false)),
  shutdown: (payload, at) => decoding("shutdown", payload, (from) => ({ push: "shutdown", announced: announcedOf(from, at) })),
  "update.available": (payload) => ({ push: "update", update: decodeUpdateAvailable(payload) }),
  "gateway.suspension": (payload) =>
    decoding("gateway.suspension", payload, (from) => ({ push: "suspension", phase: needText(from, "phase", 40) })),
};

/** Unknown events are `other`; a known one that cannot be read is `broken`, with why. Never throws. */
export function decodePush(name: string, payload: unknown, at: number): Push {
  const decode = Object.hasOwn(decoders, name) ? decoders[name] : undefined;
  if (decode === undefined) return { push: "other", name: harmless(name, 80) };
  try {
    return decode(payload, at);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { push: "broken", name, why: error.message };
  }
}

/** Without a row (a broad change, or a release that sends none) only the list can tell what changed. */
function sessionChange(from: Fields): Push {
  const key = text(from, "sessionKey");
  if (text(from, "reason", 80) === "delete" && key !== null) return { push: "session-removed", key };
  if (maybe(from, "session") === null) return { push: "other", name: "sessions.changed" };
  return { push: "session", session: decodeSession(from["session"]), reason: text(from, "reason", 80) ?? text(from, "phase", 80) };
}

/** `deleted` and `restored` carry no row: read the list again. */
function taskChange(from: Fields): Push {
  if (maybe(from, "task") === null && text(from, "action", 40) !== "upserted") return { push: "other", name: "task" };
  return { push: "task", task: decodeTask(from["task"]) };
}

function progress(name: string, from: Fields, stream: string, phase: string | null, failed: boolean): Push {
  const sessionKey = text(from, "sessionKey");
  return sessionKey === null ? { push: "other", name } : { push: "progress", sessionKey, stream, phase, failed };
}

const toolPhases: Readonly<Record<string, boolean>> = { start: false, end: true };

function withTool(push: Push, data: Fields): Push {
  if (push.push !== "progress" || push.stream !== "item" || text(data, "kind", 40) !== "tool") return push;
  const [id, ended] = [text(data, "itemId", 120), toolPhases[push.phase ?? ""]];
  return id === null || ended === undefined ? push : { ...push, tool: { id, ended } };
}

function announcedOf(from: Fields, at: number): Announced {
  const expectedMs = num(from, "restartExpectedMs");
  const reason = text(from, "reason", 120) ?? "no reason given";
  return { at, kind: expectedMs !== null || /restart/iu.test(reason) ? "restart" : "stop", expectedMs, reason };
}
