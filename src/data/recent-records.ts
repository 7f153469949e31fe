// Records of the diagnostics ring that are kept for a while: what rates and bursts are counted from.
import type { DiagnosticRecord } from "./model/sessions.ts";

export const RECENT_MS = 300_000;
const KEPT = 2_000;

const counted: ReadonlySet<string> = new Set([
  "message.received",
  "message.processed",
  "message.delivery.completed",
  "message.delivery.error",
  "model.call.completed",
  "model.call.error",
  "webhook.received",
  "webhook.processed",
  "webhook.error",
]);

/** Oldest first, at most 2 000: beyond that the span is shorter, the shares are the same. `again`: the whole ring was read anew. */
export function recentRecords(
  before: readonly DiagnosticRecord[],
  added: readonly DiagnosticRecord[],
  again: boolean,
): readonly DiagnosticRecord[] {
  const seenUntil = again ? (before.at(-1)?.at ?? 0) : 0;
  const fresh = added.filter(({ type, at }) => counted.has(type) && at > seenUntil);
  if (fresh.length === 0) return before;
  const newest = Math.max(...fresh.map(({ at }) => at));
  return [...before, ...fresh].filter(({ at }) => newest - at < RECENT_MS).slice(-KEPT);
}
