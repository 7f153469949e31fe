import { expect, test } from "vitest";
import { journalRows } from "../../../src/cli/act/journal-text.ts";
import { written } from "../../../src/cli/act/paper.ts";
import type { JournalEntry } from "../../../src/data/action/journal.ts";
import { watchedAll, restartCase } from "../../support/restart-case.ts";

// The clock of the rows is the reader's: the test's time zone is fixed by its environment.
const AT = Date.UTC(2026, 10, 20, 14, 3, 22);
const ana: JournalEntry["operator"] = { user: "ana", uid: 1000, peer: "10.0.0.7", pid: 4711 };
const root: JournalEntry["operator"] = { user: "root", uid: 0, peer: null, pid: 4712 };
const target = { url: "ws://127.0.0.1:18789", name: "prod-vps", local: true, version: "2026.9.6" };
const restart = { action: "restart", aim: "graceful", drainBudgetMs: null } as const;
const stop = { action: "channel", verb: "stop", channel: "telegram", account: "poll" } as const;

const common = (id: string, at: number, operator = ana) => ({ schema: "gatetop-journal/1", id, at, operator, target }) as const;
const began = (id: string, at: number, request: JournalEntry["request"] = restart, operator = ana): JournalEntry => ({
  ...common(id, at, operator),
  entry: "began",
  request,
  by: "command",
  before: null,
});
const ended = (id: string, at: number, given: Partial<Extract<JournalEntry, { entry: "ended" }>>): JournalEntry => ({
  ...common(id, at),
  entry: "ended",
  request: restart,
  verdict: null,
  outcome: null,
  after: null,
  milestones: [],
  tookMs: 6_400,
  ...given,
});
const left = (id: string, at: number): JournalEntry => ({
  ...common(id, at),
  entry: "left",
  request: restart,
  why: "SIGHUP",
  milestones: [{ name: "accepted", ms: 24, detail: "deferred" }],
});

const text = (entries: readonly JournalEntry[]): string =>
  written(journalRows(entries), { look: { color: false, ascii: false }, columns: null });

test("an action is two rows: who did what where, and how it ended", () => {
  const { verdict } = watchedAll(restartCase("rpc-with-channels"));
  expect(text([began("3f9a2c", AT), ended("3f9a2c", AT + 6_400, { verdict })])).toMatch(
    /^\d{4}-\d\d-\d\d \d\d:\d\d:22 {2}restart graceful {2}prod-vps 2026\.9\.6 {2}by ana from 10\.0\.0\.7 {2}3f9a2c\n {2}● restarted: boot .* \(took 6\.4s\)\n$/u,
  );
});

test.each<[string, readonly JournalEntry[], RegExp]>([
  ["still under way, or killed", [began("a", AT)], /▲ no end is known/u],
  ["left", [began("a", AT), left("a", AT + 9_000)], /▲ left before the verdict: SIGHUP; last seen: accepted, after 24ms/u],
  [
    "a channel's outcome",
    [
      began("a", AT, stop, root),
      ended("a", AT + 100, {
        request: stop,
        outcome: { kind: "failed", done: false, sentence: "telegram/poll was not stopped", fix: null, code: "X", sent: true, exit: 1 },
      }),
    ],
    /stop telegram\/poll {2}prod-vps 2026\.9\.6 {2}by root {2}a\n {2}✖ telegram\/poll was not stopped/u,
  ],
  ["ended by something that left no verdict", [began("a", AT), ended("a", AT + 1, {})], /▲ it ended without a verdict/u],
  ["an end whose beginning was rotated away", [ended("a", AT, {})], /restart graceful .* a\n {2}▲/u],
])("how it ended: %s", (_what, entries, expected) => {
  expect(text(entries)).toMatch(expected);
});

test("two that overlap are told apart, in the order they began", () => {
  const rows = text([began("a", AT), began("b", AT + 1), left("b", AT + 2), ended("a", AT + 3, {})]).split("\n");
  expect(rows.map((row) => row.trim().slice(0, 3))).toEqual([expect.any(String), "▲ i", expect.any(String), "▲ l", ""]);
});

test("an id drawn twice is two actions", () => {
  expect(text([began("a", AT), left("a", AT + 1), began("a", AT + 2)]).match(/restart graceful/gu)).toHaveLength(2);
});
