import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { takeGuardLock } from "../../../src/cli/guard/guard-lock.ts";
import { openShelf } from "../../../src/cli/guard/shelf.ts";
import { guardRearm, guardStatus } from "../../../src/cli/guard/status.ts";
import { guardFiles, type GuardFiles } from "../../../src/cli/guard/target-key.ts";
import { watchGuardFile } from "../../../src/cli/guard/watch-guard.ts";
import type { Event } from "../../../src/data/events.ts";
import type { GuardFile } from "../../../src/data/guard/state-file.ts";
import { guardFile, NOW, troubledFile } from "../../support/guard-file.ts";
import { target } from "../../support/target.ts";

let home: string;
let files: GuardFiles;
let printed: string;

beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), "gatetop-status-"));
  files = guardFiles(home, target);
  printed = "";
});
afterEach(() => fs.rmSync(home, { recursive: true, force: true }));

const output = {
  out: (text: string): Promise<void> => {
    printed += text;
    return Promise.resolve();
  },
  err: (text: string): void => void (printed += text),
};
const asked = (json = false) => ({ files, json, output, now: NOW });
const looked = (file: GuardFile): void => {
  const shelf = openShelf(files, () => NOW - 3_000);
  shelf.write(file);
  shelf.touch();
};

describe("gatetop guard status", () => {
  test("none ever watched", async () => {
    expect(await guardStatus(asked())).toBe(1);
    expect(printed).toBe("no guard watches this gateway\n");
  });

  test("one that watches a calm gateway", async () => {
    takeGuardLock(files);
    looked(guardFile());
    expect(await guardStatus(asked())).toBe(0);
    expect(printed).toBe(
      [`guard     pid ${process.pid}`, "gateway   well since 1h: it answers", "looked    3s ago, every 5.0s; it repairs", ""].join("\n"),
    );
  });

  test("everything there is to say of one in trouble", async () => {
    looked(troubledFile);
    expect(await guardStatus(asked())).toBe(1);
    for (const part of [
      "frozen-proved",
      "2 of 3",
      "maintenance for 1m",
      "clean-up, since 2s",
      "attempt in 10s",
      "gave up",
      "service 1m ago, refuted",
      "restart   in 2h",
    ])
      expect(printed).toContain(part);
  });

  test("as JSON", async () => {
    looked(guardFile());
    expect(await guardStatus(asked(true))).toBe(1);
    expect(JSON.parse(printed)).toEqual({
      schema: "gatetop-guard-status/1",
      watching: false,
      pid: null,
      lookedAt: NOW - 3_000,
      state: guardFile(),
    });
  });

  test("a file of no use is said to be one", async () => {
    fs.mkdirSync(files.dir, { recursive: true });
    fs.writeFileSync(files.state, "{");
    await guardStatus(asked());
    expect(printed).toMatch(/of no use: it is not JSON/u);
  });
});

describe("gatetop guard rearm", () => {
  test("leaves a word for the guard, or for the next one", async () => {
    expect(await guardRearm(asked())).toBe(0);
    expect(fs.existsSync(files.rearm)).toBe(true);
    expect(printed).toMatch(/no guard runs now/u);
    takeGuardLock(files);
    printed = "";
    await guardRearm(asked());
    expect(printed).toBe(`the guard (pid ${process.pid}) tries again\n`);
  });

  test("that cannot be left is said", async () => {
    fs.writeFileSync(files.dir, "");
    expect(await guardRearm(asked())).toBe(1);
    expect(printed).toMatch(/cannot be written: \w/u);
  });
});

describe("what the dashboard is told of it", () => {
  test("nothing without a guard, its state when there is one, and that it is gone", () => {
    const events: Event[] = [];
    let look: () => void = () => undefined;
    const every = (_: number, each: () => void): (() => void) => {
      look = each;
      return () => undefined;
    };
    watchGuardFile({ state: home, target: () => target, send: (event) => void events.push(event), now: () => NOW, every });
    look();
    expect(events).toEqual([]);
    looked(guardFile({ strikes: [NOW] }));
    look();
    look();
    fs.rmSync(files.state);
    look();
    expect(events).toMatchObject([
      { type: "guard", guard: { at: NOW - 3_000, pid: 4_711, strikes: 1, acts: true } },
      { type: "guard", guard: null },
    ]);
  });
});
