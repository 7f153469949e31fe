// Keys that change something: what they open, what they ask for, what counts as yes. Nothing may be agreed to by accident.
import { describe, expect, test } from "vitest";
import type { ActionRequest, Preview } from "../../src/data/action/request.ts";
import { channelSubject, runSubject } from "../../src/data/action/subject.ts";
import type { ActionId } from "../../src/data/actions.ts";
import { overlayView } from "../../src/data/select/overlay.ts";
import type { State } from "../../src/data/state.ts";
import { update } from "../../src/data/update.ts";
import { act } from "../../src/data/view.ts";
import { confirmedBy } from "../../src/data/view-confirm.ts";
import { pressOf } from "../../src/data/view-press.ts";
import { menuRows, previewsWanted } from "../../src/data/view-menu.ts";
import { account, sampled, scene, session, START, task, well } from "../support/scene.ts";
import { after, previewOf, progress, ran, runSince } from "../ui/repair-moments.ts";
import { moment, NOW } from "../ui/moments.ts";

const calm = moment("well");
const incident = moment("incident");
const unanswered = (): null => null;
const text = (state: State): string =>
  overlayView(state)
    .lines.map((line) => line.map((cell) => cell.text).join(""))
    .join("\n");
const letters = (word: string) => ({ typed: Array.from(word).join(" ") });

const confirming = after(calm, ["restart", "details"]);
const aborting = after(incident, ["abort"]);
const resume: ActionRequest = { action: "restart", aim: "resume", drainBudgetMs: null };

describe("the restart menu", () => {
  test("lists every way, asks what each would do, once", () => {
    const open = act(calm, "restart");
    const wanted = previewsWanted(calm, open);
    expect(wanted.map((request) => request.action === "restart" && request.aim)).toEqual([
      "graceful",
      "signal",
      "service",
      "force",
      "kill",
      "start",
      "stop",
      "resume",
    ]);
    expect(previewsWanted(open, act(open, "down"))).toEqual([]);
    expect(text(open)).toContain("looking at what it would do here");
  });

  test("a row that cannot be done says why and opens nothing", () => {
    const state = after(calm, ["restart", "down", "details"]);
    expect(state.view.overlay.kind).toBe("menu");
    expect(state.note?.text).toContain("commands.restart is false");
  });

  test("a row whose preview is not there yet opens a confirmation that cannot be agreed to", () => {
    const state = after(calm, ["restart", "details"], unanswered);
    expect(state.view.overlay).toMatchObject({ kind: "confirm", preview: null });
    const typed = after(state, [letters("restart")], unanswered);
    expect(confirmedBy(typed, "enter")).toBeNull();
    expect(after(typed, [{ typed: "enter" }], unanswered).note?.text).toContain("still looking");
  });

  test.each<[readonly ActionId[], string]>([
    [["restart"], "menu"],
    [["restart", "restart"], "none"],
    [["restart", "back"], "none"],
    [["restart", "quit"], "none"],
    [["restart", "details"], "confirm"],
    [["restart", "details", "back"], "menu"],
    [["restart", "details", "back", "back"], "none"],
    [["restart", "last", "details"], "menu"],
  ])("%j leaves %s open", (keys, kind) => {
    expect(after(calm, keys).view.overlay.kind).toBe(kind);
  });

  test("back from a confirmation stands on its row again, and looks anew", () => {
    const opened = after(calm, ["restart", "down", "down", "down", "details"]);
    const back = act(opened, "back");
    expect(back.view.overlay).toMatchObject({ kind: "menu", selected: 3, previews: [] });
    expect(previewsWanted(opened, back)).toHaveLength(8);
  });

  test("the last restart can be looked at again", () => {
    const menu = after(calm, [ran(runSince("rpc-with-channels", 60_000)), "restart"]);
    expect(text(menu)).toContain("● last restart");
    const state = after(menu, ["last", "details"]);
    expect(state.view.overlay.kind).toBe("timeline");
    expect(text(state)).toContain("restarted: boot");
  });
});

test("the restart menu says that another operator's restart is under way, at every size", () => {
  for (const [columns, rows] of [
    [120, 36],
    [40, 10],
  ] as const) {
    const state: State = { ...calm, view: { ...calm.view, columns, rows } };
    const preview = previewOf(
      { action: "restart", aim: "stop", drainBudgetMs: null },
      { underWay: "a restart asked for by ana is not over" },
    );
    const menu = after(state, ["restart", { type: "previewed", at: NOW, preview }]);
    expect(text(menu)).toContain("▲ a restart asked for by ana");
  }
});

