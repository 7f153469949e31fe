import { expect, test } from "vitest";
import { sourceNames } from "../../src/data/snapshot.ts";
import { update } from "../../src/data/update.ts";
import { lateBoardIds } from "../../src/data/boards/board.ts";
import { act } from "../../src/data/view.ts";
import { isLookedAt, lateSources } from "../../src/data/visible.ts";
import "../support/late.ts";
import { checkedById, clock, sampled, scene, START, systemInfo, well } from "../support/scene.ts";

const press = (state: ReturnType<typeof scene>, ...keys: readonly ("next-panel" | "details")[]) =>
  keys.reduce((before, action) => update(before, { type: "acted", at: before.now, action }), state);
const unasked = (state: ReturnType<typeof scene>) =>
  sourceNames.filter((source) => !isLookedAt(state, source) && lateSources[source] === undefined);
const late = (state: ReturnType<typeof scene>) =>
  sourceNames.filter((source) => lateSources[source] !== undefined && isLookedAt(state, source));

const memory = { rssBytes: 1e9, heapUsedBytes: 5e8, heapTotalBytes: 6e8, externalBytes: null, arrayBuffersBytes: null };
const whole = [...well(), sampled("systemInfo", systemInfo({ memory }))];

test("what only the gateway's details show is not asked before they are open", () => {
  const overview = scene(...whole);
  expect(unasked(overview)).toEqual(["status", "presence"]);
  expect(unasked(press(overview, "next-panel", "details"))).toEqual(["status"]);
});

test("what only a board of its own shows is asked while that board is open, and each of them on one", () => {
  const overview = scene(...whole);
  expect(late(overview)).toEqual([]);
  const asked = lateBoardIds.flatMap((board) => late(act(overview, `${board}-board`)));
  expect(asked.toSorted()).toEqual(Object.keys(lateSources).toSorted());
});

test.each([
  ["system.info tells the memory", systemInfo({ memory }), undefined, false],
  ["system.info does not (2026.8.1)", systemInfo(), undefined, true],
  ["and status does", systemInfo(), memory, true],
  ["and status does not either (2026.7.1)", systemInfo(), null, false],
])("status is asked for what only it tells: %s", (_, told, inStatus, asked) => {
  const status = inStatus === undefined ? [] : [sampled("status", { version: null, pid: null, memory: inStatus, eventLoop: null })];
  expect(isLookedAt(scene(...well(), sampled("systemInfo", told), ...status), "status")).toBe(asked);
});

test("a screen without room for the queues does not ask for the work in flight", () => {
  const small = update(scene(...well()), { type: "resized", columns: 40, rows: 10 });
  expect(unasked(small)).toContain("preflight");
});

test("a reading nobody asks for may age without being a problem", () => {
  const presence = sampled("presence", [], START);
  const later = [0, 1, 2, 3, 4, 5].flatMap((minute) => well(START + minute * 60_000));
  const state = scene(presence, ...later, clock(START + 300_500));
  const check = checkedById("stale-readings", state);
  expect(check).toEqual({ kind: "judged", findings: [] });
});
