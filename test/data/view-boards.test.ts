// What the keys of the boards do, and who a letter belongs to while a filter is typed.
import { describe, expect, test } from "vitest";
import { actions, type ActionId } from "../../src/data/actions.ts";
import { chosenKey } from "../../src/data/select/rows.ts";
import type { State } from "../../src/data/state.ts";
import { act, leaves } from "../../src/data/view.ts";
import { panelsOf } from "../../src/data/view-boards.ts";
import { pastedKeys, pressOf } from "../../src/data/view-press.ts";
import { update } from "../../src/data/update.ts";
import { sampled, scene, session, START, well } from "../support/scene.ts";

const acted = (state: State, ...ids: readonly ActionId[]): State => ids.reduce(act, state);

/** Keys as they are pressed. */
const pressed = (state: State, ...keys: readonly string[]): State =>
  keys.reduce((now, key) => {
    const press = pressOf(now, key);
    if (press.kind === "action") return update(now, { type: "acted", at: now.now, action: press.action });
    return press.kind === "typed" ? update(now, { type: "typed", at: now.now, key: press.key }) : now;
  }, state);

const list = sampled("sessions", {
  items: ["alpha", "beta", "gamma"].map((name, index) => session({ key: `agent:main:${name}`, lastActivityAt: START - index })),
  total: 3,
});
const here = scene(...well(), list);
const onSessions = acted(here, "sessions-board");
const confirming: State["view"]["overlay"] = {
  kind: "confirm",
  request: { action: "restart", aim: "kill", drainBudgetMs: null },
  preview: null,
  typed: "",
  confirmed: false,
  scroll: 0,
};
const filterOfSessions = (state: State) => state.view.boardViews.sessions.filter;

describe("1, 2 and 3", () => {
  test.each([
    ["1", "overview", "problems"],
    ["2", "channels", "channels"],
    ["3", "sessions", "sessions"],
  ])("%s opens %s, where keys act on %s", (key, board, panel) => {
    expect(pressed(here, key).view).toMatchObject({ board, panel });
    expect(pressed(here, "?", key).view).toMatchObject({ board, overlay: { kind: "none" } });
    expect(pressed(here, "!", key).view).toMatchObject({ board, problemsOnly: false });
  });

  test("tab goes round the panels of the board", () => {
    const visited = panelsOf.sessions.map(
      (_, index) => acted(onSessions, ...panelsOf.sessions.slice(0, index).map((): ActionId => "next-panel")).view.panel,
    );
    expect(visited).toEqual(["sessions", "queues"]);
    expect(acted(onSessions, "next-panel", "next-panel").view.panel).toBe("sessions");
    expect(acted(here, "channels-board", "next-panel").view.panel).toBe("channels");
  });

  test("esc goes back to the overview, q leaves", () => {
    expect(act(onSessions, "back").view.board).toBe("overview");
    expect(leaves(onSessions)).toBe(true);
  });
});

describe("sort and follow", () => {
  test("s goes through every order and begins anew; each board has its own", () => {
    const seen = new Set<string>();
    let state = onSessions;
    while (!seen.has(state.view.boardViews.sessions.sort)) {
      seen.add(state.view.boardViews.sessions.sort);
      state = act(state, "sort");
    }
    expect([...seen]).toEqual(["trouble", "age", "queue", "tokens", "context", "cost", "name"]);
    expect(state.view.boardViews.channels.sort).toBe("trouble");
    expect(act(act(here, "channels-board"), "sort").view.boardViews.channels.sort).not.toBe("trouble");
  });

  test.each([
    ["sort", "overview"],
    ["follow", "overview"],
    ["follow", "channels-board"],
  ] as const)("%s says why it does nothing on %s", (action, board) => {
    const state = act(here, board);
    const after = act(state, action);
    expect(after.note?.text).toMatch(/[23].* show/u);
    expect(after.view).toEqual(state.view);
  });

  test("following stays on the first row, whatever it becomes, until another is chosen", () => {
    const following = acted(onSessions, "last", "follow");
    expect(chosenKey(following, "sessions")).toBe("agent:main:alpha");
    const turned = update(following, sampled("sessions", { items: [session({ key: "agent:main:new", lastActivityAt: START })], total: 1 }));
    expect(chosenKey(turned, "sessions")).toBe("agent:main:new");
    const moved = acted(following, "down");
    expect(moved.view.boardViews.sessions.follow).toBe(false);
    expect(chosenKey(moved, "sessions")).toBe("agent:main:beta");
    expect(act(following, "follow").view.boardViews.sessions.follow).toBe(false);
  });
});