test("a menu advises its own rows, not a command line", () => {
  const menu = text(after(incident, ["channel", "down", "down"]));
  expect(menu).toContain("it runs already");
  expect(menu).toContain("→ restart");
  expect(menu).not.toContain("gatetop channel");
});

describe("what counts as yes", () => {
  const asked = (request: ActionRequest, given: Parameters<typeof previewOf>[1]): State => {
    const state: State = {
      ...calm,
      view: { ...calm.view, overlay: { kind: "confirm", request, preview: null, typed: "", confirmed: false, scroll: 0 } },
    };
    return update(state, { type: "previewed", at: NOW, preview: previewOf(request, given) });
  };
  const abort: ActionRequest = { action: "abort", sessionKey: "agent:main:a", runId: null };
  const word = { confirmation: { kind: "word", word: "stop" } } as const;
  const cannot = { precondition: { can: false, code: "x", why: "no", fix: null, exit: 1 } } as const;

  test.each<[string, State, string, boolean]>([
    ["y to a question", asked(abort, {}), "y", true],
    ["Y to a question", asked(abort, {}), "Y", false],
    ["enter to a question", asked(abort, {}), "enter", false],
    ["enter without the word", asked(abort, word), "enter", false],
    ["y where a word is wanted", asked(abort, word), "y", false],
    ["enter after the word", after(asked(abort, word), [letters("stop")]), "enter", true],
    ["enter after a part of it", after(asked(abort, word), [letters("sto")]), "enter", false],
    ["enter after more than it", after(asked(abort, word), [letters("stopp")]), "enter", false],
    ["enter after another word", after(asked(abort, word), [letters("restart")]), "enter", false],
    [
      "the word with a correction",
      after(asked(abort, word), [letters("stpop"), { typed: "backspace backspace backspace o p" }]),
      "enter",
      true,
    ],
    ["enter where nothing is interrupted", asked(resume, { confirmation: { kind: "none" } }), "enter", true],
    ["y to what cannot be done", asked(abort, cannot), "y", false],
    ["y in read-only", { ...asked(abort, {}), readonly: "--readonly" }, "y", false],
    ["y to a menu", act(calm, "restart"), "y", false],
    ["y on the bare screen", calm, "y", false],
    ["y a second time", after(asked(abort, {}), [{ typed: "y" }]), "y", false],
  ])("%s", (_, state, key, yes) => {
    expect(confirmedBy(state, key) !== null).toBe(yes);
  });

  test("n leaves a question, nothing else does by being no answer", () => {
    expect(after(aborting, [{ typed: "n" }]).view.overlay.kind).toBe("none");
    const other = after(aborting, [{ typed: "p" }]);
    expect(other.view.overlay).toBe(aborting.view.overlay);
    expect(other.note?.text).toBe("y does it, n leaves it");
  });

  test("a preview that says no after all takes the question away", () => {
    const no = previewOf({ action: "abort", sessionKey: "agent:main:telegram:4411", runId: null }, cannot);
    const state = update(aborting, { type: "previewed", at: NOW, preview: no });
    expect(confirmedBy(state, "y")).toBeNull();
    expect(text(state)).toContain("cannot      no");
    expect(overlayView(state).foot).toEqual([]);
  });
});

