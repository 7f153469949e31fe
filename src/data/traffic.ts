// Counts from the diagnostics ring. The ring's own `message.processed.outcome` stays "completed" when the model failed,
// so failures are counted from model calls, deliveries and runs (reference: error rate).
import type { DiagnosticRecord, DiagnosticSlice } from "./model/sessions.ts";
import { recentRecords } from "./recent-records.ts";
import type { Traffic } from "./state.ts";

const DURATIONS = 500;
const DETECTOR = 200;

const emptyTraffic: Traffic = {
  since: null,
  received: 0,
  processed: 0,
  failed: 0,
  webhooks: null,
  durationsMs: [],
  lastSeq: 0,
  lostRecords: 0,
  detector: [],
  recent: [],
};

type Draft = { -readonly [K in keyof Traffic]: Traffic[K] } & { durationsMs: number[]; detector: DiagnosticRecord[] };

const folds: Readonly<Record<string, (draft: Draft, record: DiagnosticRecord) => void>> = {
  "message.received": (d) => void (d.received += 1),
  "message.processed": (d, r) => {
    d.processed += 1;
    if (r.durationMs !== null) d.durationsMs.push(r.durationMs);
    if (r.outcome === "error" || r.outcome === "failed") d.failed += 1;
  },
  "model.call.error": (d) => void (d.failed += 1),
  "message.delivery.error": (d) => void (d.failed += 1),
  "diagnostic.heartbeat": (d, r) => void (d.webhooks = r.webhooks ?? d.webhooks),
};

const isDetector = (type: string): boolean => type.startsWith("session.") || type.startsWith("diagnostic.liveness");

/** Folds one slice. A slice from 0 after records were seen is a new process's ring, or a ring we fell behind: counts go on. */
export function foldSlice(before: Traffic | null, slice: DiagnosticSlice): Traffic {
  const known = before?.lastSeq ?? 0;
  const draft: Draft = {
    ...(before ?? emptyTraffic),
    durationsMs: [...(before?.durationsMs ?? [])],
    detector: [...(before?.detector ?? [])],
  };
  const added = slice.records.filter((record) => slice.since === 0 || record.seq > known);
  for (const record of added) {
    draft.since = Math.min(draft.since ?? record.at, record.at);
    folds[record.type]?.(draft, record);
    if (isDetector(record.type)) draft.detector.push(record);
  }
  draft.durationsMs = draft.durationsMs.slice(-DURATIONS);
  draft.detector = draft.detector.slice(-DETECTOR);
  draft.recent = recentRecords(draft.recent, added, slice.since === 0);
  draft.lastSeq = slice.lastSeq;
  draft.lostRecords += slice.since > 0 ? slice.dropped : 0;
  return draft;
}

/** Nearest-rank percentile 0..1; null without values. */
export function percentile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null;
  return ranked(Float64Array.from(values).sort(), share);
}

/** The same of values sorted already. */
export function ranked(sorted: Float64Array, share: number): number | null {
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? null;
}

/** Null where the release has no such record: messages were processed, and none ever arrived. */
export function receivedCount(traffic: Traffic): number | null {
  return traffic.received === 0 && traffic.processed > 0 ? null : traffic.received;
}

/** Failures among messages; null before any message. */
export function errorRate(traffic: Traffic): number | null {
  const base = Math.max(traffic.received, traffic.processed);
  return base === 0 ? null : Math.min(1, traffic.failed / base);
}
