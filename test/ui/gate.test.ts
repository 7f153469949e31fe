import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Event } from "../../src/data/events.ts";
import { createStore, type Store } from "../../src/data/store.ts";
import { update } from "../../src/data/update.ts";
import { createGate } from "../../src/ui/gate.ts";
import { answered, clock, link, openLink, pushed, readyz, sampled, scene, START, systemInfo } from "../support/scene.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

function gated(...before: readonly Event[]) {
  const store = createStore(scene(...before), update);
  const gate = createGate(store);
  const drawn: number[] = [];
  gate.subscribe(() => drawn.push(gate.get().now - START));
  return { store, gate, drawn };
}

test("thousands of changes a second are drawn ten times, and the last one is among them", () => {
  const { store, drawn } = gated();
  for (let at = 1; at <= 1_000; at += 1) {
    store.send(link(openLink(START + at), START + at));
    vi.advanceTimersByTime(1);
  }
  vi.advanceTimersByTime(100);
  expect(drawn.length).toBeGreaterThanOrEqual(10);
  expect(drawn.length).toBeLessThanOrEqual(11);
  expect(drawn.at(-1)).toBe(1_000);
});

/** Every 20 ms for three seconds, each of them another value. */
function answers(store: Store, event: (at: number) => Event): void {
  for (let at = 20; at <= 3_000; at += 20) {
    vi.advanceTimersByTime(20);
    store.send(event(START + at));
  }
}

test("newer values of what is known are drawn once a second, when the second changes", () => {
  const { store, drawn } = gated(sampled("systemInfo", systemInfo(), START));
  answers(store, (at) => sampled("systemInfo", systemInfo({ uptimeMs: at }), at));
  expect(drawn).toEqual([1_000, 2_000, 3_000]);
});

test("asked for more often, they are drawn more often", () => {
  const { store, drawn } = gated(sampled("systemInfo", systemInfo(), START), { type: "acted", at: START, action: "faster" });
  answers(store, (at) => sampled("systemInfo", systemInfo({ uptimeMs: at }), at));
  expect(drawn).toEqual([500, 1_000, 1_500, 2_000, 2_500, 3_000]);
});

test.each<readonly [string, Event]>([
  ["a first answer", sampled("readyz", answered(readyz()), START + 10)],
  ["a failure", { type: "failed", source: "systemInfo", at: START + 10, why: "no answer" }],
  ["a lost link", link({ phase: "idle" }, START + 10)],
  ["a problem", sampled("port", { outcome: "refused", ms: 1, why: "refused" }, START + 10)],
  [
    "an announced restart",
    pushed([{ push: "shutdown", announced: { at: START, kind: "restart", expectedMs: 1_000, reason: "x" } }], START + 10),
  ],
])("%s is not made to wait for the second", (_, event) => {
  const { store, drawn } = gated(sampled("systemInfo", systemInfo(), START), sampled("port", { outcome: "open", ms: 1, why: null }, START));
  vi.advanceTimersByTime(10);
  store.send(event);
  expect(drawn).toEqual([10]);
});

test("what the person did is drawn at once, with the newest facts", () => {
  const { store, gate, drawn } = gated();
  store.send(link(openLink(START + 1), START + 1));
  store.send(link(openLink(START + 2), START + 2));
  store.send({ type: "acted", at: START + 3, action: "next-panel" });
  expect(gate.get().view.panel).toBe("gateway");
  expect(drawn).toEqual([1, 3]);
});

test("a link that opens or is lost is drawn at once", () => {
  const { store, drawn } = gated();
  store.send(link({ phase: "connecting", attempt: 0, since: START }, START + 1));
  store.send(sampled("systemInfo", systemInfo(), START + 2));
  store.send(link(openLink(), START + 3));
  store.send(link({ phase: "idle" }, START + 4));
  expect(drawn).toEqual([1, 3, 4]);
});

test("a single fact after a quiet while is drawn at once", () => {
  const { store, drawn } = gated();
  vi.advanceTimersByTime(5_000);
  store.send(clock(START + 5_000));
  expect(drawn).toEqual([5_000]);
});

test("closed, it draws nothing and holds no timer", () => {
  const { store, gate, drawn } = gated();
  store.send(link(openLink(START + 1), START + 1));
  store.send(link(openLink(START + 2), START + 2));
  gate.close();
  vi.advanceTimersByTime(1_000);
  store.send(link(openLink(START + 3), START + 3));
  expect(drawn).toEqual([1]);
  expect(vi.getTimerCount()).toBe(0);
});

test("what a late board holds is drawn at once while that board is open, else with the second", async () => {
  await import("../support/late.ts");
  const lines = (at: number): Event => ({
    type: "log",
    at,
    batch: { where: "after", first: at, way: "file", file: null, sizeBytes: null, olderThere: false, gap: null, lines: [] },
  });
  const overview = gated();
  answers(overview.store, lines);
  expect(overview.drawn).toEqual([1_000, 2_000, 3_000]);
  const logs = gated({ type: "acted", at: START, action: "logs-board" });
  answers(logs.store, lines);
  expect(logs.drawn.length).toBeGreaterThan(25);
  expect(logs.drawn.length).toBeLessThan(35);
});