describe("keys while an answer is typed", () => {
  test.each<[string, State, string, string]>([
    ["q belongs to the word", confirming, "q", "typed"],
    ["R belongs to the word", confirming, "R", "typed"],
    ["? belongs to the word", confirming, "?", "typed"],
    ["enter is the answer", confirming, "enter", "typed"],
    ["backspace takes a letter back", confirming, "backspace", "typed"],
    ["esc leaves", confirming, "esc", "action"],
    ["ctrl-c leaves", confirming, "ctrl+c", "action"],
    ["ctrl-z suspends", confirming, "ctrl+z", "action"],
    ["arrows read on", confirming, "down", "action"],
    ["before the preview is there letters are kept as well", after(calm, ["restart", "details"], unanswered), "q", "typed"],
    ["y answers a question", aborting, "y", "typed"],
    ["enter does not open details under a question", aborting, "enter", "typed"],
    ["c opens nothing over a question", aborting, "c", "typed"],
    ["j reads on in a question", aborting, "j", "action"],
    ["q leaves a question", aborting, "q", "action"],
    ["in a menu keys are keys", act(calm, "restart"), "q", "action"],
    ["what is no key stays none", calm, "ö", "unbound"],
  ])("%s", (_, state, key, kind) => {
    expect(pressOf(state, key).kind).toBe(kind);
  });

  test("a whole word and enter in one burst are the same as one by one", () => {
    let state = confirming;
    let agreed: Preview | null = null;
    for (const key of ["r", "e", "s", "t", "a", "r", "t", "enter"]) {
      const press = pressOf(state, key);
      expect(press).toEqual({ kind: "typed", key });
      agreed = confirmedBy(state, key) ?? agreed;
      state = update(state, { type: "typed", at: NOW, key });
    }
    expect(agreed?.choice.request).toMatchObject({ aim: "graceful" });
    expect(state.view.overlay.kind).toBe("timeline");
    // What is typed too much answers nothing.
    expect(pressOf(state, "y")).toEqual({ kind: "action", action: "copy" });
  });
});

describe("the timeline", () => {
  const old = runSince("rpc-with-channels", 60_000);
  const agreed = after(calm, [ran(old), "restart", "details", letters("restart"), { typed: "enter" }]);

  test("of a restart that was just agreed to does not show the one before", () => {
    expect(agreed.view.overlay.kind).toBe("timeline");
    expect(text(agreed)).not.toContain("restarted");
    expect(text(agreed)).toContain("looking at the gateway as it is before it is asked");
    const begun = after(agreed, [ran({ ...runSince("rpc-deferred", 2_000), id: "0000ff" })]);
    expect(text(begun)).toContain("deferred until");
  });

  test("is left with esc and comes back with R while it goes on", () => {
    const running = after(calm, [ran(runSince("rpc-with-channels", 3_000)), "restart"]);
    expect(running.view.overlay.kind).toBe("timeline");
    expect(act(running, "back").view.overlay.kind).toBe("none");
    expect(after(running, ["back", "restart"]).view.overlay.kind).toBe("timeline");
  });

  test("who looked away is told the end, once; who looks is not", () => {
    const ended = runSince("rpc-with-channels", 9_000);
    const away = after(calm, [ran(runSince("rpc-with-channels", 3_000)), ran(ended)]);
    expect(away.note?.text).toBe(ended.verdict?.sentence);
    expect(after({ ...away, note: null }, [ran(ended)]).note).toBeNull();
    expect(after(calm, ["restart", "details", letters("restart"), { typed: "enter" }, ran(ended)]).note).toBeNull();
  });

  test("while it waits, f offers the bounded force; not otherwise", () => {
    const waiting = after(calm, [ran(runSince("rpc-deferred", 12_400)), "restart"]);
    const force = act(waiting, "force");
    expect(force.view.overlay).toMatchObject({ kind: "confirm", request: { aim: "force", drainBudgetMs: 10_000 } });
    expect(previewsWanted(waiting, force)).toHaveLength(1);
    expect(act(force, "back").view.overlay.kind).toBe("timeline");
    const hastened = after(waiting, ["force", letters("restart"), { typed: "enter" }]);
    expect(text(hastened)).toContain("deferred until");
    expect(act(calm, "force").note?.text).toContain("nothing waits to be forced");
  });

  test("counts down to what the gateway does by itself", () => {
    const at = (ms: number): string => text(after(calm, [ran(runSince("rpc-deferred", ms)), "restart"]));
    expect(at(1_000)).toContain("forces it in 4m59s");
    expect(at(14_000)).toContain("forces it in 4m46s");
  });
});

describe("nothing may be changed", () => {
  test.each<ActionId>(["restart", "channel", "abort", "force"])("%s says why", (key) => {
    const state = act({ ...incident, readonly: "GATETOP_READONLY" }, key);
    expect(state.view.overlay.kind).toBe("none");
    expect(state.note?.text).toContain("read-only (GATETOP_READONLY)");
    expect(previewsWanted(incident, state)).toEqual([]);
  });

  test("a frozen screen shows what was: nothing is begun from it", () => {
    expect(after(incident, ["freeze", "abort"]).note?.text).toContain("frozen");
  });
});

