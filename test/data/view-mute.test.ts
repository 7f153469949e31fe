// Keys that ask for silence, typed as a person types them.
import { describe, expect, test } from "vitest";
import type { MuteRequest } from "../../src/data/alerts/mute.ts";
import { actionForKey, actions } from "../../src/data/actions.ts";
import { overlayView } from "../../src/data/select/overlay.ts";
import type { State } from "../../src/data/state.ts";
import { update } from "../../src/data/update.ts";
import { mutesAskedBy } from "../../src/data/view-mute.ts";
import { pressOf } from "../../src/data/view-press.ts";
import * as s from "../support/scene.ts";

const HOUR = 3_600_000;

const down = s.sampled("port", { outcome: "refused", ms: 0, why: null });
const accounts = [s.account({ lifecycle: "blocked", connected: false, lastError: "401 Unauthorized" })];
const blocked = s.sampled("channels", { accounts, issues: [], partial: false }, s.START + 500);
/** Two problems; the port comes first. */
const troubled = s.scene(...s.well(), down, blocked, s.clock(s.START + 1_000));
const calm = s.scene(...s.well());
const PORT = "port-closed/gateway";
const CHANNEL = "channel-blocked/telegram/poll";

type Pressed = { readonly state: State; readonly asked: readonly MuteRequest[] };

/** As the dashboard does it: what a key asks for is read from the state before it. */
function press(state: State, ...keys: readonly string[]): Pressed {
  return keys.reduce<Pressed>(
    ({ state, asked }, key) => {
      const press = pressOf(state, key);
      const at = state.now;
      if (press.kind === "unbound") return { state, asked };
      const blockedBy = press.kind === "action" ? actions.find(({ id }) => id === press.action)?.blockedBy?.(state) : undefined;
      const more = blockedBy === undefined ? mutesAskedBy(state, press) : [];
      const event =
        press.kind === "action" ? ({ type: "acted", at, action: press.action } as const) : ({ type: "typed", at, key } as const);
      return { state: update(state, event), asked: [...asked, ...more] };
    },
    { state, asked: [] },
  );
}
const letters = (text: string): readonly string[] => Array.from(text, (letter) => (letter === " " ? "space" : letter));
const said = (state: State): string =>
  [...overlayView(state).lines, ...overlayView(state).foot].map((line) => line.map(({ text }) => text).join("")).join("\n");

describe("a", () => {
  test("acknowledges what line 1 speaks of", () => {
    expect(press(troubled, "a").asked).toEqual([{ ask: "ack", key: PORT }]);
  });

  test("acknowledges the problem that was chosen", () => {
    expect(press(troubled, "j", "a").asked).toEqual([{ ask: "ack", key: CHANNEL }]);
  });

  test("takes back what was said", () => {
    const mute = { id: "a", kind: "ack", key: PORT, since: s.START, until: null, by: "ana", reason: null } as const;
    const acked = update(troubled, { type: "mutes", at: troubled.now, mutes: [mute] });
    expect(press(acked, "G", "a").asked).toEqual([{ ask: "lift", key: PORT }]);
  });

  test("where the focus is on something else: what is not muted yet", () => {
    const mute = { id: "a", kind: "ack", key: PORT, since: s.START, until: null, by: "ana", reason: null } as const;
    const acked = update(troubled, { type: "mutes", at: troubled.now, mutes: [mute] });
    expect(press(acked, "tab", "a").asked).toEqual([{ ask: "ack", key: CHANNEL }]);
  });

  test.each([
    ["there is no problem", calm, [], /no problem to silence/u],
    ["the screen is frozen", troubled, ["space"], /frozen/u],
    ["a menu lies over the problems", troubled, ["R"], /close what is open/u],
  ])("does nothing while %s, and says so", (_, state, before, why) => {
    const { state: after, asked } = press(state, ...before, "a");
    expect(asked).toEqual([]);
    expect(after.note?.text).toMatch(why);
  });
});

