import * as fc from "fast-check";
import { expect, test } from "vitest";
import { copiesIn, copyName, copyPlan, parseCopyName } from "../../../../src/data/guard/config/copies.ts";

const at = Date.parse("2026-11-20T12:00:00.007Z");

test("a name holds the time and what is in it", () => {
  expect(copyName(at, "1a2b3c4d")).toBe("2026-11-20T12-00-00-007Z-1a2b3c4d.json5");
  expect(parseCopyName(copyName(at, "1a2b3c4d"))).toEqual({ name: copyName(at, "1a2b3c4d"), at, hash: "1a2b3c4d" });
});

test.each([
  "openclaw.json",
  "replaced-2026-11-20T12-00-00-007Z.json5",
  "2026-11-20T12-00-00-007Z-1a2b3c4.json5",
  "2026-13-20T12-00-00-007Z-1a2b3c4d.json5",
  ".2026-11-20T12-00-00-007Z-1a2b3c4d.json5.17.ab",
])("%s is none", (name) => {
  expect(parseCopyName(name)).toBeNull();
  expect(copiesIn([name])).toEqual([]);
});

test("what is kept already is not kept again", () => {
  expect(copyPlan(copiesIn([copyName(at, "aaaaaaaa")]), "aaaaaaaa", at + 1, 5)).toBeNull();
});

test("a config that came back is the newest, once", () => {
  const names = [copyName(at, "aaaaaaaa"), copyName(at + 1, "bbbbbbbb")];
  expect(copyPlan(copiesIn(names), "aaaaaaaa", at + 2, 5)).toEqual({
    name: copyName(at + 2, "aaaaaaaa"),
    drop: [copyName(at, "aaaaaaaa")],
  });
});

test("a clock that was set back makes no copy older than the one before", () => {
  const plan = copyPlan(copiesIn([copyName(at, "aaaaaaaa")]), "bbbbbbbb", at - 3_600_000, 1);
  expect(plan).toEqual({ name: copyName(at + 1, "bbbbbbbb"), drop: [copyName(at, "aaaaaaaa")] });
});

test("none are kept when none are wanted", () => {
  expect(copyPlan([], "aaaaaaaa", at, 0)).toBeNull();
});

test("after any run of configs: the newest is what was there last, none twice, never more than wanted", () => {
  const hash = fc.constantFrom("aaaaaaaa", "bbbbbbbb", "cccccccc", "dddddddd", "eeeeeeee", "ffffffff", "00000000");
  const runs = fc.array(fc.record({ hash, stepMs: fc.integer({ min: -1_000, max: 1_000 }) }), { maxLength: 40 });
  fc.assert(
    fc.property(runs, fc.integer({ min: 1, max: 6 }), (steps, most) => {
      let names: readonly string[] = [];
      let now = at;
      const seen: string[] = [];
      for (const { hash, stepMs } of steps) {
        now += stepMs;
        const before = copiesIn(names);
        const plan = copyPlan(before, hash, now, most);
        seen.push(hash);
        if (plan === null) {
          expect(before[0]?.hash).toBe(hash);
          continue;
        }
        names = [...names.filter((name) => !plan.drop.includes(name)), plan.name];
        const after = copiesIn(names);
        const last = [...new Set(seen.toReversed())].slice(0, most);
        expect(after.map((copy) => copy.hash)).toEqual(last);
      }
    }),
  );
});
