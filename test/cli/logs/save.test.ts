// `:save FILE`.
import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { saveLines } from "../../../src/cli/logs/save.ts";
import { bookAppended } from "../../../src/data/logs/append.ts";
import { emptyLogBook } from "../../../src/data/logs/log-book.ts";
import { batchOf, numbered } from "../../data/logs/log-lines.ts";

let dir = "";
beforeEach(() => {
  dir = fs.mkdtempSync(join(tmpdir(), "gatetop-save-"));
});
afterEach(() => fs.rmSync(dir, { recursive: true, force: true }));

const book = bookAppended(emptyLogBook, batchOf(0, numbered(0, 3)));
const raw = (line: number): string | null => (line === 2 ? null : `{"line":${line}}`);

test("the lines as they came, for their owner alone; one not held so any more as it is known", () => {
  const file = join(dir, "out.ndjson");
  expect(saveLines(file, [0, 2], book, raw)).toBe(`2 lines saved in ${file}`);
  const [first, second] = fs.readFileSync(file, "utf8").trimEnd().split("\n");
  expect(first).toBe('{"line":0}');
  expect(JSON.parse(second ?? "")).toMatchObject({ number: 2, message: "line 2" });
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
});

test("a file that is there stays as it is; a place nobody may write to is said", () => {
  const file = join(dir, "out.ndjson");
  fs.writeFileSync(file, "mine");
  expect(saveLines(file, [0], book, raw)).toContain("is there already");
  expect(fs.readFileSync(file, "utf8")).toBe("mine");
  expect(saveLines(join(dir, "none", "out"), [0], book, raw)).toContain("cannot be written: it does not exist");
  expect(saveLines(join(dir, "other"), [], book, raw)).toBe("there is no line to save");
});
