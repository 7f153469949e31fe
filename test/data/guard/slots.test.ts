// When scheduled restarts are due, on the clocks of people.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { idOf, jitterMs } from "../../../src/data/guard/jitter.ts";
import { planWords } from "../../../src/data/guard/schedule-words.ts";
import { nextSlot } from "../../../src/data/guard/slots.ts";
import { instantOf, nextAtMinutes } from "../../../src/data/guard/zone.ts";

const HOUR = 3_600_000;
const utc = (text: string): number => Date.parse(`${text}Z`);
const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString().slice(0, 16));

test.each([
  ["an ordinary day", "2026-11-20T04:00", "Europe/Berlin", "2026-11-20T03:00"],
  ["left out in spring: the first instant after", "2027-03-28T02:30", "Europe/Berlin", "2027-03-28T01:00"],
  ["twice in autumn: the first", "2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30"],
  ["west of Greenwich", "2027-03-14T02:15", "America/New_York", "2027-03-14T07:00"],
  ["a change of half an hour", "2026-10-04T02:10", "Australia/Lord_Howe", "2026-10-03T15:30"],
  ["half hours of offset", "2026-11-20T04:00", "Asia/Kolkata", "2026-11-19T22:30"],
  ["midnight", "2026-11-20T00:00", "UTC", "2026-11-20T00:00"],
])("%s: %s in %s", (_name, local, zone, expected) => {
  expect(iso(instantOf(utc(local), zone))).toBe(expected);
});

test.each([
  ["later today", [240, 720], "2026-11-20T05:00", "2026-11-20T11:00"],
  ["tomorrow", [240, 720], "2026-11-20T12:00", "2026-11-21T03:00"],
  ["not the same one again", [240], "2026-11-20T03:00", "2026-11-21T03:00"],
  ["the zone's tomorrow is today's", [10], "2026-11-20T23:05", "2026-11-20T23:10"],
])("of several times of a day: %s", (_name, minutes, after, expected) => {
  expect(iso(nextAtMinutes(minutes, "Europe/Berlin", utc(after)))).toBe(expected);
});

test("there is a next one from every instant of two years, and none is skipped", () => {
  const instants = fc.integer({ min: utc("2026-01-01T00:00"), max: utc("2028-01-01T00:00") });
  fc.assert(
    fc.property(instants, fc.integer({ min: 0, max: 1_439 }), (after, minute) => {
      const next = nextAtMinutes([minute], "Europe/Berlin", after);
      expect(next).toBeGreaterThan(after);
      expect((next ?? 0) - after).toBeLessThanOrEqual(25.5 * HOUR);
    }),
  );
});

const settings = { everyMs: 8 * HOUR, at: [], timeZone: null };

test("slots lie on the clock, and stay where they are for a guard that began later", () => {
  const one = nextSlot(settings, "ws://a", utc("2026-11-20T09:00"), null);
  const other = nextSlot(settings, "ws://a", utc("2026-11-20T11:11"), null);
  expect(one).toEqual(other);
  expect(iso(one?.slot ?? null)).toBe("2026-11-20T16:00");
});

test("a slot that was done does not come again, however the clock is set back", () => {
  const done = utc("2026-11-20T16:00");
  for (const now of ["2026-11-20T15:00", "2026-11-20T16:05", "2026-11-19T00:00"]) {
    expect(nextSlot(settings, "ws://a", utc(now), done)?.slot).toBe(utc("2026-11-21T00:00"));
  }
});

test("the time of day and the interval together: whichever comes first", () => {
  const both = { everyMs: 8 * HOUR, at: [15 * 60], timeZone: "UTC" };
  expect(iso(nextSlot(both, "ws://a", utc("2026-11-20T09:00"), null)?.slot ?? null)).toBe("2026-11-20T15:00");
});

test("nothing is due where nothing is asked for", () => {
  expect(nextSlot({ everyMs: null, at: [], timeZone: null }, "ws://a", utc("2026-11-20T09:00"), null)).toBeNull();
});

test("jitter is at most a twentieth of the gap and ten minutes, and differs between targets and slots", () => {
  const targets = Array.from({ length: 200 }, (_, index) => `ws://127.0.0.1:${18_000 + index}`);
  const late = targets.map((target) => jitterMs(target, utc("2026-11-20T16:00"), 8 * HOUR));
  expect(Math.max(...late)).toBeLessThan(600_000);
  expect(Math.max(...late)).toBeGreaterThan(500_000);
  expect(Math.min(...late)).toBeLessThan(100_000);
  expect(new Set(late).size).toBeGreaterThan(190);
  expect(jitterMs("ws://a", 0, 60_000)).toBeLessThan(3_000);
  expect(jitterMs("ws://a", 1, HOUR)).toBe(jitterMs("ws://a", 1, HOUR));
});

test("ids are twelve hex digits, and differ", () => {
  const ids = Array.from({ length: 500 }, (_, index) => idOf(`down gateway begins ${index}`));
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{12}$/u);
  expect(new Set(ids).size).toBe(500);
});

test.each([
  ["nothing", { everyMs: null, at: [], timeZone: null }, null],
  ["a span", { everyMs: 8 * HOUR, at: [], timeZone: null }, "every 8h"],
  ["times with their zone", { everyMs: null, at: [240, 965], timeZone: "Europe/Berlin" }, "at 04:00, 16:05 (Europe/Berlin)"],
  ["times of this host, whose zone is named", { everyMs: null, at: [0], timeZone: null }, "at 00:00 (UTC)"],
  ["both", { everyMs: 24 * HOUR, at: [720], timeZone: "Asia/Kolkata" }, "every 1d and at 12:00 (Asia/Kolkata)"],
])("a plan in words: %s", (_name, plan, words) => {
  expect(planWords(plan)).toBe(words);
});
