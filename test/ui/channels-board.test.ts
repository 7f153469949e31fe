// The channels board: golden frames at four sizes, and what is read on them.
import { describe, expect, test } from "vitest";
import type { ActionId } from "../../src/data/actions.ts";
import { channelSubject } from "../../src/data/action/subject.ts";
import { rowKeys } from "../../src/data/select/rows.ts";
import type { State } from "../../src/data/state.ts";
import { update } from "../../src/data/update.ts";
import { act } from "../../src/data/view.ts";
import { renderFrame } from "../../src/ui/text-frame.tsx";
import { channelMoment, channelMoments, NOW, type ChannelMoment } from "./channel-moments.ts";
import { expectSound, sides, sizes } from "./support.ts";

const plain = { color: false, ascii: false };
const drawn = (state: State, size: string): string => {
  const { columns, rows } = sides(size);
  const frame = renderFrame({ ...state, view: { ...state.view, columns, rows } }, { columns, rows, look: plain });
  expectSound(frame, columns, rows);
  return frame;
};

describe.each(channelMoments)("%s", (name) => {
  test.each(sizes)("at %s", async (size) => {
    await expect(`${drawn(channelMoment(name), size)}\n`).toMatchFileSnapshot(`../frames/channels-board-${name}-${size}.txt`);
  });

  test("in ASCII there is nothing else", () => {
    for (const size of sizes) {
      const { columns, rows } = sides(size);
      const frame = renderFrame(channelMoment(name), { columns, rows, look: { color: false, ascii: true } });
      expect(frame).toMatch(/^[\n\u0020-\u007e]*$/u);
      expectSound(frame, columns, rows);
    }
  });
});

test.each<[string, ChannelMoment, readonly ActionId[]]>([
  ["details-deaf-channel", "deaf", ["details"]],
  ["details-ladder-channel", "ladder", ["down", "details"]],
])("%s", async (frame, name, keys) => {
  for (const size of ["120x36", "80x24"] as const) {
    const { columns, rows } = sides(size);
    const state = channelMoment(name);
    const opened = keys.reduce(act, { ...state, view: { ...state.view, columns, rows } });
    await expect(`${drawn(opened, size)}\n`).toMatchFileSnapshot(`../frames/${frame}-${size}.txt`);
  }
});

/** The line of one account on the widest frame. */
const lineOf = (state: State, key: string): string =>
  drawn(state, "200x50")
    .split("\n")
    .find((line) => line.startsWith("│") && line.includes(key)) ?? expect.fail(`${key} is not drawn`);

test.each<[ChannelMoment, string, RegExp]>([
  ["well", "telegram/hook", /● telegram\/hook +ready · webhook +12s +10s/u],
  ["well", "telegram/off", /○ telegram\/off +disabled/u],
  ["ladder", "irc/default", /▲ irc\/default +recovering .* 4\/10 next 39s .* 4\/10 +auto-restart .* connect ECONNREFUSED/u],
  ["ladder", "irc/backup", /✖ irc\/backup +stopped .* gave up after 10/u],
  ["ladder", "irc/flaky", /irc\/flaky +ready .* \d+\/10 +stale-socket +[▁▂▃▄▅▆▇█]+/u],
  ["ladder", "telegram/poll", /✖ telegram\/poll +blocked · terminal-disconnect/u],
  ["deaf", "telegram/poll", /✖ telegram\/poll +ready · deaf · polling .* asking .* silent for 3m12s, its own period is 28s/u],
  [
    "deaf",
    "telegram/hook",
    /▲ telegram\/hook +ready · perhaps deaf · webhook .* heard nothing for 41m \(usually within 3m\), 3 of 3 deliveries failed/u,
  ],
  ["deaf", "irc/default", /✖ irc\/default +ready · deaf .* failed .* heard nothing for 26m \(usually within 2m\), a live probe failed/u],
  ["deaf", "slack/team", /▲ slack\/team +ready .* failed, 1m20s ago .* a live probe failed: 401 invalid_auth/u],
  ["deaf", "discord/ops", /● discord\/ops +ready +2m .* ok 143 ms/u],
])("%s: what is told of %s", (name, key, line) => {
  expect(lineOf(channelMoment(name), key)).toMatch(line);
});

test("keys act on the row that is drawn as chosen, in every order", () => {
  for (const keys of [[], ["sort"], ["sort", "sort"], ["sort", "sort", "sort"]] as const satisfies readonly (readonly ActionId[])[]) {
    const state = [...keys, "down" as const].reduce<State>(act, channelMoment("ladder"));
    const chosen = drawn(state, "120x36")
      .split("\n")
      .find((line) => line.includes("▸") && line.includes("/") && !line.includes("channels"));
    const subject = channelSubject(state);
    expect(subject).toBe(rowKeys(state, "channels")[1]);
    expect(chosen).toContain(subject);
  }
});

test.each<[readonly ActionId[], readonly string[]]>([
  [[], ["irc/backup", "telegram/poll", "irc/default", "irc/flaky", "telegram/hook", "telegram/off"]],
  [["sort"], ["irc/backup", "irc/default", "irc/flaky", "telegram/hook", "telegram/off", "telegram/poll"]],
])("rows after %j", (keys, order) => {
  const rows = rowKeys(keys.reduce(act, channelMoment("ladder")), "channels");
  expect(rows).toEqual(order);
});

const filtered = (state: State, text: string): State =>
  Array.from(text).reduce((left, key) => update(left, { type: "typed", at: NOW, key }), act(state, "filter"));

test.each<[string, readonly string[]]>([
  ["irc", ["irc/backup", "irc/default", "irc/flaky"]],
  ["ECONNREFUSED", ["irc/default"]],
  ["!ready|disabled", ["irc/backup", "telegram/poll", "irc/default"]],
  ["(", ["irc/backup", "telegram/poll", "irc/default", "irc/flaky", "telegram/hook", "telegram/off"]],
])("the filter %s", async (text, keys) => {
  const state = filtered(channelMoment("ladder"), text);
  expect([...rowKeys(state, "channels")].toSorted()).toEqual([...keys].toSorted());
  if (text === "irc") await expect(`${drawn(state, "120x36")}\n`).toMatchFileSnapshot("../frames/channels-board-filter-120x36.txt");
});

test("a filter that nothing matches says so, and keys have nothing to act on", () => {
  const state = filtered(channelMoment("well"), "nobody");
  expect(drawn(state, "80x24")).toContain("no account matches");
  expect(channelSubject(state)).toBeNull();
});

test("the overview does not filter: its rows and its details are all there", () => {
  const state = act(update(filtered(channelMoment("well"), "irc"), { type: "typed", at: NOW, key: "enter" }), "overview");
  expect(rowKeys(state, "channels")).toHaveLength(4);
});
