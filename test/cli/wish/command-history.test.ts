// What was typed after `:` on this host: kept for the next time, for its owner alone, and never a secret.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openCommandHistory } from "../../../src/cli/wish/command-history.ts";

let home = "";
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "gatetop-commands-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const open = (dir: string | null = join(home, "gatetop"), secrets: readonly string[] = []) =>
  openCommandHistory({ dir, secrets: () => secrets });

test("is there the next time, newest last, each line once", () => {
  const history = open();
  for (const line of ["view logs", "theme light", "view logs"]) expect(history.keep(line)).toBeNull();
  expect(history.lines()).toEqual(["theme light", "view logs"]);
  expect(open().lines()).toEqual(["theme light", "view logs"]);
  expect(statSync(join(home, "gatetop", "commands")).mode & 0o777).toBe(0o600);
});

test("of two gatetops both are kept", () => {
  const [one, other] = [open(), open()];
  one.keep("help");
  other.keep("quit");
  expect(open().lines()).toEqual(["help", "quit"]);
});

test("keeps the newest 200", () => {
  const history = open();
  for (let line = 0; line < 230; line += 1) history.keep(`filter ${line}`);
  expect(history.lines()).toHaveLength(200);
  expect(history.lines().at(0)).toBe("filter 30");
});

test.each(["filter token=abc", "filter Bearer abcdef", "target wss://me:word@host", "filter known"])("%s is kept nowhere", (line) => {
  const history = open(join(home, "gatetop"), ["known"]);
  expect(history.keep("help")).toBeNull();
  expect(history.keep(line)).toBeNull();
  expect(history.lines()).toEqual(["help"]);
  expect(readFileSync(join(home, "gatetop", "commands"), "utf8")).toBe("help\n");
});

test("where nothing can be written it says so once asked, and goes on with what it has", () => {
  writeFileSync(join(home, "gatetop"), "a file where the directory should be");
  const history = open();
  expect(history.keep("help")).toMatch(/are not kept/u);
  expect(history.lines()).toEqual(["help"]);
});

test("a file that is none is begun anew", () => {
  mkdirSync(join(home, "gatetop", "commands"), { recursive: true });
  expect(open().lines()).toEqual([]);
});

test("of an invented gateway nothing is written", () => {
  const history = open(null);
  history.keep("help");
  expect(history.lines()).toEqual(["help"]);
  expect(open().lines()).toEqual([]);
});
