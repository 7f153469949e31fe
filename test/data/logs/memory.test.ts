// What the window over a log holds on to: its lines, not what they were cut from.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { bookAppended } from "../../../src/data/logs/append.ts";
import { burstsOf } from "../../../src/data/logs/bursts.ts";
import { linesPerMinute } from "../../../src/data/logs/counts.ts";
import { emptyLogBook, everyLine, logLevels, type LogBook } from "../../../src/data/logs/log-book.ts";
import { logLineIn } from "../../../src/data/logs/line-of.ts";
import { logRows } from "../../../src/data/logs/log-rows.ts";
import { searchedOn } from "../../../src/data/logs/search.ts";
import { askedOf } from "../../../src/data/logs/matches.ts";
import { batchOf, START } from "./log-lines.ts";

const MB = 1_000_000;
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

function held(): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** As a gateway writes it: 700 bytes, of which 120 are said. */
const raw = (number: number, said: string): string =>
  JSON.stringify({
    0: '{"subsystem":"gateway"}',
    _meta: { logLevelName: number % 50 === 0 ? "ERROR" : "INFO", name: '{"subsystem":"gateway"}', path: "x".repeat(300) },
    time: new Date(START + number * 10).toISOString(),
    message: `line ${number} ${said}`,
    1: { sessionKey: `agent:main:${number % 40}` },
  });

function filled(from: LogBook, first: number, lines: number, said: string): LogBook {
  let book = from;
  for (let number = first; number < first + lines; number += 1_000) {
    const text = Array.from({ length: 1_000 }, (_, index) => raw(number + index, said)).join("\n");
    const batch = text.split("\n").map((line) => logLineIn(line));
    book = bookAppended(book, batchOf(number, batch));
    // What is remembered beside the lines counts as well.
    searchedOn(book, askedOf("error", everyLine, true), () => false);
    logRows(book, askedOf("error", everyLine, true));
    logRows(book, askedOf("", everyLine, true));
    linesPerMinute(book, logLevels, 30, START);
    burstsOf(book);
  }
  return book;
}

test("a hundred thousand lines, each seen by a filter, in 40 MB; the next fifty thousand take nothing more", () => {
  const before = held();
  const full = filled(emptyLogBook, 0, 100_000, "said ".repeat(22));
  const once = held() - before;
  expect(once).toBeLessThan(40 * MB);
  const later = filled(full, 100_000, 50_000, "told ".repeat(22));
  expect(held() - before).toBeLessThan(once + 25 * MB);
  expect(later.lines).toBeGreaterThan(99_000);
  expect(full.lines).toBeGreaterThan(99_000);
});

test("long messages do not keep what was cut off alive", () => {
  const before = held();
  const book = filled(emptyLogBook, 0, 4_000, "x".repeat(5_000));
  expect(held() - before).toBeLessThan(10 * MB);
  expect(book.lines).toBe(4_000);
});
