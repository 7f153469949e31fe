// The audit board without its drawing: order, durations, what is dangerous, keys, wishes.
import { expect, test } from "vitest";
import type { ActionId } from "../../../../src/data/actions.ts";
import { auditList } from "../../../../src/data/late/audit/audit-rows.ts";
import { dangerousSet, isDangerous } from "../../../../src/data/late/audit/dangerous.ts";
import { chosenAudit } from "../../../../src/data/late/boards/audit.ts";
import { late } from "../../../../src/data/late/late.ts";
import type { State } from "../../../../src/data/state.ts";
import { update } from "../../../../src/data/update.ts";
import { act } from "../../../../src/data/view.ts";
import { isLookedAt } from "../../../../src/data/visible.ts";
import * as s from "../../../support/scene.ts";
import { activity, auditMoment, NOW, page } from "../../../ui/audit-moments.ts";

const board = late()?.boards.audit ?? expect.fail("the audit board is not loaded");
const wishes = (state: State, action: ActionId) => board.wishes?.(state, act(state, action), action) ?? [];

test.each<[string, readonly string[] | undefined, boolean]>([
  ["exec", undefined, true],
  ["EXEC", undefined, true],
  ["exec2", undefined, false],
  ["deploy", undefined, false],
  ["deploy", ["Deploy"], true],
  ["exec", ["deploy"], false],
  ["exec", [], false],
])("%s with %j is dangerous: %s", (tool, own, expected) => {
  const settings = own === undefined ? { rules: {} } : { rules: {}, dangerousTools: own };
  expect(isDangerous(activity(1, { tool }), dangerousSet(settings))).toBe(expected);
});

test("rows are in the order of time, whatever their numbers, with gatetop's own between them", () => {
  const { rows } = auditList(auditMoment("journal"));
  const times = rows.map(({ at }) => at);
  expect(times).toEqual(times.toSorted((a, b) => b - a));
  expect(rows.filter(({ row }) => row === "own").map(({ key }) => key.split(":")[1])).toEqual(["77b0e1", "3f9a2c"]);
});

test("what took how long is told from the beginning and the end of the same call, never of another", () => {
  const rows = [
    activity(6, { runId: "r", callId: "b", tool: "exec", action: "tool.action.finished", status: "succeeded", at: NOW - 1_000 }),
    activity(5, { runId: "r", callId: "a", tool: "exec", action: "tool.action.finished", status: "succeeded", at: NOW - 2_000 }),
    activity(4, { runId: "r", callId: "b", tool: "exec", action: "tool.action.started", at: NOW - 5_000 }),
    activity(3, { runId: "r", callId: "a", tool: "exec", action: "tool.action.started", at: NOW - 9_000 }),
    activity(2, { runId: "q", action: "agent.run.finished", status: "succeeded", at: NOW - 9_500 }),
  ];
  const state = update(auditMoment("calm"), s.sampled("activity", { ...page(rows) }, NOW));
  const took = new Map(auditList(state).rows.flatMap((row) => (row.row === "activity" ? [[row.activity.sequence, row.tookMs]] : [])));
  expect([took.get(6), took.get(5), took.get(4), took.get(2)]).toEqual([4_000, 7_000, null, null]);
});

test("the selection stays on its row when newer ones come, and on the newest when it is there", () => {
  const calm = auditMoment("calm");
  const more = s.sampled("activity", page([activity(1_001, { at: NOW })]), NOW);
  const second = act(calm, "down");
  expect(chosenAudit(update(second, more))?.key).toBe(chosenAudit(second)?.key);
  expect(chosenAudit(update(act(second, "up"), more))?.key).toBe("1001");
});

test.each<[string, (state: State) => State, ActionId, number]>([
  ["n asks for an older page", (state) => state, "older", 1],
  ["so does going down at the last row", (state) => act(state, "last"), "down", 1],
  ["and going to the last one", (state) => state, "last", 1],
  ["not in the middle", (state) => state, "down", 0],
  [
    "not while one is asked for",
    (state) => update(state, { type: "older-activity", at: NOW, below: 1, page: null, asking: true }),
    "older",
    0,
  ],
  ["not on a frozen screen", (state) => act(state, "freeze"), "older", 0],
  ["not over details", (state) => act(act(state, "last"), "details"), "down", 0],
  ["not in another panel", (state) => act(act(state, "next-panel"), "next-panel"), "last", 0],
  ["not without a connection", (state) => update(state, s.link(s.waitingLink(), NOW)), "older", 0],
])("%s", (_name, prepared, action, count) => {
  expect(wishes(prepared(auditMoment("paged")), action)).toHaveLength(count);
});

test("at the beginning of the ledger n says so", () => {
  const state = act(auditMoment("calm"), "older");
  expect(state.note?.text).toMatch(/this is all there is: \d+ rows/u);
  expect(wishes(auditMoment("calm"), "older")).toEqual([]);
});

test("the ledger is asked for only while the board is open, presence then too", () => {
  const open = auditMoment("calm");
  const closed = act(open, "overview");
  expect([isLookedAt(open, "activity"), isLookedAt(closed, "activity")]).toEqual([true, false]);
  expect([isLookedAt(open, "presence"), isLookedAt(closed, "presence")]).toEqual([true, false]);
});

test("what is copied is the row itself", () => {
  expect(board.copied(auditMoment("dangerous"), "activity")).toMatchObject({ sequence: 1_000, tool: "exec", status: "blocked" });
  const own = act(auditMoment("no-scope"), "last");
  expect(board.copied(own, "activity")).toMatchObject({ began: { id: "3f9a2c" }, ended: { tookMs: 6_400 } });
  expect(board.copied(auditMoment("no-scope"), "presence")).toBeNull();
});
