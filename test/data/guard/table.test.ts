// Every situation there can be, one by one.
import { expect, test } from "vitest";
import { decide } from "../../../src/data/guard/decide.ts";
import { holds, standings, strikings, supervisions, windows, type Situation } from "../../../src/data/guard/decision.ts";
import { table } from "../../../src/data/guard/table.ts";

function situations(): readonly Situation[] {
  const all: Situation[] = [];
  for (const standing of standings)
    for (const supervision of supervisions)
      for (const window of windows)
        for (const strikes of strikings) for (const hold of holds) all.push({ standing, supervision, window, strikes, hold });
  return all;
}

const all = situations();
const decided = all.map((situation) => ({ situation, row: decide(situation) }));

test("there are 9261 situations, and a row of the table decides each", () => {
  expect(all).toHaveLength(9_261);
  expect(decided.filter(({ row }) => !table.includes(row))).toEqual([]);
});

test.each(table.map(({ id }) => id))("the row %s is reached", (id) => {
  expect(decided.some(({ row }) => row.id === id)).toBe(true);
});

test("no two rows have one name, and each says why", () => {
  expect(new Set(table.map(({ id }) => id)).size).toBe(table.length);
  expect(table.filter(({ why }) => why.length < 10)).toEqual([]);
});

const repaired = decided.filter(({ row }) => row.follows === "repair").map(({ situation }) => situation);
const laws: readonly (readonly [law: string, breaks: (situation: Situation) => boolean])[] = [
  ["in a window", ({ window }) => window !== "none"],
  ["while something holds", ({ hold }) => hold !== "none"],
  ["before there are strikes enough", ({ strikes }) => strikes !== "enough"],
  [
    "of what answers, is another's, is a debugger's or could not be seen",
    ({ standing }) => ["well", "unwell", "stranger", "traced", "blind"].includes(standing),
  ],
  [
    "while the supervisor is at it, gave up, or a person stopped it",
    ({ supervision }) => ["at-it", "stopped", "failed"].includes(supervision),
  ],
  ["when it could not be asked who supervises it", ({ supervision }) => supervision === "unknown"],
  ["of what is gone and is supervised", ({ standing, supervision }) => standing === "gone" && supervision !== "none"],
];

test.each(laws)("nothing is repaired %s", (_law, breaks) => {
  expect(repaired.filter(breaks)).toEqual([]);
});

test("what is repaired: frozen and deaf with three supervisions, gone with none", () => {
  expect(repaired).toHaveLength(3 * 3 + 1);
});

test("a strike is counted in no window, and only of a failure", () => {
  const counted = decided.filter(({ row }) => row.follows === "count").map(({ situation }) => situation);
  expect(
    counted.filter(({ window, standing }) => window !== "none" || !["frozen-proved", "frozen", "deaf", "gone"].includes(standing)),
  ).toEqual([]);
});

test("a hold holds only what would be done without it", () => {
  const broken = decided.filter(
    ({ situation, row }) => row.follows === "hold" && decide({ ...situation, hold: "none" }).follows !== "repair",
  );
  expect(broken).toEqual([]);
});
