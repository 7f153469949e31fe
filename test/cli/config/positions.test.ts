// Places in a JSON5 text, against JSON5's own reading of it.
import * as fc from "fast-check";
import JSON5 from "json5";
import { expect, test } from "vitest";
import { placeAt, positionsOf } from "../../../src/cli/config/positions.ts";

const gaps = ["", " ", "\n", "\t", "// it's { not [ \"a key: 1\n", "/* }], 'x': */", "\u00a0", "\r\n", "/*\n*/", "\u2028"] as const;

/** The value as somebody might write it: `choose` decides on blanks, comments, quotes and trailing commas. */
function written(value: unknown, choose: (below: number) => number): string {
  const gap = (): string => gaps[choose(gaps.length)] ?? "";
  const text = (word: string): string => {
    const double = JSON.stringify(word);
    return choose(2) === 0 ? double : `'${double.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
  };
  const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/u.test(name) && choose(2) === 0 ? name : text(name));
  const rows = (items: readonly string[]): string => `${gap()}${items.join(",")}${items.length > 0 && choose(2) === 0 ? "," : ""}${gap()}`;
  const put = (child: unknown): string => {
    if (typeof child === "string") return text(child);
    if (Array.isArray(child)) return `[${rows(child.map((one) => gap() + put(one) + gap()))}]`;
    if (typeof child !== "object" || child === null) return String(child);
    const entries = Object.entries(child).map(([name, one]) => `${gap()}${key(name)}${gap()}:${gap()}${put(one)}${gap()}`);
    return `{${rows(entries)}}`;
  };
  return gap() + put(value) + gap();
}

type Below = { readonly path: readonly string[]; readonly value: unknown; readonly inObject: boolean };

function everyValue(value: unknown, path: readonly string[] = [], inObject = false): readonly Below[] {
  const own: Below = { path, value, inObject };
  if (typeof value !== "object" || value === null) return [own];
  return [own, ...Object.entries(value).flatMap(([key, child]) => everyValue(child, [...path, key], !Array.isArray(value)))];
}

const values = fc.jsonValue({ maxDepth: 4, stringUnit: "grapheme" });

test("every key and every value stands where JSON5 finds it", () => {
  fc.assert(
    fc.property(values, fc.array(fc.nat(1_000), { minLength: 1, maxLength: 60 }), (value, choices) => {
      let turn = 0;
      const text = written(value, (below) => (choices[turn++ % choices.length] ?? 0) % below);
      const { spanOf, again } = positionsOf(text);
      expect(again).toEqual([]);
      for (const { path, value: expected, inObject } of everyValue(JSON5.parse(text))) {
        const span = spanOf(path);
        if (span === null) throw new Error(`no place for ${JSON.stringify(path)} in ${text}`);
        expect(JSON5.parse(text.slice(span.value, span.end))).toEqual(expected);
        if (inObject) expect(Object.keys(JSON5.parse<object>(`{${text.slice(span.key ?? -1, span.value)}0}`))).toEqual([path.at(-1)]);
        else expect(span.key).toBeNull();
      }
    }),
    { numRuns: 300 },
  );
});

test("a key that is given twice stands where it stands again", () => {
  const text = "{\n  cpu: 1, // first\n  'memory': 2,\n  \"cpu\": 3,\n}";
  const { again, spanOf } = positionsOf(text);
  expect(again.map(({ path, key }) => ({ path, ...placeAt(text, key) }))).toEqual([{ path: ["cpu"], line: 4, column: 3 }]);
  expect(text.slice(spanOf(["cpu"])?.value, spanOf(["cpu"])?.end)).toBe("3");
});

test.each([
  ["the first character", "abc", 0, { line: 1, column: 1 }],
  ["behind a line feed", "a\nbc", 2, { line: 2, column: 1 }],
  ["the line feed itself", "ab\nc", 2, { line: 1, column: 3 }],
  ["behind a Windows line", "a\r\nbc", 4, { line: 2, column: 2 }],
])("line and column of %s", (_, text, offset, place) => {
  expect(placeAt(text, offset)).toEqual(place);
});

test("a text that is nothing but brackets is read to its end", () => {
  const text = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
  expect(positionsOf(text).spanOf([])).toEqual({ key: null, value: 0, end: text.length });
});
