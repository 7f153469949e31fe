// The list as it is kept: patched by pushes, read in pages. What is newer never gives way to what is older.
import { array, assert, constantFrom, integer, option, property, record } from "fast-check";
import { describe, expect, test } from "vitest";
import type { Session } from "../../src/data/model/sessions.ts";
import { findSession, isPartOf, passDue, patchedSessions, replacedBy, SESSIONS_KEPT, withPage } from "../../src/data/session-list.ts";
import { session } from "../support/scene.ts";

const row = (key: string, updatedAt = 0): Session => session({ key, updatedAt });
const keys = (items: readonly Session[]): readonly string[] => items.map(({ key }) => key);
const changes = (...rows: readonly (Session | string)[]): ReadonlyMap<string, Session | null> =>
  new Map(rows.map((one) => (typeof one === "string" ? [one, null] : [one.key, one])));

describe("patched by pushes", () => {
  const items = [row("a"), row("b"), row("c")];

  test("a row keeps its place, a new one comes last, a deleted one goes", () => {
    const next = patchedSessions(items, changes(row("b", 5), row("d"), "a"));
    expect(keys(next)).toEqual(["b", "c", "d"]);
    expect(findSession(next, "b")?.updatedAt).toBe(5);
    expect(findSession(next, "a")).toBeNull();
    expect(findSession(next, "d")?.key).toBe("d");
  });

  test("the list before is as it was, whoever asks it again", () => {
    const one = patchedSessions(items, changes(row("x")));
    const other = patchedSessions(items, changes(row("y")));
    expect(findSession(items, "x")).toBeNull();
    expect(findSession(one, "y")).toBeNull();
    expect(keys(patchedSessions(one, changes(row("x", 9), row("z"))))).toEqual(["a", "b", "c", "x", "z"]);
    expect(keys(other)).toEqual(["a", "b", "c", "y"]);
  });

  test("over 10 000 the oldest go", () => {
    const many = Array.from({ length: SESSIONS_KEPT }, (_, index) => row(`s${index}`, index + 1));
    const next = patchedSessions(many, changes(row("new", 99_999)));
    expect(next).toHaveLength(SESSIONS_KEPT);
    expect(findSession(next, "s0")).toBeNull();
    expect(findSession(next, "new")).not.toBeNull();
  });

  test("any row of pushes: as a map of rows would have it", () => {
    const push = record({ key: constantFrom("a", "b", "c", "d", "e"), at: option(integer({ min: 1, max: 9 })) });
    assert(
      property(array(array(push)), (batches) => {
        const model = new Map(items.map((one) => [one.key, one.updatedAt]));
        let list: readonly Session[] = items;
        for (const batch of batches) {
          const now = new Map(batch.map(({ key, at }) => [key, at === null ? null : row(key, at)]));
          for (const [key, one] of now) {
            if (one === null) model.delete(key);
            else model.set(key, one.updatedAt);
          }
          list = patchedSessions(list, now);
        }
        expect(new Map(list.map((one) => [one.key, one.updatedAt]))).toEqual(model);
        for (const key of ["a", "b", "c", "d", "e"]) expect(findSession(list, key)?.updatedAt).toBe(model.get(key));
      }),
    );
  });
});

describe("read in pages", () => {
  const asked = [row("a", 1), row("b", 1), row("old", 1)];

  test("the newest page in front of what is held", () => {
    const read = [row("new", 3), row("b", 2)];
    const list = withPage(read, { before: asked, now: asked });
    expect(list.map(({ key, updatedAt }) => [key, updatedAt])).toEqual([
      ["new", 3],
      ["b", 2],
      ["a", 1],
      ["old", 1],
    ]);
  });

  test("what was pushed while it was read stays, what was deleted stays gone", () => {
    const now = patchedSessions(asked, changes(row("b", 9), row("born", 9), "a"));
    const read = [row("a", 2), row("b", 2)];
    const list = replacedBy(read, { before: asked, now });
    expect(list.map(({ key, updatedAt }) => [key, updatedAt])).toEqual([
      ["b", 9],
      ["born", 9],
    ]);
    expect(keys(withPage(read, { before: asked, now }))).toEqual(["b", "old", "born"]);
  });

  test("all pages read: who is on none of them is gone", () => {
    expect(keys(replacedBy([row("a", 2)], { before: asked, now: asked }))).toEqual(["a"]);
  });
});

describe("when all pages are due", () => {
  const MINUTE = 60_000;
  const held = (count: number, pass?: { at: number; whole: boolean }) => ({
    items: Array.from({ length: count }, (_, index) => row(`s${index}`)),
    total: 200,
    ...(pass === undefined ? {} : { pass }),
  });

  test.each([
    ["never read", held(100), 200, 0, true],
    ["just read", held(200, { at: 0, whole: true }), 200, 9 * MINUTE, false],
    ["ten minutes ago", held(200, { at: 0, whole: true }), 200, 10 * MINUTE, true],
    ["more than the gateway counts", held(200, { at: 0, whole: true }), 199, 5 * MINUTE, true],
    ["more than it counts, but just read", held(200, { at: 0, whole: true }), 199, 4 * MINUTE, false],
    ["it did not come to the end: not over and over", held(150, { at: 0, whole: false }), 200, 9 * MINUTE, false],
    ["the clock was set back", held(200, { at: 60 * MINUTE, whole: true }), 200, 0, true],
  ])("%s", (_, list, total, now, due) => {
    expect(passDue(list, total, now)).toBe(due);
  });

  test("a part is a part, up to what is kept at all", () => {
    expect(isPartOf({ items: [row("a")], total: 2 })).toBe(true);
    expect(isPartOf({ items: [row("a")], total: 1 })).toBe(false);
    const full = Array.from({ length: SESSIONS_KEPT }, (_, index) => row(`s${index}`));
    expect(isPartOf({ items: full, total: 50_000 })).toBe(false);
  });
});
