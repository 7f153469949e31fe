// What board 8 says of the guard, by what its file says.
import { expect, test } from "vitest";
import { guardLines } from "../../../../src/data/late/service/guard.ts";
import type { GuardState } from "../../../../src/data/service/guard-state.ts";
import { emptyLate } from "../../../../src/data/late/late-state.ts";

const NOW = Date.UTC(2026, 10, 20, 12, 0, 0);
const SECOND = 1_000;
const MINUTE = 60_000;

const watching: GuardState = {
  at: NOW - SECOND,
  intervalMs: 5_000,
  pid: 4_711,
  acts: true,
  strikes: 0,
  strikesNeeded: 3,
  backoffUntil: null,
  gaveUpAt: null,
  lastAction: null,
  nextRestartAt: null,
  maintenanceUntil: null,
};

const said = (change: Partial<GuardState>): readonly string[] =>
  guardLines({ late: { ...emptyLate, guard: { ...watching, ...change } }, now: NOW }).map(({ name, words, mark = "none", note = "" }) =>
    [mark, name, words, note].filter(Boolean).join(" | "),
  );

test.each<[string, Partial<GuardState>, readonly string[]]>([
  ["calm", {}, ["ok | guard | acts · 0 of 3 strikes"]],
  ["in a dry run, with a strike", { acts: false, strikes: 2 }, ["warn | guard | only tells · 2 of 3 strikes"]],
  [
    "held by maintenance",
    { maintenanceUntil: NOW + 30 * MINUTE },
    ["ok | guard | acts · 0 of 3 strikes", "off | held | maintenance until 12:30"],
  ],
  [
    "between two attempts",
    { strikes: 3, backoffUntil: NOW + 8_500, lastAction: { at: NOW - 2 * SECOND, words: "NOT restarted", proved: false } },
    ["warn | guard | acts · 3 of 3 strikes", "warn | last action | 2s ago: NOT restarted", "partial | back-off | 8s more"],
  ],
  ["after a pause that is over", { backoffUntil: NOW - SECOND }, ["ok | guard | acts · 0 of 3 strikes"]],
  [
    "with a plan, and a repair that was proved",
    { nextRestartAt: NOW + 200 * MINUTE, lastAction: { at: NOW - 120 * MINUTE, words: "restarted", proved: true } },
    ["ok | guard | acts · 0 of 3 strikes", "ok | last action | 2h ago: restarted", "none | next restart | 15:20 | in 3h20m"],
  ],
  ["that gave up", { gaveUpAt: NOW - 5 * MINUTE }, ["bad | guard | gave up 5m ago"]],
  ["that is gone", { at: NOW - 10 * MINUTE }, ["warn | guard | none watches for 10m"]],
])("a guard %s", (_name, change, expected) => {
  expect(said(change)).toEqual(expected);
});

test("no guard ever watched: nothing is said of one", () => {
  expect(guardLines({ late: emptyLate, now: NOW })).toEqual([]);
});
