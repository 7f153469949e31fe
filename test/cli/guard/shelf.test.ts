import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { flagFileIn } from "../../../src/cli/guard/flag-file.ts";
import { openShelf } from "../../../src/cli/guard/shelf.ts";
import { guardFiles, type GuardFiles } from "../../../src/cli/guard/target-key.ts";
import { guardFile, NOW, troubledFile } from "../../support/guard-file.ts";
import { target } from "../../support/target.ts";

let home: string;
let files: GuardFiles;
let now: number;

beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), "gatetop-shelf-"));
  files = guardFiles(path.join(home, "state", "gatetop"), target);
  now = NOW;
});
afterEach(() => fs.rmSync(home, { recursive: true, force: true }));

const open = () => openShelf(files, () => now);
const put = (text: string): void => {
  fs.mkdirSync(files.dir, { recursive: true });
  fs.writeFileSync(files.state, text, { mode: 0o600 });
};
const identity = (): { readonly ino: number; readonly mtimeMs: number } => {
  const { ino, mtimeMs } = fs.statSync(files.state);
  return { ino, mtimeMs };
};

describe("what one guard writes", () => {
  test("the next one reads", () => {
    expect(open().write(troubledFile)).toBeNull();
    expect(open().read()).toEqual({ file: troubledFile, trouble: null });
    expect([fs.statSync(files.dir).mode & 0o777, fs.statSync(files.state).mode & 0o777]).toEqual([0o700, 0o600]);
    expect(fs.readdirSync(files.dir)).toEqual([path.basename(files.state)]);
  });

  test("nothing new: the file stays as it is, and its time is that of the look", () => {
    const shelf = open();
    expect(shelf.touch()).toBe(false);
    shelf.write(guardFile());
    const { ino } = identity();
    now += 5_000;
    expect(shelf.touch()).toBe(true);
    expect(identity()).toEqual({ ino, mtimeMs: now });
  });

  test("another guard's file does not become ours by a touch", () => {
    open().write(guardFile());
    const before = identity();
    now += 5_000;
    expect(open().touch()).toBe(false);
    expect(identity()).toEqual(before);
  });

  test("something new: another file, whole", () => {
    const shelf = open();
    shelf.write(guardFile());
    shelf.write(guardFile({ strikes: [now] }));
    expect(shelf.read().file?.strikes).toEqual([now]);
    expect(fs.readdirSync(files.dir)).toEqual([path.basename(files.state)]);
  });

  test("taken away meanwhile: it is written again", () => {
    const shelf = open();
    shelf.write(guardFile());
    fs.rmSync(files.state);
    expect(shelf.touch()).toBe(false);
    expect(shelf.write(guardFile())).toBeNull();
    expect(shelf.read().file).toEqual(guardFile());
  });

  test("on a disk that does not take it: a sentence", () => {
    fs.mkdirSync(path.join(home, "state"));
    fs.writeFileSync(path.join(home, "state", "gatetop"), "");
    expect(open().write(guardFile())).toMatch(/cannot be written: \w/u);
  });
});

describe("a file that is of no use", () => {
  test.each([
    ["torn", JSON.stringify(troubledFile).slice(0, 300), /is of no use \(it is not JSON\): it is .*broken/u],
    [
      "of a newer gatetop",
      JSON.stringify({ ...guardFile(), schema: "gatetop-guard/9" }),
      /was written by another gatetop \(gatetop-guard\/9\)/u,
    ],
  ])("%s: kept under another name, said, and a new one is begun", (_, text, trouble) => {
    put(text);
    const shelf = open();
    expect(shelf.read()).toEqual({ file: null, trouble: expect.stringMatching(trouble) as string });
    shelf.write(guardFile());
    expect(shelf.read().file).toEqual(guardFile());
    const kept = fs.readdirSync(files.dir).find((name) => name.includes("broken"));
    expect(fs.readFileSync(path.join(files.dir, kept ?? ""), "utf8")).toBe(text);
  });

  test("none is there: no trouble", () => expect(open().read()).toEqual({ file: null, trouble: null }));

  test("one that cannot be read: said", () => {
    fs.mkdirSync(files.state, { recursive: true });
    expect(open().read()).toEqual({ file: null, trouble: expect.stringMatching(/cannot be read: it is a directory/u) as string });
  });

  test("one that others may read is closed to them", () => {
    open().write(guardFile());
    fs.chmodSync(files.state, 0o644);
    expect(open().read().trouble).toMatch(/was open to others/u);
    expect(fs.statSync(files.state).mode & 0o777).toBe(0o600);
  });
});

describe("flag files", () => {
  test("the first that is there, in OpenClaw's state directory or wherever its path says", () => {
    const names = ["maintenance", path.join(home, "hands-off")];
    expect(flagFileIn(names, home)).toBeNull();
    fs.writeFileSync(path.join(home, "hands-off"), "");
    expect(flagFileIn(names, home)).toBe(path.join(home, "hands-off"));
    fs.writeFileSync(path.join(home, "maintenance"), "");
    expect(flagFileIn(names, home)).toBe(path.join(home, "maintenance"));
  });

  test("without a state directory only whole paths are looked for", () => {
    fs.writeFileSync(path.join(home, "hands-off"), "");
    expect(flagFileIn(["hands-off"], null)).toBeNull();
    expect(flagFileIn([path.join(home, "hands-off")], null)).not.toBeNull();
  });
});
