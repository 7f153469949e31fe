// esc always leads home, `/` filters the list in focus, a click does what the keys do.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { actions } from "../../src/data/actions.ts";
import { muteSubject } from "../../src/data/alerts/mute-subject.ts";
import { matcherOf } from "../../src/data/boards/filter.ts";
import { overlayView } from "../../src/data/select/overlay.ts";
import { chosenKey, rowList } from "../../src/data/select/rows.ts";
import type { PanelId, State } from "../../src/data/state.ts";
import { led, returned } from "../../src/data/trail.ts";
import { update } from "../../src/data/update.ts";
import { act, leaves } from "../../src/data/view.ts";
import { openedBoard } from "../../src/data/view-boards.ts";
import { pressed } from "../support/press.ts";
import { sampled, scene, session, START, well } from "../support/scene.ts";
import { moment } from "../ui/moments.ts";

const list = sampled("sessions", {
  items: ["alpha", "beta", "gamma"].map((name, index) => session({ key: `agent:main:${name}`, lastActivityAt: START - index })),
  total: 3,
});
const here = scene(...well(), list);
const onSessions = act(here, "sessions-board");

describe("esc", () => {
  const keys = fc.constantFrom(...new Set(actions.flatMap((action) => action.keys)), "r", "e", "s", "enter", "backspace", "space", "日");

  test("pressed often enough it ends on the overview with nothing open, whatever was pressed before", () => {
    fc.assert(
      fc.property(fc.array(keys, { maxLength: 40 }), (before) => {
        const pressedAll = pressed(here, ...before.filter((key) => key !== "q" && key !== "ctrl+c")).state;
        const { state } = pressed(pressedAll, ...Array.from({ length: 16 }, () => "esc"));
        expect(state.view).toMatchObject({ board: "overview", overlay: { kind: "none" }, problemsOnly: false, command: null, trail: [] });
        expect(state.view.boardViews.overview.filter).toEqual({ text: "", typing: false });
        expect(leaves(state)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test("goes one level at a time: the line, what is open, the filter, the way back, the overview", () => {
    const there = led(onSessions, openedBoard(onSessions, "channels"));
    const deep = pressed(there, "/", "t", "enter", "?", ":", "x").state;
    const levels = (state: State) => [
      state.view.command !== null,
      state.view.overlay.kind,
      state.view.boardViews.channels.filter.text,
      state.view.board,
    ];
    const seen = [deep];
    for (let level = 0; level < 5; level += 1) seen.push(pressed(seen.at(-1) ?? deep, "esc").state);
    expect(seen.map(levels)).toEqual([
      [true, "help", "t", "channels"],
      [false, "help", "t", "channels"],
      [false, "none", "t", "channels"],
      [false, "none", "", "channels"],
      [false, "none", "", "sessions"],
      [false, "none", "", "overview"],
    ]);
  });
});

describe("the way back", () => {
  test("is to the row a person was led from, and at most eight places long", () => {
    const chosen = pressed(onSessions, "j", "j").state;
    const back = returned(led(chosen, openedBoard(chosen, "channels")));
    expect(back?.view).toMatchObject({ board: "sessions", trail: [] });
    expect(back && chosenKey(back, "sessions")).toBe("agent:main:gamma");
    let far = onSessions;
    for (let step = 0; step < 12; step += 1)
      far = led(far, {
        ...openedBoard(far, step % 2 === 0 ? "channels" : "sessions"),
        view: { ...openedBoard(far, step % 2 === 0 ? "channels" : "sessions").view, trail: far.view.trail },
      });
    expect(far.view.trail).toHaveLength(8);
  });

  test("ends where a board is opened by its own key", () => {
    const there = led(onSessions, openedBoard(onSessions, "channels"));
    expect(pressed(there, "3", "esc").state.view.board).toBe("overview");
  });
});

describe("/ on the overview", () => {
  const incident = moment("incident");
  const rows = (state: State, panel: PanelId): number => rowList(state, panel).length;

  test.each([
    ["problems", [], "rss"],
    ["channels", ["tab", "tab", "tab"], "irc"],
    ["queues", ["tab", "tab", "tab", "tab"], "cron"],
    ["sessions", ["tab", "tab", "tab", "tab", "tab"], "4411"],
  ] as const)("leaves of the %s in focus those that match, and of no other list", (panel, tabs, text) => {
    const focused = pressed(incident, ...tabs).state;
    const { state } = pressed(focused, "/", ...Array.from(text), "enter");
    expect(rows(state, panel)).toBe(1);
    expect(rows(pressed(focused, "/", "!", ...Array.from(text), "enter").state, panel)).toBe(rows(incident, panel) - 1);
    for (const other of ["problems", "channels", "queues", "sessions"] as const) {
      if (other !== panel) expect(rows(state, other)).toBe(rows(incident, other));
    }
    // What cannot be seen is not what a key acts on.
    expect(state.alerts).toBe(focused.alerts);
  });

  test("a key that silences takes the row in sight", () => {
    const { state } = pressed(incident, "/", "r", "s", "s", "enter");
    expect(muteSubject(state)?.about).toBe("rss");
    expect(muteSubject(pressed(incident, "/", "z", "z", "z", "enter").state)).toBeNull();
  });

  test("says where there are no rows", () => {
    expect(pressed(incident, "tab", "/").state.note?.text).toMatch(/no rows to filter/u);
  });
});

describe("a pattern that could hold the screen for minutes", () => {
  test.each([
    "(a+)+$",
    "(a*)*b",
    "((a+)b)+",
    "(a|aa)+",
    "(?:x{2,})*",
    "(a)\\1",
    "\\k<n>(?<n>a)",
    "(((a+)b)c)*",
    "!(a+)+",
    "x.*.*y",
    "x.*?.+y",
    "\\w+.*y",
    "x[^y]*\\S+z",
    "a.*b.*c.*d.*e",
    "a?".repeat(20),
  ])("%s is refused", (pattern) => {
    expect(matcherOf(pattern).problem).toMatch(/too slow/u);
    expect(matcherOf(pattern).matches("anything")).toBe(true);
  });

  test.each([
    "(\\+)+",
    "[(+]+",
    "(ab)+",
    "a|b",
    "(error|warn)",
    "(error|warn)?",
    "\\d+\\s+",
    "(a+)b+",
    "foo.*bar",
    "a.*b.*c.*d",
    "\\w+=\\w+",
    "^.*bar",
  ])("%s is not", (pattern) => {
    expect(matcherOf(pattern).problem).toBeNull();
  });
});

test.each([".*bar", "^.*bar", ".*.*?bar", "!.*bar"])(
  "what stands first and takes everything is not tried from every character on: %s",
  (pattern) => {
    const { matches, problem } = matcherOf(pattern);
    expect([problem, matches("foo bar"), matches("foo")]).toEqual([null, !pattern.startsWith("!"), pattern.startsWith("!")]);
  },
);

describe("a click", () => {
  const point = (state: State, panel: PanelId, key: string | null, wheel = 0): State =>
    update(state, { type: "pointed", at: state.now, panel, key, wheel });

  test("focuses and selects; on what is selected already it opens", () => {
    const once = point(here, "sessions", "agent:main:beta");
    expect(once.view).toMatchObject({ panel: "sessions", selected: { sessions: "agent:main:beta" }, overlay: { kind: "none" } });
    expect(point(once, "sessions", "agent:main:beta").view.overlay.kind).toBe("details");
    expect(point(once, "charts", null).view).toMatchObject({ panel: "charts", overlay: { kind: "none" } });
  });

  test("the wheel moves the selection of the panel under it", () => {
    expect(chosenKey(point(here, "sessions", null, 3), "sessions")).toBe("agent:main:gamma");
    expect(chosenKey(point(point(here, "sessions", null, 3), "sessions", null, -1), "sessions")).toBe("agent:main:beta");
  });

  test("follows no longer what it follows", () => {
    const following = act(onSessions, "follow");
    expect(point(following, "sessions", "agent:main:beta").view.boardViews.sessions.follow).toBe(false);
  });

  test.each([
    [
      "a confirmation",
      {
        kind: "confirm",
        request: { action: "restart", aim: "kill", drainBudgetMs: null },
        preview: null,
        typed: "",
        confirmed: false,
        scroll: 0,
      },
    ],
    ["a mute", { kind: "mute", menu: "maintenance", keys: [], about: "all", selected: 0, forMs: null, typed: "", scroll: 0 }],
    ["a menu", { kind: "menu", menu: "restart", subject: "", previews: [], selected: 0, scroll: 0 }],
    ["help", { kind: "help", scroll: 0 }],
  ] as const)("does nothing while %s is open", (_, overlay) => {
    const open: State = { ...here, view: { ...here.view, overlay } };
    expect(point(open, "sessions", "agent:main:beta")).toEqual(open);
  });

  test("does nothing while a command is typed, nor on what is not there", () => {
    const typing = pressed(here, ":").state;
    expect(point(typing, "sessions", "agent:main:beta").view).toEqual(typing.view);
    expect(point(here, "logs", "1").view).toEqual(here.view);
  });

  test("with problems only, it selects among them and leaves the board alone", () => {
    const incident = pressed(moment("incident"), "3", "!").state;
    const key = rowList(incident, "problems").keyAt(1) ?? "";
    expect(point(incident, "problems", key).view).toMatchObject({ board: "sessions", panel: "sessions", selected: { problems: key } });
  });
});

describe("v: the row as it came", () => {
  const lines = ["first", "second"].map((message, index) => ({
    at: START + index,
    level: "info" as const,
    subsystem: null,
    session: null,
    message,
  }));

  test("a log line's JSON is asked for and drawn when it is there, wrapped and harmless", () => {
    const batch = { where: "anew", first: 0, way: "file", file: "/tmp/a.log", sizeBytes: 10, olderThere: false, gap: null, lines } as const;
    const onLogs = pressed(update(here, { type: "log", at: START, batch }), "4").state;
    const { state, wishes } = pressed(onLogs, "v");
    const [wish] = wishes;
    expect(wish).toMatchObject({ wish: "log-json" });
    const textOf = (one: State): string =>
      overlayView(one)
        .lines.map((line) => line.map(({ text }) => text).join(""))
        .join("\n");
    expect(textOf(state)).toBe("it is being read");
    const json = `{"message":"\u001b[2Jsecond","long":"${"x".repeat(300)}"}`;
    const read = update(state, { type: "log-json", at: START, line: wish?.wish === "log-json" ? wish.line : -1, json });
    expect(textOf(read)).toMatch(/^\{"message":"second",/u);
    expect(
      Math.max(
        ...textOf(read)
          .split("\n")
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(120);
    expect(overlayView(read).title).toBe("logs · as it came");
    expect(pressed(read, "v").state.view.overlay.kind).toBe("none");
  });

  test("is for the boards that have it", () => {
    expect(pressed(here, "v").state).toMatchObject({
      note: { text: "raw is for logs, events, audit" },
      view: { overlay: { kind: "none" } },
    });
  });
});
