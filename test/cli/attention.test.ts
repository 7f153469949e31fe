// From the store to the terminal: who is called, and what the window is called.
import { expect, test } from "vitest";
import { watchAttention, type AttentionOptions } from "../../src/cli/attention.ts";
import { defaultAttention } from "../../src/data/config/own-config.ts";
import { createStore } from "../../src/data/store.ts";
import { update } from "../../src/data/update.ts";
import * as s from "../support/scene.ts";

type Given = Partial<Pick<AttentionOptions, "attention" | "env" | "ascii">>;

function watched(given: Given = {}) {
  const store = createStore(s.scene(...s.well()), update);
  const calls: string[] = [];
  const titles: string[] = [];
  const stop = watchAttention({
    store,
    stdout: { title: (text) => void titles.push(text), call: (bytes) => void calls.push(bytes) },
    attention: defaultAttention,
    env: { TERM: "xterm-256color" },
    ascii: false,
    ...given,
  });
  const closed = (second: number): void =>
    store.send(s.sampled("port", { outcome: "refused", ms: 0, why: null }, s.START + second * 1_000));
  return { store, calls, titles, stop, closed };
}

test("a new critical problem calls once, and the title tells it", () => {
  const { store, calls, titles, closed } = watched();
  store.send(s.clock(s.START + 6_000));
  closed(7);
  closed(8);
  store.send(s.clock(s.START + 9_000));
  expect(calls).toEqual([expect.stringMatching(/^\u001b\]9;gatetop this host: gateway [^\u0007]+\u0007\u0007$/u) as string]);
  expect(titles.at(0)).toBe("ok · gatetop this host");
  expect(titles.at(-1)).toBe("CRITICAL gateway · gatetop this host");
});

test.each<[string, Given, RegExp | null, boolean]>([
  ["--no-bell: nothing but the title", { attention: { bell: false, notify: "off", title: true } }, null, true],
  ["the bell alone", { attention: { bell: true, notify: "off", title: false } }, /^\u0007$/u, false],
  ["a terminal that would print what it does not know", { env: { TERM: "linux" } }, /^\u0007$/u, false],
  ["in tmux", { env: { TERM: "tmux-256color", TMUX: "/tmp/x,1,0" } }, /^\u001bPtmux;/u, true],
  ["ASCII only", { ascii: true }, /^[\u0000-\u007f]+$/u, true],
])("%s", (_, given, bytes, titled) => {
  const { calls, titles, closed } = watched(given);
  closed(7);
  expect(calls).toHaveLength(bytes === null ? 0 : 1);
  if (bytes !== null) expect(calls[0]).toMatch(bytes);
  expect(titles.length > 0).toBe(titled);
  if (given.ascii === true) expect(titles.join("")).toMatch(/^[\u0000-\u007f]*$/u);
});

test("nobody is called after the end", () => {
  const { calls, stop, closed } = watched();
  stop();
  closed(7);
  expect(calls).toEqual([]);
});

test("what was wrong before the screen was frozen is no news when it goes on", () => {
  const { store, calls, closed } = watched();
  closed(7);
  store.send({ type: "acted", at: s.START + 8_000, action: "freeze" });
  closed(900);
  store.send({ type: "acted", at: s.START + 901_000, action: "freeze" });
  closed(902);
  expect(calls).toHaveLength(1);
});
