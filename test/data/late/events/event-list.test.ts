// The list of events: newest first, what was lost in its place, a filter, and a selection that stays on its row.
import { describe, expect, test } from "vitest";
import type { ActionId } from "../../../../src/data/actions.ts";
import { chosenEvent } from "../../../../src/data/late/boards/events.ts";
import { eventList } from "../../../../src/data/late/events/event-rows.ts";
import { markOf, ofWhom, tookMs, whatOf } from "../../../../src/data/late/events/event-words.ts";
import { subjectOf } from "../../../../src/data/logs/subject.ts";
import type { DiagnosticRecord } from "../../../../src/data/model/sessions.ts";
import { detailLines } from "../../../../src/data/select/details.ts";
import type { State } from "../../../../src/data/state.ts";
import { update } from "../../../../src/data/update.ts";
import { act } from "../../../../src/data/view.ts";
import { record, sampled, scene, START, well } from "../../../support/scene.ts";
import "../../../support/late.ts";

const rec = (seq: number, given: Partial<DiagnosticRecord> = {}): DiagnosticRecord => record({ seq, at: START + seq * 1_000, ...given });
const read = (since: number, records: readonly DiagnosticRecord[], dropped = 0) =>
  sampled("stability", { since, lastSeq: records.at(-1)?.seq ?? since, dropped, records }, START);

const board = (state: State, ...keys: readonly ActionId[]): State => keys.reduce(act, act(state, "events-board"));
const typed = (state: State, text: string): State =>
  Array.from(text).reduce((now, key) => update(now, { type: "typed", at: now.now, key }), act(state, "filter"));
const told = (state: State): readonly string[] =>
  eventList(state).rows.map((row) => (row.row === "record" ? String(row.record.seq) : row.row === "lost" ? `lost ${row.records}` : "anew"));

test("newest first, with what was lost and where another process began", () => {
  const state = scene(...well(), read(0, [rec(1), rec(2)]), read(2, [rec(217)], 214), read(0, [rec(44, { at: START + 300_000 })]));
  expect(told(state)).toEqual(["44", "anew", "217", "lost 214", "2", "1"]);
  expect(eventList(state)).toMatchObject({ length: 6, shown: 4, held: 4, lost: 214 });
});

describe("the filter", () => {
  const state = scene(
    ...well(),
    read(0, [
      rec(1, { type: "model.call.error", provider: "anthropic", reason: "rate_limit" }),
      rec(2, { type: "message.processed", channel: "telegram" }),
      rec(3, { type: "tool.execution.completed", toolName: "exec" }),
    ]),
    read(3, [rec(9, { type: "session.stalled", source: "main" })], 5),
  );
  test.each([
    ["telegram", ["lost 5", "2"]],
    ["RATE_LIMIT", ["lost 5", "1"]],
    ["exec", ["lost 5", "3"]],
    ["!call|message", ["9", "lost 5", "3"]],
    ["(", ["9", "lost 5", "3", "2", "1"]],
    ["nothing like it", ["lost 5"]],
  ])("/%s", (text, rows) => {
    expect(told(typed(board(state), text))).toEqual(rows);
  });
});

describe("the selection", () => {
  const first = scene(...well(), read(0, [rec(1), rec(2), rec(3)]));
  const later = (state: State): State => update(state, read(3, [rec(4), rec(5)]));
  const chosen = (state: State) => {
    const row = chosenEvent(state);
    return row?.row === "record" ? row.record.seq : null;
  };

  test.each<[string, readonly ActionId[], number, number]>([
    ["on the newest row it is on what comes", [], 3, 5],
    ["on another it stays there", ["down"], 2, 2],
    ["back on the newest it goes with it again", ["down", "up"], 3, 5],
    ["from the oldest with one key", ["last", "first"], 3, 5],
  ])("%s", (_, keys, before, after) => {
    const state = board(first, ...keys);
    expect(chosen(state)).toBe(before);
    expect(chosen(later(state))).toBe(after);
  });
});

test.each([
  ["a session's lane", { type: "queue.lane.dequeue", source: "session:agent:main:a" }, "session agent:main:a"],
  ["a lane", { type: "queue.lane.enqueue", source: "main" }, "lane main"],
  ["a channel", { type: "message.received", channel: "irc" }, "irc"],
  ["anything else", { type: "diagnostic.memory.pressure" }, "this moment"],
])("its log: %s", (_, given, words) => {
  const state = board(scene(...well(), read(0, [rec(7, given)])));
  expect(subjectOf(state)).toMatchObject({ words, at: START + 7_000 });
});

test.each<[string, readonly ActionId[], readonly string[]]>([
  ["a record", ["details"], ["session.stalled", "active work without progress", "stability", "14s"]],
  ["what was lost", ["down", "details"], ["214 records were lost", "1 000 records"]],
  ["a row of the counts", ["next-panel", "details"], ["messages: the last hour", "failures, 5 min"]],
])("enter tells everything of %s", (_, keys, words) => {
  const stalled = rec(9, { type: "session.stalled", reason: "active work without progress", ageMs: 14_000 });
  const state = scene(...well(), read(0, [rec(1)]), read(1, [stalled], 214));
  const text = detailLines(board(state, ...keys), 100)
    .map((line) => line.map((part) => part.text).join(""))
    .join("\n");
  for (const word of words) expect(text).toContain(word);
});

test.each<[string, Partial<DiagnosticRecord>, string, string | null, string, number | null]>([
  [
    "a failed call",
    { type: "model.call.error", provider: "lab", model: "m1", reason: "timeout", durationMs: 30_000, timeToFirstByteMs: 12 },
    "bad",
    "lab/m1",
    "timeout · first byte 12ms",
    30_000,
  ],
  ["liveness told as information", { type: "diagnostic.liveness.warning", level: "info", reason: "cpu" }, "none", null, "info · cpu", null],
  ["liveness as a warning", { type: "diagnostic.liveness.warning", level: "warning" }, "warn", null, "warning", null],
  ["memory pressure", { type: "diagnostic.memory.pressure", level: "critical", bytes: 2 ** 30 }, "bad", null, "critical · 1.00 GiB", null],
  [
    "a stalled session",
    { type: "session.stalled", outcome: "processing", ageMs: 5_000, queueDepth: 2 },
    "bad",
    null,
    "processing · 2 wait",
    5_000,
  ],
  ["a wait", { type: "queue.lane.dequeue", source: "main", waitMs: 70, queueSize: 0 }, "none", "main", "", 70],
  ["a large payload", { type: "payload.large", channel: "irc", bytes: 9 * 2 ** 20 }, "warn", "irc", "9.00 MiB", null],
  [
    "a tool in a run",
    { type: "run.execution_phase", phase: "tool_execution_started", toolName: "exec" },
    "none",
    "exec",
    "tool execution started",
    null,
  ],
  [
    "an error that only says so",
    { type: "message.delivery.error", channel: "irc", outcome: "error", reason: "Error" },
    "bad",
    "irc",
    "error",
    null,
  ],
])("in words: %s", (_, given, mark, subject, what, took) => {
  const one = record({ ...given });
  expect([markOf(one), ofWhom(one), whatOf(one), tookMs(one)]).toEqual([mark, subject, what, took]);
});
