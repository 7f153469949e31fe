import { expect, test } from "vitest";
import type { Key } from "ink";
import { keyNames } from "../../src/ui/keys.ts";

test.each<[string, string, Partial<Key>, readonly string[]]>([
  ["a letter", "j", {}, ["j"]],
  ["a capital letter", "G", { shift: true }, ["G"]],
  ["auto-repeat in one read", "jjj", {}, ["j", "j", "j"]],
  ["typing fast, with enter between", "j\rk\t", {}, ["j", "enter", "k", "tab"]],
  ["space", " ", {}, ["space"]],
  ["an arrow", "", { downArrow: true }, ["down"]],
  ["page down", "", { pageDown: true }, ["pageDown"]],
  ["enter", "\r", { return: true }, ["enter"]],
  ["escape", "", { escape: true }, ["esc"]],
  ["tab", "", { tab: true }, ["tab"]],
  ["shift-tab", "", { tab: true, shift: true }, ["shift+tab"]],
  ["ctrl-c", "c", { ctrl: true }, ["ctrl+c"]],
  ["ctrl-z inside a burst", "j\u001a", {}, ["j", "ctrl+z"]],
  ["what is left of an arrow after a late escape", "[A", {}, []],
  ["… with a key behind it", "[15~q", {}, ["q"]],
  ["… of a function key", "OP", {}, []],
  ["an opening bracket alone", "[", {}, ["["]],
  ["escape and a letter in one read", "j", { meta: true }, ["esc", "j"]],
  ["escape and tab in one read", "", { tab: true, meta: true }, ["esc", "tab"]],
  ["escape and enter in one read", "\r", { return: true, meta: true }, ["esc", "enter"]],
  ["escape twice in one read", "", { escape: true, meta: true }, ["esc", "esc"]],
  ["escape and ctrl-c in one read", "c", { ctrl: true, meta: true }, ["esc", "ctrl+c"]],
  ["the start of a function key", "O", { meta: true, shift: true }, []],
  ["alt and an arrow", "", { upArrow: true, meta: true }, ["up"]],
  ["alt and a letter, as the terminal says", "q", { meta: true, eventType: "press" }, []],
  ["a key that was let go", "q", { eventType: "release" }, []],
  ["a function key: Ink gives it no name", "", {}, []],
  ["other scripts", "日", {}, ["日"]],
])("%s", (_, input, key, names) => {
  expect(keyNames(input, key)).toEqual(names);
});
