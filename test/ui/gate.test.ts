import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createStore } from "../../src/data/store.ts";
import { update } from "../../src/data/update.ts";
import { createGate } from "../../src/ui/gate.ts";
import { clock, scene, START } from "../support/scene.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

function gated() {
  const store = createStore(scene(), update);
  const gate = createGate(store);
  const drawn: number[] = [];
  gate.subscribe(() => drawn.push(gate.get().now - START));
  return { store, gate, drawn };
}

test("thousands of facts a second are drawn ten times, and the last one is among them", () => {
  const { store, drawn } = gated();
  for (let at = 1; at <= 1_000; at += 1) {
    store.send(clock(START + at));
    vi.advanceTimersByTime(1);
  }
  vi.advanceTimersByTime(100);
  expect(drawn.length).toBeGreaterThanOrEqual(10);
  expect(drawn.length).toBeLessThanOrEqual(11);
  expect(drawn.at(-1)).toBe(1_000);
});

test("what the person did is drawn at once, with the newest facts", () => {
  const { store, gate, drawn } = gated();
  store.send(clock(START + 1));
  store.send(clock(START + 2));
  store.send({ type: "acted", at: START + 3, action: "next-panel" });
  expect(gate.get().view.panel).toBe("gateway");
  expect(drawn).toEqual([1, 3]);
});

test("a single fact after a quiet while is drawn at once", () => {
  const { store, drawn } = gated();
  vi.advanceTimersByTime(5_000);
  store.send(clock(START + 5_000));
  expect(drawn).toEqual([5_000]);
});

test("closed, it draws nothing and holds no timer", () => {
  const { store, gate, drawn } = gated();
  store.send(clock(START + 1));
  store.send(clock(START + 2));
  gate.close();
  vi.advanceTimersByTime(1_000);
  store.send(clock(START + 3));
  expect(drawn).toEqual([1]);
  expect(vi.getTimerCount()).toBe(0);
});
