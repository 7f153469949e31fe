import { expect, test } from "vitest";
import { sourceNames } from "../../src/data/snapshot.ts";
import { update } from "../../src/data/update.ts";
import { isLookedAt } from "../../src/data/visible.ts";
import { checkedById, clock, sampled, scene, START, well } from "../support/scene.ts";

const press = (state: ReturnType<typeof scene>, ...keys: readonly ("next-panel" | "details")[]) =>
  keys.reduce((before, action) => update(before, { type: "acted", at: before.now, action }), state);
const unasked = (state: ReturnType<typeof scene>) => sourceNames.filter((source) => !isLookedAt(state, source));

test("what only the gateway's details show is not asked before they are open", () => {
  const overview = scene(...well());
  expect(unasked(overview)).toEqual(["health", "status", "presence"]);
  expect(unasked(press(overview, "next-panel", "details"))).toEqual(["status"]);
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
