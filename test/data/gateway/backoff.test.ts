import { assert, constantFrom, double, nat, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { backoffMs, inRestartWindow, paceOf, paces, type Loss } from "../../../src/data/gateway/backoff.ts";

describe("the wait before the next attempt", () => {
  test.each([
    [0, "remote", 0],
    [1, "remote", 250],
    [2, "remote", 500],
    [5, "remote", 4_000],
    [6, "remote", 8_000],
    [7, "remote", 10_000],
    [500, "remote", 10_000],
    [0, "local", 0],
    [1, "local", 100],
    [2, "local", 150],
    [9, "local", 400],
    [0, "restart", 0],
    [1, "restart", 100],
    [4, "restart", 250],
    [1, "localLong", 1_000],
    [9, "localLong", 2_000],
  ] as const)("attempt %d, %s: at most %d ms, at least half of it", (attempt, pace, full) => {
    expect(backoffMs(attempt, 0, paces[pace])).toBe(Math.round(full / 2));
    expect(backoffMs(attempt, 1, paces[pace])).toBe(full);
  });

  test("never above the cap, never negative, whatever the chance", () => {
    assert(
      property(nat(), double({ min: 0, max: 0.999, noNaN: true }), constantFrom(...Object.values(paces)), (attempt, random, pace) => {
        const ms = backoffMs(attempt, random, pace);
        expect(ms).toBeGreaterThanOrEqual(0);
        expect(ms).toBeLessThanOrEqual(pace.capMs);
      }),
    );
  });
});

const loss = (over: Partial<Loss>): Loss => ({ local: true, now: 1_000_000, lostAt: 999_000, restart: null, ...over });

test.each([
  ["lost on this host", loss({}), "local"],
  ["lost on this host ten minutes ago", loss({ lostAt: 400_000 }), "localLong"],
  ["lost elsewhere", loss({ local: false }), "remote"],
  ["announced restart, here", loss({ restart: { at: 999_000, expectedMs: 1_500 } }), "restart"],
  ["announced restart, elsewhere", loss({ local: false, restart: { at: 999_000, expectedMs: null } }), "restart"],
  ["announced, but 30 s and the expected time ago", loss({ restart: { at: 968_500, expectedMs: 1_500 } }), "local"],
  ["announced, overdue by less than that", loss({ restart: { at: 968_501, expectedMs: 1_500 } }), "restart"],
] as const)("%s", (_name, given, pace) => {
  expect(paceOf(given)).toBe(paces[pace]);
  expect(inRestartWindow(given)).toBe(pace === "restart");
});
