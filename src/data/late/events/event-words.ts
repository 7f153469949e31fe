// What a record of the ring says on one line: of whom, what became of it, how long it took, and whether to look twice.
import type { DiagnosticRecord } from "../../model/sessions.ts";
import type { Mark } from "../../select/cell.ts";
import { bytes, count, duration } from "../../units.ts";

const detectors: Readonly<Record<string, Mark>> = {
  "session.stalled": "bad",
  "session.stuck": "bad",
  "session.long_running": "warn",
  "session.recovery.requested": "warn",
  "diagnostic.memory.pressure": "warn",
  "diagnostic.async_queue.dropped": "warn",
  "payload.large": "warn",
  "tool.loop": "warn",
  "tool.execution.blocked": "warn",
  "model.failover": "warn",
  "fetch.timeout.delayed": "warn",
};

const levels: Readonly<Record<string, Mark>> = { critical: "bad", error: "bad", warning: "warn", warn: "warn" };
const failures: ReadonlySet<string | null> = new Set(["error", "failed"]);

export function markOf({ type, level, outcome }: DiagnosticRecord): Mark {
  const byLevel = level === null ? undefined : levels[level];
  if (type.endsWith(".error") || (failures.has(outcome) && !type.startsWith("session.state"))) return "bad";
  return byLevel ?? detectors[type] ?? "none";
}

/** Channel, provider and model, tool, lane: whatever the record is of. */
export function ofWhom({ channel, provider, model, toolName, source }: DiagnosticRecord): string | null {
  const called = provider === null ? null : model === null ? provider : `${provider}/${model}`;
  return channel ?? called ?? toolName ?? source;
}

const spoken = (word: string): string => word.replaceAll("_", " ");

type Part = (record: DiagnosticRecord) => string | null;

const parts: readonly Part[] = [
  ({ level }) => level,
  ({ outcome }) => outcome,
  ({ phase }) => (phase === null ? null : spoken(phase)),
  ({ reason }) => (reason === null || reason === "Error" ? null : spoken(reason)),
  ({ toolName, channel, provider }) => (channel === null && provider === null ? null : toolName),
  ({ queueSize }) => (queueSize === null || queueSize === 0 ? null : `${queueSize} in the queue`),
  ({ queueDepth }) => (queueDepth === null || queueDepth === 0 ? null : `${queueDepth} wait`),
  ({ timeToFirstByteMs }) => (timeToFirstByteMs === null ? null : `first byte ${duration(timeToFirstByteMs)}`),
  ({ type, bytes: size }) => (size === null ? null : type === "context.assembled" ? `${count(size)} characters` : bytes(size)),
  ({ type, count: times }) => (times === null ? null : type === "run.attempt" ? `attempt ${times}` : `${times} ×`),
  ({ webhooks }) => (webhooks === null ? null : `webhooks ${webhooks.received} in, ${webhooks.processed} done, ${webhooks.errors} failed`),
];

/** `error · rate limit · first byte 1.2s`; "" when the type says it all. */
export const whatOf = (record: DiagnosticRecord): string =>
  parts
    .map((part) => part(record))
    .filter((text) => text !== null)
    .join(" · ");

/** How long it took, waited, or had gone on. */
export const tookMs = ({ durationMs, waitMs, ageMs }: DiagnosticRecord): number | null => durationMs ?? waitMs ?? ageMs;
