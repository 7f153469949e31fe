// RPC audit.activity.list and, without messages, audit.list. Metadata only: the gateway keeps texts out of its ledger.
import type { Activity, ActivityPage } from "../../model/activity.ts";
import { decoding, maybe, needList, needNum, num, rows, text, type Fields } from "./field.ts";

/** What one answer may hold. */
const ROWS_MAX = 500;

/** `hmac-sha256:v1:KEY:HASH` by the first eight characters of the hash: they tell it from another, and nobody gets it back. */
const REF = 8;

export function decodeActivity(method: string, payload: unknown): ActivityPage {
  return decoding(method, payload, (from) => ({
    rows: rows(needList(from, "events"), "events", ROWS_MAX, activityOf),
    next: text(from, "nextCursor", 400),
    method,
  }));
}

function activityOf(from: Fields): Activity {
  const kind = text(from, "kind", 40);
  return {
    sequence: needNum(from, "sequence"),
    at: needNum(from, "occurredAt"),
    type: text(from, "eventType", 40) ?? kind ?? "unknown",
    action: text(from, "action", 60) ?? "unknown",
    status: text(from, "status", 40) ?? "unknown",
    agent: text(from, "agentId", 80),
    sessionKey: text(from, "sessionKey", 200),
    runId: text(from, "runId", 80),
    callId: text(from, "toolCallId", 100),
    tool: text(from, "toolName", 80),
    channel: text(from, "channel", 80),
    durationMs: num(from, "durationMs"),
    error: errorOf(from),
    by: actorOf(maybe(from, "actor")),
    conversation: refOf(text(from, "conversationRef", 400)),
  };
}

/** A message names the stage it failed at, a run or a tool call its code. */
function errorOf(from: Fields): string | null {
  const stage = text(from, "failureStage", 60);
  return text(from, "errorCode", 80) ?? text(from, "reasonCode", 80) ?? (stage === null ? null : `at ${stage}`);
}

const refOf = (ref: string | null): string | null =>
  ref?.startsWith("hmac-") === true ? (ref.split(":").at(-1) ?? ref).slice(0, REF) : ref;

function actorOf(actor: Fields | null): string | null {
  if (actor === null) return null;
  const words = [text(actor, "type", 40), refOf(text(actor, "id", 400))].filter((word) => word !== null);
  return words.length === 0 ? null : words.join(" ").replaceAll("_", " ");
}
