import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { forService } from "../../../src/data/guard/for-service.ts";
import { readGuardFile } from "../../../src/data/guard/read-file.ts";
import type { GuardFile } from "../../../src/data/guard/state-file.ts";
import { guardFile, NOW, troubledFile } from "../../support/guard-file.ts";

const textOf = (file: object): string => JSON.stringify(file);

describe("the guard's file", () => {
  test.each([
    ["of a calm gateway", guardFile()],
    ["of one in the middle of a repair", troubledFile],
  ])("%s comes back as it was", (_, file) => {
    expect(readGuardFile(textOf(file))).toEqual({ kind: "read", file });
  });

  test.each([
    ["half of one", textOf(troubledFile).slice(0, 200), /JSON/u],
    ["an empty one", "", /JSON/u],
    ["a list", "[]", /the guard's state/u],
    ["another program's", '{"schema":7}', /schema/u],
    ["one without strikes", textOf({ ...guardFile(), strikes: undefined }), /strikes/u],
    ["one with a standing nobody knows", textOf({ ...guardFile(), standing: "dancing" }), /standing/u],
    ["one without its guard", textOf({ ...guardFile(), guard: null }), /guard/u],
    ["one whose repair has no step", textOf({ ...troubledFile, underWay: { ...troubledFile.underWay, step: "pray" } }), /step/u],
  ])("%s is broken, and it is said what is wrong", (_, text, why) => {
    expect(readGuardFile(text)).toEqual({ kind: "broken", why: expect.stringMatching(why) as string });
  });

  test("one of a newer gatetop is not guessed at", () => {
    expect(readGuardFile(textOf({ ...guardFile(), schema: "gatetop-guard/2" }))).toEqual({ kind: "newer", schema: "gatetop-guard/2" });
  });

  test("nothing that could move a cursor gets in", () => {
    const read = readGuardFile(textOf(guardFile({ sentence: "it \u001b[31manswers\nall", told: { "down/\u001b[2J": 1 } })));
    expect(read).toMatchObject({ kind: "read", file: { sentence: "it answers all", told: { "down/": 1 } } });
  });

  test("any JSON at all is read or broken, never an exception", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(guardFile())), (value, key) => {
        expect(["read", "broken", "newer"]).toContain(readGuardFile(textOf({ ...troubledFile, [key]: value })).kind);
        expect(["broken", "newer"]).toContain(readGuardFile(JSON.stringify(value)).kind);
      }),
    );
  });
});

describe("what the service board shows of it", () => {
  const shown = (change: Partial<GuardFile>) => forService(textOf(guardFile(change)), NOW + 1_234);

  test("everything, when there is everything", () => {
    expect(forService(textOf(troubledFile), NOW + 1_234)).toEqual({
      at: NOW + 1_234,
      intervalMs: 5_000,
      pid: 4_711,
      acts: true,
      strikes: 2,
      strikesNeeded: 3,
      backoffUntil: NOW + 10_000,
      gaveUpAt: NOW - 1_000,
      lastAction: { at: NOW - 60_000, words: "NOT restarted", proved: false },
      nextRestartAt: NOW + 7_200_000,
      maintenanceUntil: NOW + 60_000,
    });
  });

  test.each([
    ["proved", true],
    ["refuted", false],
    ["unproved", null],
    [null, null],
  ] as const)("an action that is %s: %s", (outcome, proved) => {
    const last = { at: NOW, why: "repair", step: "service", run: null, outcome, sentence: "x" } as const;
    expect(shown({ last })?.lastAction?.proved).toBe(proved);
  });

  test("a snooze is no maintenance", () => {
    expect(shown({ hold: "snoozed", heldUntil: NOW })?.maintenanceUntil).toBeNull();
  });

  test.each([
    ["a broken file", "{"],
    ["one of a newer gatetop", textOf({ schema: "gatetop-guard/2" })],
  ])("nothing of %s", (_, text) => expect(forService(text, NOW)).toBeNull());
});
