// Records of the diagnostics ring.
import { expect, test } from "vitest";
import { decodeStability } from "../../../src/data/gateway/decode/stability.ts";
import { captured } from "../../support/fixture.ts";

test("a ring record in full, and a heartbeat's counters", () => {
  expect(decodeStability(captured("2026.9.6/hung-run/stability.session.long_running"), 900).records).toEqual([
    {
      seq: 935,
      at: 1_795_163_210_190,
      type: "session.long_running",
      outcome: "processing",
      reason: "active_model_call_without_progress",
      channel: null,
      source: null,
      provider: null,
      model: null,
      phase: null,
      toolName: null,
      level: null,
      durationMs: null,
      ageMs: 138_807,
      waitMs: null,
      timeToFirstByteMs: null,
      requestBytes: null,
      responseBytes: null,
      bytes: null,
      queueDepth: 0,
      queueSize: null,
      count: null,
      webhooks: null,
    },
  ]);
  const heartbeats = decodeStability(captured("2026.9.6/hung-run/stability.diagnostic.heartbeat"), 0).records;
  expect(heartbeats[0]?.webhooks).toEqual({ received: 0, processed: 0, errors: 0 });
});

test.each([
  ["a model call", { type: "model.call.completed", timeToFirstByteMs: 115, requestBytes: 38_740, responseBytes: 504 }],
  ["a phase of a run", { type: "run.execution_phase", phase: "tool_execution_started", toolName: "exec" }],
  ["memory pressure", { type: "diagnostic.memory.pressure", level: "critical", memory: { rssBytes: 9e8 } }, { bytes: 9e8 }],
  ["a large payload", { type: "payload.large", bytes: 9_400_000, channel: "telegram" }],
  ["records the gateway itself dropped", { type: "diagnostic.async_queue.dropped", droppedEvents: 12 }, { count: 12 }],
])("%s in the ring", (_, { memory, droppedEvents, ...fields }: Readonly<Record<string, unknown>>, also: object = {}) => {
  const [record] = decodeStability({ events: [{ seq: 1, ts: 2, memory, droppedEvents, ...fields }] }, 0).records;
  expect(record).toMatchObject({ ...fields, ...also });
});

test("a slice: only newer records, the last seq is kept when nothing is new, what the limit cut is counted", () => {
  const ring = captured("2026.9.6/hung-run/diagnostics.stability");
  expect(decodeStability(ring, 970)).toMatchObject({ since: 970, lastSeq: 971, dropped: 612 });
  expect(decodeStability(ring, 970).records).toHaveLength(1);
  expect(decodeStability({ events: [], count: 0, dropped: 77 }, 971)).toEqual({ since: 971, lastSeq: 971, dropped: 0, records: [] });
});

test.each([
  ["2026.5.7", 48, 82],
  ["2026.7.1", 60, 116],
  ["2026.9.1", 78, 143],
  ["2026.9.5/busy", 212, 340],
])("the ring of %s", (release, count, lastSeq) => {
  const slice = decodeStability(captured(`${release}/diagnostics.stability`), 0);
  expect(slice.records).toHaveLength(count);
  expect(slice).toMatchObject({ since: 0, lastSeq, dropped: 0 });
});
