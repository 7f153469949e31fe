// RPC sessions.list and the row in event sessions.changed.
import type { RunErrorClass, Session, SessionList } from "../../model/sessions.ts";
import { bool, decoding, needList, needText, num, rows, text, type Fields } from "./field.ts";

const SESSIONS_MAX = 10_000;

/** At most 10 000 rows are kept; `total` counts all the gateway knows. */
export function decodeSessions(payload: unknown): SessionList {
  return decoding("sessions.list", payload, (from) => {
    const list = needList(from, "sessions");
    const items = rows(list, "sessions", SESSIONS_MAX, sessionOf);
    return { items, total: Math.max(num(from, "totalCount") ?? num(from, "count") ?? 0, list.length) };
  });
}

/** `nextOffset`: where the next page begins; null after the last one, and from releases before 2026.6.11, which have no pages. */
export function decodeSessionPage(payload: unknown): SessionList & { readonly nextOffset: number | null } {
  const list = decodeSessions(payload);
  return { ...list, nextOffset: decoding("sessions.list", payload, (from) => num(from, "nextOffset")) };
}

/** One row by itself. */
export function decodeSession(payload: unknown): Session {
  return decoding("session", payload, sessionOf);
}

/** Titles, previews and participants of the row are left out: they hold message text and people. */
function sessionOf(from: Fields): Session {
  const key = needText(from, "key");
  return {
    key,
    sessionId: text(from, "sessionId", 80),
    agent: text(from, "agentId", 80) ?? agentOf(key),
    status: text(from, "status", 40),
    hasActiveRun: bool(from, "hasActiveRun"),
    kind: text(from, "kind", 40),
    channel: text(from, "channel", 80),
    model: text(from, "model", 120),
    provider: text(from, "modelProvider", 80),
    startedAt: num(from, "startedAt"),
    endedAt: num(from, "endedAt"),
    updatedAt: num(from, "updatedAt"),
    lastActivityAt: num(from, "lastActivityAt"),
    inputTokens: num(from, "inputTokens"),
    outputTokens: num(from, "outputTokens"),
    totalTokens: num(from, "totalTokens"),
    contextTokens: num(from, "contextTokens"),
    estimatedCostUsd: num(from, "estimatedCostUsd"),
    abortedLastRun: bool(from, "abortedLastRun"),
    totalTokensFresh: bool(from, "totalTokensFresh"),
    spawnedBy: text(from, "spawnedBy"),
    parentSessionKey: text(from, "parentSessionKey"),
    spawnDepth: num(from, "spawnDepth"),
    restartRecoveryStatus: text(from, "restartRecoveryStatus", 40),
    lastRunError: errorClassOf(from),
    classification: text(from, "classification", 40),
  };
}

/** Rows before 2026.6 name the agent only in the key: `agent:main:…`. */
const agentOf = (key: string): string | null => /^agent:([^:]+):/u.exec(key)?.[1] ?? null;

/** The first that matches; a status code says more than the words around it. */
const errorClasses: readonly (readonly [RegExp, RunErrorClass])[] = [
  [/\b(?:401|403)\b|unauthor|forbidden|api key|credential|billing|payment|insufficient/iu, "credentials"],
  [/\b429\b|rate.?limit|too many requests|quota/iu, "rate limit"],
  [/\b(?:503|529)\b|overload|capacity/iu, "overloaded"],
  [/context (?:length|window|limit)|context.?overflow|too long|too large|prompt is too/iu, "context full"],
  [/\b(?:408|504)\b|timed? ?out|timeout/iu, "timeout"],
  [/econn|enotfound|eai_again|epipe|socket|network|fetch failed|connection/iu, "network"],
  [/abort|cancel|interrupt/iu, "aborted"],
  [/\bHTTP \d{3}\b|provider|model/iu, "provider error"],
];

function errorClassOf(from: Fields): RunErrorClass | null {
  const words = text(from, "lastRunError", 500);
  return words === null ? null : (errorClasses.find(([pattern]) => pattern.test(words))?.[1] ?? "other");
}
