// The bundle's Ink, string-width and segmenter are edited; what they draw must be what the published ones draw.
import { createRequire } from "node:module";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import * as fc from "fast-check";
import * as ink from "ink";
import react from "react";
import stringWidth from "string-width";
import { afterAll, beforeAll, expect, test } from "vitest";
import { programOptions } from "../../scripts/build/bundle.ts";
import { adjustments } from "../../scripts/build/plugins.ts";
import { interpret } from "../../src/ui/cells/interpret.ts";
import { createScreen } from "../../src/ui/cells/screen.ts";

type Parts = Pick<typeof ink, "renderToString" | "Box" | "Text"> & {
  readonly react: Pick<typeof react, "createElement">;
  readonly stringWidth: typeof stringWidth;
  readonly lazySegmenter: (locales?: string, options?: Intl.SegmenterOptions) => Intl.Segmenter;
};

const dir = mkdtempSync(join(tmpdir(), "gatetop-edits-"));
const published: Omit<Parts, "lazySegmenter"> = { ...ink, react, stringWidth };
let bundled: Parts;

beforeAll(async () => {
  const { outputFiles } = await build({
    ...programOptions,
    plugins: [adjustments("0.0.0", "app").plugin],
    stdin: {
      resolveDir: import.meta.dirname,
      contents: `export { renderToString, Box, Text } from "ink"; export { default as react } from "react"; export { default as stringWidth } from "string-width";
        export { lazySegmenter } from "../../scripts/build/shims/segmenter.ts";`,
    },
  });
  const file = join(dir, "parts.cjs");
  writeFileSync(file, outputFiles[0]?.contents ?? "");
  bundled = createRequire(import.meta.url)(file) as Parts;
});
afterAll(() => rmSync(dir, { recursive: true }));

type Tree = { readonly kind: "text"; readonly text: string; readonly wrap: "wrap" | "truncate" } | Branch;
type Branch = { readonly kind: "box"; readonly props: Record<string, unknown>; readonly children: readonly Tree[] };

const words = [
  "a",
  "top",
  " ",
  "   ",
  "\n",
  "漢字",
  "ひ",
  "é",
  "e\u0301",
  "●",
  "│",
  "⣿",
  "🦀",
  "👩‍👩‍👧",
  "🇩🇪",
  "한글",
  "\u00ad",
  "\u200d",
  "\t",
  "｡",
];
const styled = [
  "\u001b[31m",
  "\u001b[1m",
  "\u001b[2m",
  "\u001b[22m",
  "\u001b[39m",
  "\u001b[0m",
  "\u001b[48;5;20m",
  "\u001b[49m",
  "\u001b[7m",
];
const text = fc.array(fc.constantFrom(...words, ...styled), { maxLength: 12 }).map((parts) => parts.join(""));
const { tree } = fc.letrec<{ tree: Tree; text: Tree; box: Tree }>((tie) => ({
  tree: fc.oneof({ depthSize: "small" }, tie("text"), tie("box")),
  text: fc.record({ kind: fc.constant("text" as const), text, wrap: fc.constantFrom("wrap" as const, "truncate" as const) }),
  box: fc.record({
    kind: fc.constant("box" as const),
    props: fc.record(
      {
        flexDirection: fc.constantFrom("row", "column"),
        borderStyle: fc.constantFrom("round", "single"),
        width: fc.integer({ min: 1, max: 30 }),
        height: fc.integer({ min: 1, max: 6 }),
        overflow: fc.constantFrom("hidden", "visible"),
        marginLeft: fc.integer({ min: -3, max: 3 }),
        paddingX: fc.integer({ min: 0, max: 2 }),
      },
      { requiredKeys: [] },
    ),
    children: fc.array(tie("tree"), { maxLength: 3 }),
  }),
}));

function drawn(parts: Omit<Parts, "lazySegmenter">, root: Tree): string {
  const { createElement } = parts.react;
  const line = ({ text, wrap }: Extract<Tree, { kind: "text" }>) => createElement(parts.Text, { wrap }, text);
  // Ink asks for memory without end when a text is cut in a box that neighbours leave less than no room; ours have a width.
  const element = (tree: Tree): react.ReactElement =>
    tree.kind === "box"
      ? createElement(parts.Box, tree.props as object, ...tree.children.map(element))
      : tree.wrap === "truncate"
        ? createElement(parts.Box, { width: 9, flexShrink: 0 }, line(tree))
        : line(tree);
  return parts.renderToString(element(root), { columns: 40 });
}

/** What a terminal shows of it, cell by cell. */
function cells(text: string) {
  const screen = createScreen(60, 30);
  interpret(screen, text, (sequence) => expect.unreachable(`not text and not a colour: ${JSON.stringify(sequence)}`));
  return { text: screen.text.join(""), pen: screen.pen };
}

test("any tree is drawn the same, also after other trees", () => {
  fc.assert(
    fc.property(fc.array(tree, { minLength: 1, maxLength: 4 }), (trees) => {
      for (const each of trees) expect(cells(drawn(bundled, each))).toEqual(cells(drawn(published, each)));
    }),
    { numRuns: 300 },
  );
}, 60_000);

test("every character of the basic plane has its width", () => {
  const different: string[] = [];
  for (let code = 0; code < 0x10000; code++) {
    const char = String.fromCharCode(code);
    for (const sample of [char, `a${char}b`]) if (bundled.stringWidth(sample) !== stringWidth(sample)) different.push(code.toString(16));
  }
  expect(different).toEqual([]);
});

test("any text has its width and its graphemes", () => {
  const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
  const lazy = bundled.lazySegmenter(undefined, { granularity: "grapheme" });
  const split = (by: Pick<Intl.Segmenter, "segment">, sample: string) =>
    Array.from(by.segment(sample), ({ segment, index }) => `${index}:${segment}`);
  fc.assert(
    fc.property(fc.oneof(text, fc.string({ unit: "binary" })), fc.boolean(), (sample, countAnsiEscapeCodes) => {
      expect(bundled.stringWidth(sample, { countAnsiEscapeCodes })).toBe(stringWidth(sample, { countAnsiEscapeCodes }));
      expect(split(lazy, sample)).toEqual(split(segmenter, sample));
      for (let index = -1; index <= sample.length; index++) {
        expect(lazy.segment(sample).containing(index)?.segment).toBe(segmenter.segment(sample).containing(index)?.segment);
      }
    }),
    { numRuns: 2000 },
  );
});

test("a step that finds nothing to change is named", async () => {
  const { plugin, missing } = adjustments("0.0.0", "app");
  await build({ ...programOptions, plugins: [plugin], stdin: { resolveDir: import.meta.dirname, contents: 'import "string-width";' } });
  expect(missing()).not.toContain("fast string-width");
  expect(missing()).toContain("yoga: instantiated synchronously");
});
