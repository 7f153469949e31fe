// The window over a log: every line once and in order, within its bounds at both ends.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ALWAYS_LINES, bookAppended, MOST_LINES, MOST_TEXT_BYTES } from "../../../src/data/logs/append.ts";
import { weightOf } from "../../../src/data/logs/chunk.ts";
import { lineAt } from "../../../src/data/logs/line-at.ts";
import { emptyLogBook, type LogBook } from "../../../src/data/logs/log-book.ts";
import { batchOf, lineIn, numbered } from "./log-lines.ts";

const messagesOf = ({ chunks }: LogBook): readonly string[] => chunks.flatMap(({ text }) => text);
const numbersOf = ({ chunks }: LogBook): readonly number[] =>
  chunks.flatMap(({ first, count }) => Array.from({ length: count }, (_, index) => first + index));
const textBytes = ({ chunks }: LogBook): number => chunks.reduce((sum, chunk) => sum + weightOf(chunk), 0);

test("batches after and before the window are its lines in order, under the numbers they came with", () => {
  const batches = fc.array(fc.record({ where: fc.constantFrom("after" as const, "before" as const), count: fc.nat(700) }), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(batches, (given) => {
      let [book, lowest, next] = [emptyLogBook, 0, 0];
      for (const { where, count } of given) {
        const first = where === "after" ? next : lowest - count;
        book = bookAppended(book, batchOf(first, numbered(first, count), { where }));
        if (where === "after") next += count;
        else lowest = first;
      }
      expect(numbersOf(book)).toEqual(Array.from({ length: next - lowest }, (_, index) => lowest + index));
      expect(messagesOf(book)).toEqual(numbersOf(book).map((number) => `line ${number}`));
      expect(book.chunks.every(({ count }) => count <= 512)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test("a state that was kept still has its own lines", () => {
  const before = bookAppended(emptyLogBook, batchOf(0, numbered(0, 3)));
  bookAppended(before, batchOf(3, numbered(3, 3)));
  expect(messagesOf(before)).toEqual(["line 0", "line 1", "line 2"]);
});

const filled = (lines: number, message: string): LogBook => {
  let book = emptyLogBook;
  for (let first = 0; first < lines; first += 5_000) {
    book = bookAppended(
      book,
      batchOf(
        first,
        Array.from({ length: 5_000 }, () => lineIn(message)),
      ),
    );
  }
  return book;
};

test("short lines: as many as there may be, the oldest go, and can be had again", () => {
  const book = filled(130_000, "short");
  expect(book.lines).toBeGreaterThan(MOST_LINES - 600);
  expect(book.lines).toBeLessThanOrEqual(MOST_LINES);
  expect(book.olderThere).toBe(true);
  expect(lineAt(book, 129_999)?.message).toBe("short");
  expect(lineAt(book, 0)).toBeNull();
});

test.each([
  ["of one byte a character", "x".repeat(1_000)],
  ["of two", "界".repeat(1_000)],
])("long messages %s: fifty thousand lines are held all the same, and no more text than may be", (_, message) => {
  const book = filled(60_000, message);
  expect(book.lines).toBeGreaterThanOrEqual(ALWAYS_LINES);
  expect(textBytes(book)).toBeLessThanOrEqual(MOST_TEXT_BYTES);
  expect(book.chunks[0]?.text[0]).toMatch(/\.\.\.$/u);
});

test("a full window whose reader is elsewhere keeps his lines, and counts what it does not take", () => {
  const full = filled(100_000, "old");
  const busy = bookAppended(full, batchOf(100_000, numbered(100_000, 700)), true);
  expect([busy.lines, busy.newer]).toEqual([full.lines, 700]);
  // Older lines push new ones out.
  const back = bookAppended(busy, batchOf(-600, numbered(-600, 600), { where: "before" }), true);
  expect(lineAt(back, -600)?.message).toBe("line -600");
  expect(back.newer).toBeGreaterThan(700);
  expect(lineAt(back, 99_999)).toBeNull();
  // What follows would leave a hole.
  expect(bookAppended(back, batchOf(100_700, numbered(100_700, 1)), true).newer).toBe(back.newer + 1);
  // Anew: as it came, nothing left out.
  const anew = bookAppended(back, batchOf(100_701, numbered(100_701, 5), { where: "anew" }));
  expect([anew.lines, anew.newer, anew.gaps]).toEqual([5, 0, []]);
});

test("what is missing is told before the line it is missing before", () => {
  const gap = { why: "rotated", bytes: 12 } as const;
  const one = bookAppended(emptyLogBook, batchOf(0, numbered(0, 3)));
  const two = bookAppended(one, batchOf(3, numbered(3, 2), { gap }));
  const back = bookAppended(two, batchOf(-2, numbered(-2, 2), { where: "before", gap: { why: "skipped", bytes: null } }));
  expect(back.gaps).toEqual([
    { why: "skipped", bytes: null, before: 0 },
    { ...gap, before: 3 },
  ]);
});

test("more names than can be told apart are one name", () => {
  const lines = Array.from({ length: 70_000 }, (_, index) => lineIn("x", { session: `s${index}` }));
  const book = bookAppended(emptyLogBook, batchOf(0, lines));
  expect(book.sessions.length).toBeLessThanOrEqual(65_536);
  expect(lineAt(book, 10)?.session).toBe("s10");
  expect(lineAt(book, 69_999)?.session).toBe("other");
});