describe("what c and x are about", () => {
  const running = (key: string, silentMs: number) =>
    task({ id: key, sessionKey: key, startedAt: START - 900_000, lastActivityAt: START - silentMs });
  const busy = (...runs: readonly (readonly [string, number])[]): State =>
    scene(
      ...well(),
      sampled("sessions", {
        items: runs.map(([key]) => session({ key, status: "running", startedAt: START - 900_000 })),
        total: runs.length,
      }),
      sampled(
        "tasks",
        runs.map(([key, silentMs]) => running(key, silentMs)),
      ),
    );
  const boards = (...accounts: readonly ReturnType<typeof account>[]): State =>
    scene(...well(), sampled("channels", { accounts, issues: [], partial: false }));
  const tabs = (state: State, count: number): State =>
    Array.from({ length: count }).reduce<State>((before) => act(before, "next-panel"), state);

  test.each<[string, State, string | null]>([
    ["the problem under the selection", incident, "agent:main:telegram:4411"],
    ["the only run", busy(["a", 1_000]), "a"],
    ["none of several healthy ones", busy(["a", 1_000], ["b", 1_000]), null],
    ["the one without progress, longest", busy(["a", 200_000], ["b", 300_000], ["c", 1_000]), "b"],
    ["the chosen row", act(tabs(busy(["a", 1_000], ["b", 1_000]), 5), "down"), "b"],
    ["nothing when nothing runs", scene(...well()), null],
  ])("x: %s", (_, state, key) => {
    expect(runSubject(state)).toBe(key);
  });

  test.each<[string, State, string | null]>([
    ["the broken one", incident, "telegram/poll"],
    ["the only one in use", boards(account(), account({ account: "off", enabled: false })), "telegram/poll"],
    ["none of several healthy ones", boards(account(), account({ account: "hook" })), null],
    ["the chosen row", act(tabs(boards(account(), account({ account: "hook" })), 3), "down"), "telegram/poll"],
    ["nothing without accounts", boards(), null],
  ])("c: %s", (_, state, key) => {
    expect(channelSubject(state)).toBe(key);
  });

  test.each<[State, ActionId, string]>([
    [boards(account(), account({ account: "hook" })), "channel", "choose the channel first: tab to channels"],
    [boards(), "channel", "no channel account is known"],
    [busy(["a", 1], ["b", 1]), "abort", "choose the session first: tab to sessions"],
    [scene(...well()), "abort", "nothing to abort: no run is under way"],
    [tabs(act(scene(...well()), "first"), 5), "abort", "nothing to abort: no run is under way"],
  ])("says what is missing %#", (state, key, why) => {
    expect(act(state, key).note?.text).toBe(why);
  });

  test("an account with a slash in its name stays one account", () => {
    const odd = act(tabs(boards(account({ account: "a/b" })), 3), "channel");
    const { overlay } = odd.view;
    const [row] = overlay.kind === "menu" ? menuRows(odd, overlay) : [];
    expect(row).toMatchObject({ request: { channel: "telegram", account: "a/b", verb: "restart" } });
  });
});

describe("a small action under way", () => {
  const asked = after(incident, ["abort", { typed: "y" }]);
  const over = progress({
    action: "abort",
    subject: "agent:main:telegram:4411",
    step: "over",
    outcome: {
      kind: "failed",
      done: false,
      sentence: "not asked: the gateway refuses operator.write",
      fix: "openclaw devices approve 7f",
      code: "NOT_PAIRED",
      sent: false,
      exit: 77,
    },
  });

  test("is told where it was agreed to, with what to do when it failed", () => {
    expect(text(asked)).toContain("about to be asked");
    const state = after(asked, [over]);
    expect(text(state)).toContain("not asked: the gateway refuses operator.write");
    expect(text(state)).toContain("openclaw devices approve 7f");
    expect(state.note).toBeNull();
    expect(act(state, "back").view.overlay.kind).toBe("none");
  });

  test("is told in a note to whoever has left", () => {
    expect(after(asked, ["back", over]).note).toMatchObject({ text: "not asked: the gateway refuses operator.write", tone: "bad" });
  });

  test("another one does not begin with what became of the one before", () => {
    expect(text(after(asked, [over, "back", "abort", { typed: "y" }]))).toContain("about to be asked");
  });
});
