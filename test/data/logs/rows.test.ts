// What the board shows of a book: filters, rows that stand for several lines, places that are not lost.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { bookAppended } from "../../../src/data/logs/append.ts";
import { burstsOf } from "../../../src/data/logs/bursts.ts";
import { linesPerMinute } from "../../../src/data/logs/counts.ts";
import { emptyLogBook, everyLine, type LogBook, type LogFocus, type LogLineIn } from "../../../src/data/logs/log-book.ts";
import { logRows, type LogRows } from "../../../src/data/logs/log-rows.ts";
import { searchedOn } from "../../../src/data/logs/search.ts";
import { askedOf, maskOf } from "../../../src/data/logs/matches.ts";
import { batchOf, lineIn, numbered, START } from "./log-lines.ts";

const bookOf = (lines: readonly LogLineIn[]): LogBook => bookAppended(emptyLogBook, batchOf(0, lines));
const rowsOf = (book: LogBook, filter = "", focus: Partial<LogFocus> = {}, fold = false): LogRows =>
  logRows(book, askedOf(filter, { ...everyLine, ...focus }, fold));
const shown = (rows: LogRows): readonly string[] => Array.from({ length: rows.length }, (_, index) => rows.rowAt(index)?.message ?? "");

const lines = [
  lineIn("ready"),
  lineIn("[default] starting IRC provider", { subsystem: "channels/irc" }),
  lineIn("[default] channel exited: refused", { level: "error", subsystem: "channels/irc" }),
  lineIn("lane task error: lane=session:agent:main:main", { level: "error", subsystem: "diagnostic", session: "agent:main:main" }),
  lineIn("plain words", { level: "plain", subsystem: null, at: null }),
  lineIn("slow", { level: "warn" }),
];

test.each<[string, string, Partial<LogFocus>, readonly number[]]>([
  ["everything", "", {}, [0, 1, 2, 3, 4, 5]],
  ["text of a message, whatever its case", "CHANNEL EXITED", {}, [2]],
  ["a subsystem by its name", "channels/irc", {}, [1, 2]],
  ["what does not match", "!irc|lane", {}, [0, 4, 5]],
  ["a level by its name", "^error", {}, [2, 3]],
  ["a pattern that is not one yet: everything", "(", {}, [0, 1, 2, 3, 4, 5]],
  ["at least warnings", "", { least: "warn" }, [2, 3, 5]],
  ["one subsystem", "", { subsystem: "channels/irc" }, [1, 2]],
  ["one session", "", { session: "agent:main:main" }, [3]],
  ["a session that says nothing", "", { session: "agent:main:other" }, []],
  ["a subject and a text", "exited", { subject: { words: "irc", pattern: "irc", at: null } }, [2]],
])("%s", (_, filter, focus, wanted) => {
  const rows = rowsOf(bookOf(lines), filter, focus);
  expect(shown(rows)).toEqual(wanted.map((index) => lines[index]?.message));
  expect(rows.matched).toBe(wanted.length);
});

test("a filter does not lose the place: a line that is not shown stands where the one before it does", () => {
  const rows = rowsOf(bookOf(lines), "irc");
  expect(["0", "1", "2", "5"].map(rows.indexOf)).toEqual([-1, 0, 1, 1]);
});

test.each([
  ["retry 3/8 delayMs=5673", "retry 4/8 delayMs=7274", true],
  ["entry 9aa7c937-d5b8-4624 failed", "entry 2befe7bf-629f-46c0 failed", true],
  ["port 80", "port", false],
  ["channel exited", "channel started", false],
  ["", "", true],
])("%j and %j say the same: %j", (a, b, same) => {
  expect(maskOf(a) === maskOf(b)).toBe(same);
});

test("lines that repeat are one row: the newest, with their count and span; one between them ends it", () => {
  const retry = (attempt: number, second: number): LogLineIn => lineIn(`retry ${attempt}`, { at: START + second * 1_000 });
  const book = bookOf([retry(1, 0), retry(2, 1), retry(3, 3), lineIn("gave up"), retry(4, 5)]);
  const rows = rowsOf(book, "", {}, true);
  expect(rows.length).toBe(3);
  expect(rows.rowAt(0)).toMatchObject({ message: "retry 3", count: 3, spanMs: 3_000, firstNumber: 0, number: 2 });
  expect(rows.matched).toBe(5);
  // Each of its lines leads to the row.
  expect(["0", "1", "2", "3", "4"].map(rows.indexOf)).toEqual([0, 0, 0, 1, 2]);
  // The filter comes first: what it leaves out ends nothing.
  expect(rowsOf(book, "retry", {}, true).rowAt(0)?.count).toBe(4);
});

