// RPC diagnostics.stability: the diagnostics ring.
import type { DiagnosticRecord, DiagnosticSlice } from "../../model/sessions.ts";
import { decoding, maybe, needList, needNum, needText, num, rows, text, type Fields } from "./field.ts";

const RECORDS_MAX = 2_000;

/**
 * The records after `since` in the ring's order, at most 2 000 (the ring holds 1 000). A record may come a few numbers late.
 * The gateway's `lastSeq` and `count` speak of the records after `since` only, its `dropped` of its whole life;
 * here `lastSeq` stays `since` when nothing is new, and `dropped` counts what this answer had to leave out.
 */
export function decodeStability(payload: unknown, since: number): DiagnosticSlice {
  return decoding("diagnostics.stability", payload, (from) => {
    const list = needList(from, "events");
    const records = rows(list, "events", RECORDS_MAX, recordOf).filter((record) => record.seq > since);
    const cut = Math.max(0, (num(from, "count") ?? 0) - list.length);
    return { since, lastSeq: records.reduce((last, { seq }) => Math.max(last, seq), since), dropped: since > 0 ? cut : 0, records };
  });
}

function recordOf(from: Fields): DiagnosticRecord {
  return {
    seq: needNum(from, "seq"),
    at: needNum(from, "ts"),
    type: needText(from, "type", 80),
    outcome: text(from, "outcome", 80),
    // Of a model call the kind of failure says more than the class of the error.
    reason: text(from, "failureKind", 60) ?? text(from, "reason", 120),
    channel: text(from, "channel", 80),
    source: text(from, "source"),
    provider: text(from, "provider", 80),
    model: text(from, "model", 120),
    phase: text(from, "phase", 80),
    toolName: text(from, "toolName", 80),
    level: text(from, "level", 20),
    durationMs: num(from, "durationMs"),
    ageMs: num(from, "ageMs"),
    waitMs: num(from, "waitMs"),
    timeToFirstByteMs: num(from, "timeToFirstByteMs"),
    requestBytes: num(from, "requestBytes"),
    responseBytes: num(from, "responseBytes"),
    bytes: num(from, "bytes") ?? num(maybe(from, "memory") ?? {}, "rssBytes"),
    queueDepth: num(from, "queueDepth"),
    queueSize: num(from, "queueSize"),
    count: num(from, "count") ?? num(from, "droppedEvents"),
    webhooks: webhooksOf(from),
  };
}

function webhooksOf(from: Fields): DiagnosticRecord["webhooks"] {
  const webhooks = maybe(from, "webhooks");
  if (webhooks === null) return null;
  const [received, processed, errors] = [num(webhooks, "received"), num(webhooks, "processed"), num(webhooks, "errors")];
  return received === null || processed === null || errors === null ? null : { received, processed, errors };
}
