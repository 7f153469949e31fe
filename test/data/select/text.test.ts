import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import { cut, fit, settled, widthOf, wrapped } from "../../../src/data/select/text.ts";

describe("settled", () => {
  test.each([
    ["plain", "plain"],
    ["👨‍👩‍👧", "👨👩👧"],
    ["👍🏽", "👍"],
    ["⚠️", "⚠"],
    ["🇩🇪", "DE"],
    ["1️⃣", "1"],
    ["e\u0301\u0302\u0303", "é\u0302"],
    ["日本", "日本"],
  ])("%s reads %s", (text, expected) => {
    expect(settled(text)).toBe(expected);
  });
});

describe("cut and fit", () => {
  test.each([
    ["hello", 5, "hello"],
    ["hello", 4, "hel…"],
    ["hello", 1, "…"],
    ["hello", 0, ""],
    ["日本語", 6, "日本語"],
    ["日本語", 5, "日本…"],
    ["日本語", 4, "日…"],
    ["a日b", 3, "a…"],
  ])("%s in %i columns: %s", (text, width, expected) => {
    expect(cut(text, width)).toBe(expected);
    expect(widthOf(cut(text, width))).toBeLessThanOrEqual(width);
    expect(stringWidth(fit(text, width))).toBe(width);
  });

  test("numbers to the right", () => {
    expect(fit("12s", 6, "right")).toBe("   12s");
  });
});

describe("wrapped", () => {
  test.each([
    ["one two three", 9, ["one two", "three"]],
    ["", 9, [""]],
    ["abcdefgh", 3, ["abc", "def", "gh"]],
    ["x 日本語日本", 5, ["x", "日本", "語日", "本"]],
  ])("%s in %i columns", (text, width, lines) => {
    expect(wrapped(text, width)).toEqual(lines);
  });
});