test("any rows: positions and keys are each other's inverse, in the order of the lines", () => {
  const messages = fc.array(fc.constantFrom("a 1", "a 2", "b", "error c", "d"), { maxLength: 700 });
  fc.assert(
    fc.property(messages, fc.constantFrom("", "a", "!a", "b|c", "zzz"), fc.boolean(), (given, filter, fold) => {
      const rows = rowsOf(bookOf(given.map((message) => lineIn(message))), filter, {}, fold);
      let counted = 0;
      for (let index = 0; index < rows.length; index += 1) {
        const key = rows.keyAt(index) ?? "";
        expect(rows.indexOf(key)).toBe(index);
        expect(Number(key)).toBeGreaterThan(Number(rows.keyAt(index - 1) ?? -1));
        counted += rows.rowAt(index)?.count ?? 0;
      }
      expect(counted).toBe(rows.matched);
      expect([...rows.numbers()]).toHaveLength(rows.matched);
      expect([rows.keyAt(-1), rows.keyAt(rows.length)]).toEqual([undefined, undefined]);
    }),
    { numRuns: 50 },
  );
});

test("a new line costs the work of its own chunk: the others are not matched again", () => {
  let looked = 0;
  const asked = askedOf("zzz", everyLine, false);
  const counting = { ...asked, filter: { ...asked.filter, matches: (text: string) => ((looked += 1), asked.filter.matches(text)) } };
  const book = bookOf(numbered(0, 5_000));
  searchedOn(book, counting, () => false);
  expect(looked).toBe(5_000);
  searchedOn(bookAppended(book, batchOf(5_000, numbered(5_000, 1))), counting, () => false);
  expect(looked).toBeLessThanOrEqual(5_000 + 512);
});

test("a filter over a long log: the newest lines at once, the others a few at a time, each once, and none forgotten", () => {
  let looked = 0;
  const asked = askedOf("line .*7$", everyLine, false);
  const counting = { ...asked, filter: { ...asked.filter, matches: (text: string) => ((looked += 1), asked.filter.matches(text)) } };
  const book = bookOf(numbered(0, 5_000));
  const again = (): LogRows => logRows({ ...book }, counting);
  const first = again();
  expect([looked, first.unseen]).toEqual([5_000 - first.unseen, 5_000 - looked]);
  expect(looked).toBeLessThanOrEqual(1_024);
  let slices = 0;
  for (let over = false; !over; slices += 1) {
    const before = looked;
    over = searchedOn(book, counting, () => looked - before >= 100);
    expect(looked - before).toBeLessThan(120);
  }
  expect(slices).toBeGreaterThan(30);
  const last = again();
  expect([looked, last.unseen]).toEqual([5_000, 0]);
  const whole = askedOf("line .*7$", everyLine, false);
  searchedOn(book, whole, () => false);
  expect(last.matched).toBe(logRows(book, whole).matched);
});

test("levels a minute: none is none, and before the first line nobody knows", () => {
  const minute = (count: number): number => START + count * 60_000;
  const book = bookOf([
    lineIn("a", { at: minute(0), level: "error" }),
    lineIn("b", { at: minute(2), level: "error" }),
    lineIn("c", { at: minute(2) + 1, level: "fatal" }),
    lineIn("d", { at: minute(3), level: "info" }),
    lineIn("e", { at: null }),
  ]);
  expect(linesPerMinute(book, ["error", "fatal"], 6, minute(4))).toEqual([null, 1, 0, 2, 0, 0]);
  expect(linesPerMinute(book, ["info"], 2, minute(3))).toEqual([0, 1]);
  expect(linesPerMinute(emptyLogBook, ["info"], 2, minute(3))).toEqual([null, null]);
});

test("a burst is five errors in ten seconds, for as long as one follows another", () => {
  const error = (second: number): LogLineIn => lineIn(`e${second}`, { at: START + second * 1_000, level: "error" });
  const calm = [0, 11, 22, 33, 44].map(error);
  expect(burstsOf(bookOf(calm))).toEqual([]);
  const book = bookOf([...calm, lineIn("x", { at: START + 99_000 }), ...[100, 101, 102, 103, 104, 112, 120].map(error), error(200)]);
  expect(burstsOf(book)).toEqual([{ from: 6, to: 12, lines: 7, spanMs: 20_000 }]);
});
