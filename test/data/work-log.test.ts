import { expect, test } from "vitest";
import type { LogNote } from "../../src/data/model/log-notes.ts";
import { joinedWork, noWork } from "../../src/data/work-log.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = 500 * HOUR;

const reload = (at: number): LogNote => ({ at, of: "config-reload", ok: true, why: null });
const minute = (at: number, count: number, name = "gateway") => ({ minute: at, count, bySubsystem: { [name]: count } });

test("a minute read in two pieces is counted once, from both", () => {
  const first = { notes: [], errors: [minute(0, 2)] };
  const joined = joinedWork(first, { notes: [], errors: [minute(0, 3, "irc"), minute(MINUTE, 1)] }, NOW);
  expect(joined.errors).toEqual([{ minute: 0, count: 5, bySubsystem: { gateway: 2, irc: 3 } }, minute(MINUTE, 1)]);
});

test("a day of notes is kept, at most 500, and the newest 60 minutes that had errors", () => {
  const old = { notes: [reload(NOW - 25 * HOUR), reload(NOW - HOUR)], errors: [] };
  expect(joinedWork(old, noWork, NOW).notes).toEqual([reload(NOW - HOUR)]);
  const many = Array.from({ length: 600 }, (_, index) => reload(NOW - 600 + index));
  expect(joinedWork(noWork, { notes: many, errors: [] }, NOW).notes).toEqual(many.slice(-500));
  const minutes = Array.from({ length: 70 }, (_, index) => minute(index * MINUTE, 1));
  expect(joinedWork({ notes: [], errors: minutes.slice(0, 40) }, { notes: [], errors: minutes.slice(40) }, NOW).errors).toEqual(
    minutes.slice(-60),
  );
});

test("nothing new is the same value: who keeps it need not look again", () => {
  const before = { notes: [reload(NOW - HOUR)], errors: [minute(0, 2)] };
  expect(joinedWork(before, noWork, NOW)).toBe(before);
});

test("a subsystem may be called anything", () => {
  const odd = (count: number) => ({ minute: 0, count, bySubsystem: Object.fromEntries([["__proto__", count]]) });
  const { errors } = joinedWork({ notes: [], errors: [minute(0, 1)] }, { notes: [], errors: [odd(2)] }, NOW);
  expect(Object.entries(errors[0]?.bySubsystem ?? {})).toEqual([
    ["gateway", 1],
    ["__proto__", 2],
  ]);
});
