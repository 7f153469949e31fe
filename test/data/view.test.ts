import { describe, expect, test } from "vitest";
import type { ActionId } from "../../src/data/actions.ts";
import { rowKeys } from "../../src/data/select/rows.ts";
import type { State } from "../../src/data/state.ts";
import { act, drawn, leaves } from "../../src/data/view.ts";
import { panelsOf } from "../../src/data/view-boards.ts";
import { clock, sampled, scene, session, START, well } from "../support/scene.ts";

const acted = (state: State, ...keys: readonly ActionId[]): State => keys.reduce(act, state);

const sessions = (...names: readonly string[]) =>
  sampled("sessions", {
    items: names.map((name, index) => session({ key: `agent:main:${name}`, lastActivityAt: START - index * 1_000 })),
    total: names.length,
  });

const onSessions = acted(
  scene(...well(), sessions("a", "b", "c", "d")),
  "next-panel",
  "next-panel",
  "next-panel",
  "next-panel",
  "next-panel",
);
const chosen = (state: State): string | undefined => state.view.selected.sessions;

describe("selection", () => {
  test.each<[readonly ActionId[], string]>([
    [["down"], "b"],
    [["down", "down"], "c"],
    [["down", "up"], "a"],
    [["up"], "a"],
    [["last"], "d"],
    [["last", "down"], "d"],
    [["last", "first"], "a"],
    [["page-down"], "d"],
    [["page-down", "page-up"], "a"],
  ])("%j selects %s", (keys, name) => {
    expect(chosen(acted(onSessions, ...keys))).toBe(`agent:main:${name}`);
  });

  test("stays on its row when rows move", () => {
    const state = acted(onSessions, "down");
    const reordered = { ...state, snapshot: scene(...well(), sessions("x", "y", "a", "b")).snapshot };
    expect(chosen(acted(reordered, "up"))).toBe("agent:main:a");
  });

  test("starts at the top again when its row is gone", () => {
    const state = acted(onSessions, "last");
    const without = { ...state, snapshot: scene(...well(), sessions("a", "b")).snapshot };
    expect(chosen(acted(without, "down"))).toBe("agent:main:b");
  });

  test("a panel without rows is left as it is", () => {
    const state = acted(scene(), "next-panel", "next-panel", "next-panel");
    expect(acted(state, "down", "last")).toEqual(state);
  });
});

describe("panels", () => {
  test("tab goes round", () => {
    const visited: string[] = [];
    panelsOf.overview.reduce((state) => {
      visited.push(state.view.panel);
      return act(state, "next-panel");
    }, scene());
    expect(visited).toEqual([...panelsOf.overview]);
    expect(acted(scene(), ...panelsOf.overview.map((): ActionId => "next-panel")).view.panel).toBe(panelsOf.overview[0]);
  });

  test("every panel says its rows", () => {
    const state = scene(...well());
    expect(Object.fromEntries(panelsOf.overview.map((panel) => [panel, rowKeys(state, panel)]))).toEqual({
      problems: [],
      gateway: [],
      charts: [],
      channels: ["telegram/poll"],
      queues: ["main"],
      sessions: ["agent:main:a"],
    });
  });
});

describe("overlays", () => {
  test("open, scroll to the end and no further, close", () => {
    const open = act(scene(), "help");
    expect(open.view.overlay).toEqual({ kind: "help", scroll: 0 });
    const small = { ...open, view: { ...open.view, columns: 80, rows: 12 } };
    const end = act(small, "last");
    expect(end.view.overlay).not.toEqual(small.view.overlay);
    expect(act(end, "down").view.overlay).toEqual(end.view.overlay);
    expect(acted(end, "first").view.overlay).toEqual({ kind: "help", scroll: 0 });
    expect(act(end, "back").view.overlay.kind).toBe("none");
    expect(act(end, "help").view.overlay.kind).toBe("none");
  });

  test("keys move the overlay, not the rows under it", () => {
    expect(chosen(acted(onSessions, "details", "down"))).toBeUndefined();
  });

  test("quit closes what is open first", () => {
    const open = acted(scene(), "problems", "details");
    expect(leaves(open)).toBe(false);
    const problemsOnly = act(open, "quit");
    expect(problemsOnly.view).toMatchObject({ overlay: { kind: "none" }, problemsOnly: true });
    const bare = act(problemsOnly, "back");
    expect(bare.view.problemsOnly).toBe(false);
    expect(leaves(bare)).toBe(true);
  });
});

describe("freeze", () => {
  const before = scene(...well());
  const frozen = act(before, "freeze");
  const later: State = { ...frozen, now: START + 5_000, snapshot: scene(...well(), sessions("z")).snapshot };

  test("the facts of that moment, under the keys of now", () => {
    const moved = act(later, "next-panel");
    expect(drawn(moved).now).toBe(before.now);
    expect(drawn(moved).snapshot).toBe(before.snapshot);
    expect(drawn(moved).view.panel).toBe("gateway");
  });

  test("goes on with the facts of now", () => {
    expect(drawn(act(later, "freeze")).snapshot).toBe(later.snapshot);
  });

  test("refresh says why it does not", () => {
    expect(act(frozen, "refresh").note?.text).toMatch(/frozen/u);
    expect(act(before, "refresh").note).toBeNull();
  });
});

test("the refresh rate has ends, and says so", () => {
  const fastest = acted(scene(), "faster");
  expect(fastest.view.rate).toBe(0.5);
  expect(act(fastest, "faster")).toMatchObject({ view: { rate: 0.5 }, note: { text: expect.stringMatching(/fastest/u) } });
  const slowest = acted(scene(clock(START)), "slower", "slower", "slower", "slower");
  expect(slowest.view.rate).toBe(16);
  expect(act(slowest, "slower").note?.text).toMatch(/slowest/u);
});
