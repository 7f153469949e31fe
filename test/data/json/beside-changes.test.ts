// What is told of the guard and of what other gatetops do.
import { expect, test } from "vitest";
import type { JournalEntry } from "../../../src/data/action/journal.ts";
import type { GuardFile } from "../../../src/data/guard/state-file.ts";
import { guardChange, guardSeen, runChanges } from "../../../src/data/json/beside-changes.ts";
import { guardFile } from "../../support/guard-file.ts";

const START = Date.UTC(2026, 10, 20, 14, 0, 0);

const file = guardFile({ guard: { pid: 77, startTicks: 5, version: "0.1.0", since: START }, at: START, since: START });
const seen = (given: Partial<GuardFile> = {}, ageMs = 1_000) => guardSeen({ ...file, ...given }, START, START + ageMs);

test.each<[string, ReturnType<typeof seen> | null, ReturnType<typeof seen> | null, object | null]>([
  ["none before, none now", null, null, null],
  ["a look that finds all well", seen(), seen({ at: START + 5_000, sentence: "it answers in 3 ms" }, 6_000), null],
  ["it begins", null, seen(), { watching: true, acts: true, standing: "well" }],
  ["a strike", seen(), seen({ standing: "frozen", strikes: [START] }), { standing: "frozen", strikes: 1, strikesNeeded: 3 }],
  [
    "a repair begins",
    seen(),
    seen({ underWay: { run: null, step: "service", since: START, process: null } }),
    { repair: "service", last: null },
  ],
  [
    "a repair is over",
    seen(),
    seen({ last: { at: START, why: "repair", step: "service", run: "3f9a2c", outcome: "proved", sentence: "restarted" } }),
    { repair: null, last: { at: START, step: "service", why: "repair", outcome: "proved" } },
  ],
  ["it gives up", seen(), seen({ gaveUpAt: START }), { gaveUpAt: START }],
  ["three of its intervals without a look", seen(), seen({}, 15_001), { watching: false }],
  ["its file is gone", seen(), null, { watching: false, sentence: null }],
])("the guard: %s", (_, before, after, expected) => {
  const change = guardChange(before, after, START + 9);
  if (expected === null) expect(change).toBeNull();
  else expect(change).toMatchObject({ type: "guard", at: START + 9, subject: "guard", ...expected });
});

const common = {
  schema: "gatetop-journal/1",
  id: "3f9a2c",
  operator: { user: "ann", uid: 1000, peer: null, pid: 7 },
  target: { url: "ws://127.0.0.1:18789", name: "here", local: true, version: "2026.9.6" },
  request: { action: "restart", aim: "graceful", drainBudgetMs: null },
} as const;
const began: JournalEntry = { ...common, entry: "began", at: START, by: "guard", before: null };
const left: JournalEntry = { ...common, entry: "left", at: START + 9, why: "the terminal was closed", milestones: [] };

test("an action is told when it begins and when it is over, each once", () => {
  expect(runChanges([], [began])).toMatchObject([
    { type: "run", at: START, id: "3f9a2c", entry: "began", action: "restart", about: "graceful", by: "guard", user: "ann", verdict: null },
  ]);
  expect(runChanges([began], [began, left])).toMatchObject([{ entry: "left", at: START + 9, sentence: "the terminal was closed" }]);
  expect(runChanges([began, left], [left])).toEqual([]);
});
