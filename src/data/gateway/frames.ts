// The envelopes on the wire: what may be sent, and what a received frame turns out to be.
import { harmless } from "../harmless.ts";

/** `error` of a response; every field is the gateway's own and may be missing. */
export type WireError = {
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;
};

export type Frame =
  | { readonly frame: "answer"; readonly id: string; readonly payload: unknown }
  | { readonly frame: "error"; readonly id: string; readonly error: WireError }
  | { readonly frame: "event"; readonly name: string; readonly payload: unknown; readonly seq: number | null }
  | { readonly frame: "unreadable"; readonly why: string };

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const text = (value: unknown, fallback: string): string => (typeof value === "string" && value !== "" ? harmless(value) : fallback);
/** What a timer can hold, and what anybody would wait for. */
const RETRY_AFTER_MAX_MS = 3_600_000;
const unreadable = (why: string): Frame => ({ frame: "unreadable", why });

export function wireError(value: unknown): WireError {
  const error = isRecord(value) ? value : {};
  const retryAfterMs = error["retryAfterMs"];
  return {
    code: text(error["code"], "UNKNOWN"),
    message: text(error["message"], "the gateway gave no reason"),
    details: isRecord(error["details"]) ? error["details"] : {},
    retryable: error["retryable"] === true,
    retryAfterMs: typeof retryAfterMs === "number" && retryAfterMs >= 0 ? Math.min(retryAfterMs, RETRY_AFTER_MAX_MS) : null,
  };
}

/** The most telling code of an error: `details.code` where the release sends it. */
export const codeOf = (error: WireError): string => text(error.details["code"], error.code);

/** Never throws: a frame that cannot be read is a value saying why. */
export function readFrame(data: string | null): Frame {
  if (data === null) return unreadable("a binary frame; the protocol is text");
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    // The parser's own message quotes the text, which may be somebody's message.
    return unreadable(`not JSON (${data.length} characters)`);
  }
  if (!isRecord(value)) return unreadable("not a JSON object");
  if (value["type"] === "event") return readEvent(value);
  if (value["type"] === "res") return readAnswer(value);
  return unreadable(`unknown frame type ${harmless(JSON.stringify(value["type"]) ?? "(none)", 40)}`);
}

function readEvent(value: Record<string, unknown>): Frame {
  const { event, payload, seq } = value;
  if (typeof event !== "string" || event === "") return unreadable("an event without a name");
  return { frame: "event", name: event, payload, seq: typeof seq === "number" && Number.isSafeInteger(seq) ? seq : null };
}

function readAnswer(value: Record<string, unknown>): Frame {
  const { id, ok, payload, error } = value;
  if (typeof id !== "string") return unreadable("an answer without an id");
  if (ok === true) return { frame: "answer", id, payload };
  if (ok === false) return { frame: "error", id, error: wireError(error) };
  return { frame: "error", id, error: wireError({ code: "BAD_ANSWER", message: "the answer says neither ok nor error" }) };
}

export function requestFrame(id: string, method: string, params: unknown): string {
  return JSON.stringify({ type: "req", id, method, params: params ?? {} });
}
