// The line after `:`: what it does, what tab makes of it, and that it has a word for everything a key does.
import { describe, expect, test } from "vitest";
import { actions } from "../../../src/data/actions.ts";
import { askedBy } from "../../../src/data/command/asked.ts";
import { candidates } from "../../../src/data/command/complete.ts";
import { lineOf } from "../../../src/data/command/typist.ts";
import type { State } from "../../../src/data/state.ts";
import { act } from "../../../src/data/view.ts";
import { update } from "../../../src/data/update.ts";
import { pastedKeys } from "../../../src/data/view-press.ts";
import { sampled, scene, session, START, well } from "../../support/scene.ts";
import { commanded, pressed } from "../../support/press.ts";

const here = scene(
  ...well(),
  sampled("sessions", { items: ["alpha", "beta"].map((name) => session({ key: `agent:main:${name}`, lastActivityAt: START })), total: 2 }),
);

test.each(actions.map(({ id }) => id))("%s can be asked for by its name", (id) => {
  const onBoards = (["overview", "channels", "sessions", "logs", "events", "usage", "audit", "service"] as const).map((board): State => ({
    ...here,
    view: { ...here.view, board },
  }));
  const asked = onBoards.map((state) => askedBy(state, id)).filter((one) => one !== null);
  const words = asked.map((one) => ("wrong" in one ? one.wrong : one.action));
  // Where it cannot act it says so, in the words of the key.
  const blocked = onBoards.map((state) => act(state, id).note?.text);
  expect(words.every((word, index) => word === id || word === blocked[index])).toBe(true);
});

test.each([
  ["sessions", { board: "sessions", command: null }],
  ["view chan", { board: "channels" }],
  ["sessions-board", { board: "sessions" }],
  ["theme light", { theme: "light" }],
  ["theme", { theme: "light" }],
  ["mouse on", { mouse: true }],
  ["freeze", { command: null }],
  ["  help  ", { overlay: { kind: "help", scroll: 0 } }],
])(":%s", (line, view) => {
  expect(commanded(here, line, "enter").state.view).toMatchObject(view);
});

test.each([
  ["", null],
  ["nothing-of-the-kind", /no command is called nothing-of-the-kind/u],
  ["f", /which one/u],
  ["view somewhere", /one of: overview, channels/u],
  ["theme pink", /one of: dark, light/u],
  ["help me", /takes nothing/u],
  ["abort", /nothing to abort/u],
  ["since yesterday", /how long ago/u],
  ["save", /file/u],
  ["target", /ws:/u],
])(":%s is %s", (line, why) => {
  const { state, wishes } = commanded(here, line, "enter");
  expect(wishes).toEqual([]);
  if (why === null) expect(state.view).toEqual(here.view);
  else {
    expect(state.note?.text).toMatch(why);
    // What was typed is there to be mended.
    expect(lineOf(state)).toBe(line);
  }
});

test.each([
  ["save lines.txt", { wish: "save", file: "lines.txt" }],
  ["target ws://127.0.0.1:1", { wish: "target", url: "ws://127.0.0.1:1" }],
  ["record", { wish: "record", file: null }],
  ["record a b.ndjson", { wish: "record", file: "a b.ndjson" }],
  ["report r.md", { wish: "report", file: "r.md" }],
  ["report", { wish: "report", file: null }],
])(":%s asks for it, once, and is remembered", (line, wish) => {
  const { wishes, state } = commanded(here, line, "enter");
  expect(state.view.command).toBeNull();
  // The action behind `report` asks when it acts.
  if (line !== "report") expect(wishes).toEqual([{ wish: "remember", line }, wish]);
});

test("y copies the selected row, with what is known of it", () => {
  const { wishes } = pressed(act(here, "sessions-board"), "y");
  const [wish] = wishes;
  expect(wish?.wish === "copy" && JSON.parse(wish.json)).toMatchObject({ key: "agent:main:alpha", run: null });
  expect(pressed(act(here, "sessions-board"), "/", "z", "z", "enter", "y").wishes).toEqual([]);
});