describe("the filter", () => {
  test("every character belongs to it, also q, space and a wide one; enter keeps it", () => {
    const typing = pressed(onSessions, "/", "q", "space", "R", "1", "!", "客", "😀");
    expect(filterOfSessions(typing)).toEqual({ text: "q R1!客😀", typing: true });
    expect(leaves(typing)).toBe(false);
    const kept = pressed(typing, "backspace", "enter");
    expect(filterOfSessions(kept)).toEqual({ text: "q R1!客", typing: false });
    expect(pressOf(kept, "q")).toEqual({ kind: "action", action: "quit" });
  });

  test("esc drops it, once while it is typed and once when it was kept", () => {
    expect(filterOfSessions(pressed(onSessions, "/", "b", "esc"))).toEqual({ text: "", typing: false });
    const kept = pressed(onSessions, "/", "b", "enter");
    const dropped = pressed(kept, "esc");
    expect(filterOfSessions(dropped)).toEqual({ text: "", typing: false });
    expect(dropped.view.board).toBe("sessions");
  });

  test("backspace on nothing leaves it; it stays at its length", () => {
    expect(filterOfSessions(pressed(onSessions, "/", "backspace"))).toEqual({ text: "", typing: false });
    const long = pressed(onSessions, "/", ...Array.from({ length: 300 }, () => "a"));
    expect(filterOfSessions(long).text.length).toBeLessThan(200);
  });

  test("arrows move among what is left, and x acts on what is drawn as chosen", () => {
    const state = pressed(onSessions, "/", "m", "m", "a");
    expect(chosenKey(state, "sessions")).toBe("agent:main:gamma");
    expect(chosenKey(pressed(onSessions, "down", "/", "a", "l", "p"), "sessions")).toBe("agent:main:alpha");
    expect(pressed(state, "down").view.selected.sessions).toBe("agent:main:gamma");
  });

  test.each([
    ["a key of a session", "agent:main:q", "agent:main:q"],
    ["several lines and control characters", " a\u001b[2J\nb\r\nq ", "a b q"],
    ["nothing", "\n", ""],
  ])("pasted into it: %s", (_, text, filter) => {
    const typing = act(onSessions, "filter");
    const keys = pastedKeys(typing, text);
    expect(filterOfSessions(pressed(typing, ...keys))).toEqual({ text: filter, typing: true });
  });

  test("pasted where nothing is typed, or an answer is: nothing", () => {
    expect(pastedKeys(onSessions, "q")).toEqual([]);
    const answer: State = { ...onSessions, view: { ...onSessions.view, overlay: confirming } };
    expect(pressOf(answer, "y").kind).toBe("typed");
    expect(pastedKeys(answer, "y")).toEqual([]);
  });

  test("ctrl+c closes it and does not quit", () => {
    expect(filterOfSessions(pressed(onSessions, "/", "x", "ctrl+c")).typing).toBe(false);
  });

  test("while something lies over the board its letters are keys again", () => {
    const covered = pressed(onSessions, "/", "enter", "enter");
    expect(covered.view.overlay.kind).toBe("details");
    expect(pressOf(covered, "q")).toEqual({ kind: "action", action: "quit" });
  });
});

test("the live probe needs a connection and one account", () => {
  const probe = actions.find(({ id }) => id === "live-probe");
  expect(probe?.blockedBy?.(here)).toBeUndefined();
  expect(probe?.blockedBy?.(scene())).toMatch(/no connection/u);
  expect(probe?.blockedBy?.(act(here, "freeze"))).toMatch(/frozen/u);
});
