import * as fc from "fast-check";
import { expect, test } from "vitest";
import { diffOf, type DiffLine } from "../../../../src/data/guard/config/diff.ts";

const signs: { readonly [K in DiffLine["kind"]]: string } = { same: " ", gone: "-", new: "+", "left-out": "…" };
const drawn = (lines: readonly DiffLine[]): readonly string[] => lines.map(({ kind, text }) => `${signs[kind]}${text}`);

test("changed lines with two around them; the rest is counted", () => {
  const before = ["1", "2", "3", "4", "5", "6", "7", "8", "9"].join("\n");
  const after = ["1", "2", "3", "4", "five", "6", "7", "8", "9", "ten"].join("\n");
  expect(drawn(diffOf(before, after))).toEqual(["…2 lines", " 3", " 4", "-5", "+five", " 6", " 7", " 8", " 9", "+ten"]);
});

test.each([
  ["the same", "a\nb\n", "a\nb\n"],
  ["the end of the last line", "a\nb", "a\nb\n"],
  ["nothing at all", "", ""],
])("%s is no difference", (_, before, after) => {
  expect(diffOf(before, after)).toEqual([]);
});

test("an empty file on one side", () => {
  expect(drawn(diffOf("", "a\nb\n"))).toEqual(["-", "+a", "+b"]);
});

test("compared as it is, shown as it may be seen", () => {
  const shown = (text: string): string => text.replaceAll(/secret\d/gu, "[hidden]");
  expect(drawn(diffOf("a\ntoken secret1\n", "a\ntoken secret2\n", shown))).toEqual([" a", "-token [hidden]", "+token [hidden]"]);
});

test("two large files without a common line are shown as what they are, in no time", () => {
  const lines = (word: string): string => Array.from({ length: 5_000 }, (_, at) => `${word} ${at}`).join("\n");
  const all = diffOf(lines("old"), lines("new"));
  expect(all).toHaveLength(10_000);
  expect(all[0]).toEqual({ kind: "gone", text: "old 0" });
});

test("whatever is different: the old lines are the old text, the new ones the new", () => {
  const line = fc.constantFrom("a", "b", "c", "{", "}");
  const text = fc.array(line, { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = diffOf(before.join("\n"), after.join("\n"));
      const changes = lines.filter(({ kind }) => kind === "gone" || kind === "new");
      const leftOut = lines.filter(({ kind }) => kind === "left-out").reduce((sum, { text }) => sum + Number.parseInt(text, 10), 0);
      const same = lines.filter(({ kind }) => kind === "same").length + leftOut;
      if (lines.length === 0) {
        expect(before).toEqual(after);
        return;
      }
      const gone = changes.filter(({ kind }) => kind === "gone").length;
      expect(same + gone).toBe(before.length);
      expect(same + changes.length - gone).toBe(after.length);
      const kept = (kind: "gone" | "new"): readonly string[] =>
        lines.filter((one) => one.kind === "same" || one.kind === kind).map((one) => one.text);
      if (leftOut === 0) {
        expect(kept("gone")).toEqual(before);
        expect(kept("new")).toEqual(after);
      }
    }),
  );
});
