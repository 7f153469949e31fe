// Lines for tests, as a reader hands them to the book.
import type { LogBatch, LogLineIn } from "../../../src/data/logs/log-book.ts";

export const START = Date.UTC(2026, 10, 20, 9, 0, 0);

export const lineIn = (message: string, given: Partial<LogLineIn> = {}): LogLineIn => ({
  at: START,
  level: "info",
  subsystem: "gateway",
  session: null,
  message,
  ...given,
});

export const batchOf = (first: number, lines: readonly LogLineIn[], given: Partial<LogBatch> = {}): LogBatch => ({
  where: "after",
  first,
  way: "file",
  file: "/tmp/openclaw/openclaw.log",
  sizeBytes: 1_000,
  olderThere: false,
  gap: null,
  lines,
  ...given,
});

export const numbered = (from: number, count: number, given: Partial<LogLineIn> = {}): readonly LogLineIn[] =>
  Array.from({ length: count }, (_, index) => lineIn(`line ${from + index}`, { at: START + (from + index) * 1_000, ...given }));