describe("tab", () => {
  test("goes through what begins so, round and back", () => {
    const names = candidates(here, "th").map(({ label }) => label);
    expect(names[0]).toBe("theme");
    const boards = candidates(here, "view ").map(({ label }) => label);
    expect(boards).toContain("sessions");
    const lines = ["tab", "tab", "shift+tab", "shift+tab"].map((_, index, keys) =>
      lineOf(commanded(here, "view ", ...keys.slice(0, index + 1)).state),
    );
    expect(lines).toEqual([`view ${boards[0]}`, `view ${boards[1]}`, `view ${boards[0]}`, `view ${boards.at(-1)}`]);
    expect(lineOf(commanded(here, "view ", ...boards.map(() => "tab"), "tab").state)).toBe(`view ${boards[0]}`);
  });

  test("takes the only one, and offers what may follow it", () => {
    const { state } = commanded(here, "subsy", "tab");
    expect(lineOf(state)).toBe("subsystem ");
    expect(lineOf(commanded(here, "vie", "tab").state)).toBe("view ");
    expect(lineOf(commanded(here, "session al", "tab").state)).toBe("session agent:main:alpha");
  });

  test("a letter goes on from what was chosen, nothing to choose changes nothing", () => {
    expect(lineOf(commanded(here, "view ", "tab", "x").state)).toBe("view overviewx");
    expect(lineOf(commanded(here, "zzz", "tab").state)).toBe("zzz");
  });
});

describe("what was typed before", () => {
  const remembered = update(here, { type: "commands", lines: ["help", "theme light"] });

  test("up goes back, down returns to what was being typed, enter does it", () => {
    const lines = ["up", "up", "up", "down", "down"].map((_, index, keys) =>
      lineOf(commanded(remembered, "vi", ...keys.slice(0, index + 1)).state),
    );
    expect(lines).toEqual(["theme light", "help", "help", "theme light", "vi"]);
    expect(commanded(remembered, "", "up", "enter").state.view.theme).toBe("light");
  });

  test("what is done again is not kept twice", () => {
    expect(commanded(remembered, "theme light", "enter").wishes).toEqual([]);
    expect(commanded(remembered, "theme dark", "enter").wishes).toEqual([{ wish: "remember", line: "theme dark" }]);
  });
});

describe("keys while the line is open", () => {
  test("none acts beneath it", () => {
    const typing = commanded(here, "").state;
    for (const key of ["q", "R", "space", "1", "pageDown", "tab", "/", "?", "x", "left"]) {
      const { board, overlay, frozen, problemsOnly } = pressed(typing, key).state.view;
      expect({ board, overlay, frozen, problemsOnly }).toEqual({
        board: "overview",
        overlay: { kind: "none" },
        frozen: null,
        problemsOnly: false,
      });
    }
  });

  test.each(["esc", "ctrl+c"])("%s leaves it and nothing else", (key) => {
    expect(pressed(act(here, "help"), ":", "x", key).state.view).toMatchObject({ command: null, overlay: { kind: "help" } });
  });

  test("backspace on an empty line leaves it; words and lines can be taken back", () => {
    expect(commanded(here, "", "backspace").state.view.command).toBeNull();
    expect(lineOf(commanded(here, "view ab", "backspace").state)).toBe("view a");
    expect(lineOf(commanded(here, "view ab", "ctrl+w").state)).toBe("view ");
    expect(lineOf(commanded(here, "view ab", "ctrl+u").state)).toBe("");
  });

  test("a pasted text is written, its line breaks do nothing", () => {
    const typing = commanded(here, "").state;
    expect(pressed(typing, ...pastedKeys(typing, "quit\nhelp")).state.view.command?.text).toBe("quit help");
  });

  test("a question that is open comes first", () => {
    const { state } = pressed(here, "m", ":");
    expect(state.view.command).toBeNull();
    expect(state.note?.text).toMatch(/close what is open/u);
  });
});