describe("z", () => {
  test.each<[string, readonly string[], MuteRequest]>([
    ["15 minutes", ["enter"], { ask: "snooze", key: PORT, forMs: 15 * 60_000 }],
    ["an hour", ["j", "enter"], { ask: "snooze", key: PORT, forMs: HOUR }],
    ["until it is over", ["G", "enter"], { ask: "snooze", key: PORT, forMs: null }],
  ])("%s", (_, keys, request) => {
    const { state, asked } = press(troubled, "z", ...keys);
    expect(asked).toEqual([request]);
    expect(state.view.overlay.kind).toBe("none");
  });

  test("says what it is about and until when", () => {
    const { state } = press(troubled, "z");
    expect(said(state)).toMatch(/gateway/u);
    expect(said(state)).toMatch(/15 minutes +until 14:15/u);
    expect(said(state)).toMatch(/nothing on the gateway is changed/u);
  });

  test("what was snoozed can be taken back", () => {
    const mute = { id: "a", kind: "snooze", key: PORT, since: s.START, until: s.START + HOUR, by: "ana", reason: null } as const;
    const snoozed = update(troubled, { type: "mutes", at: troubled.now, mutes: [mute] });
    const { state } = press(snoozed, "G", "z", "G");
    expect(said(state)).toMatch(/now: snoozed until 15:00/u);
    expect(press(snoozed, "G", "z", "G", "enter").asked).toEqual([{ ask: "lift", key: PORT }]);
  });

  test.each([["z"], ["esc"], ["q"]])("%s leaves it", (key) => {
    const { state, asked } = press(troubled, "z", key);
    expect([state.view.overlay.kind, asked]).toEqual(["none", []]);
  });

  test("stays on its problem when another becomes the worst", () => {
    const { state } = press(s.scene(...s.well(), blocked, s.clock(s.START + 1_000)), "z");
    expect(press(update(state, down), "enter").asked).toEqual([{ ask: "snooze", key: CHANNEL, forMs: 15 * 60_000 }]);
  });
});

describe("m", () => {
  test("asks how long, then why; every letter belongs to the reason, also q, R and the space", () => {
    const { state, asked } = press(troubled, "m", "j", "enter", ...letters("q R: 電 swap?"));
    expect(asked).toEqual([]);
    expect(said(state)).toMatch(/> q R: 電 swap\?_/u);
    expect(press(state, "enter")).toMatchObject({
      asked: [{ ask: "maintenance", forMs: HOUR, reason: "q R: 電 swap?" }],
      state: { view: { overlay: { kind: "none" } } },
    });
  });

  test("without a reason it does not begin, and says so", () => {
    const { state, asked } = press(calm, "m", "enter", "space", "enter");
    expect(asked).toEqual([]);
    expect(state.note?.text).toMatch(/say why/u);
    expect(state.view.overlay.kind).toBe("mute");
  });

  test("backspace takes back one letter of any width", () => {
    const { state } = press(calm, "m", "enter", "a", "😀", "backspace", "b", "enter");
    expect(state.view.overlay.kind).toBe("none");
    expect(press(calm, "m", "enter", "a", "😀", "backspace", "b", "enter").asked).toMatchObject([{ reason: "ab" }]);
  });

  test("a reason is as long as the file keeps it", () => {
    expect(press(calm, "m", "enter", ...letters("x".repeat(300)), "enter").asked).toMatchObject([{ reason: "x".repeat(200) }]);
  });

  test("esc goes back to how long, then out", () => {
    const typing = press(calm, "m", "enter", "a", "esc").state;
    expect(typing.view.overlay).toMatchObject({ kind: "mute", forMs: null });
    expect(press(typing, "esc").state.view.overlay.kind).toBe("none");
  });

  test("while one is open it offers the end first", () => {
    const window = {
      id: "a",
      kind: "maintenance",
      key: null,
      since: s.START,
      until: s.START + HOUR,
      by: "ana",
      reason: "disk swap",
    } as const;
    const open = update(calm, { type: "mutes", at: calm.now, mutes: [window] });
    const { state } = press(open, "m");
    expect(said(state)).toMatch(/now: maintenance until 15:00: "disk swap"[\s\S]*end it now/u);
    expect(press(open, "m", "enter").asked).toEqual([{ ask: "lift", key: null }]);
  });

  test("it may be said from here though nothing else may be changed", () => {
    const { asked } = press({ ...calm, readonly: "--readonly" }, "m", "enter", "a", "enter");
    expect(asked).toHaveLength(1);
  });
});

test("the keys are a, z and m", () => {
  expect(["a", "z", "m"].map((key) => actionForKey(key)?.id)).toEqual(["ack", "snooze", "maintenance"]);
});
