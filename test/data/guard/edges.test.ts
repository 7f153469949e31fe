// Told once when it begins, once when it ends, and as flapping when it does both too often.
import { expect, test } from "vitest";
import { inOrder, tellEdge, tellOnce, type Edge } from "../../../src/data/guard/edges.ts";
import { freshMemory, type GuardMemory } from "../../../src/data/guard/memory.ts";
import type { Tell } from "../../../src/data/guard/tell.ts";
import { at, inputOf, T0, well } from "../../support/guard-sight.ts";

const frame = inputOf(well(0));
const disk = (holds: boolean): Edge => ({
  what: "disk",
  subject: "/home",
  severity: "warning",
  holds,
  sentence: "4 % of the disk is free",
  ends: { what: "disk", sentence: "there is room again" },
});

function said(turns: readonly (readonly [ms: number, holds: boolean])[]): {
  readonly tells: readonly Tell[];
  readonly memory: GuardMemory;
} {
  let memory = freshMemory(at(0));
  const tells: Tell[] = [];
  for (const [ms, holds] of turns) {
    const told = tellEdge(memory, frame, at(ms), disk(holds));
    memory = told.memory;
    tells.push(...told.tells);
  }
  return { tells, memory };
}

test("it begins and ends, each told once", () => {
  const { tells, memory } = said([
    [0, false],
    [1, true],
    [2, true],
    [3, false],
    [4, false],
  ]);
  expect(tells.map(({ edge, severity, sentence }) => [edge, severity, sentence])).toEqual([
    ["begins", "warning", "4 % of the disk is free"],
    ["ends", "info", "there is room again"],
  ]);
  expect(memory.told).toEqual({});
});

test("a tell says whose it is, when, and how the guard stands", () => {
  const [tell] = said([[1, true]]).tells;
  expect(tell).toMatchObject({
    schema: "gatetop-tell/1",
    at: T0 + 1,
    host: "prod-vps",
    gateway: "openclaw",
    subject: "/home",
    dryRun: false,
    guard: { standing: "blind", attempts: 0, last: null, nextAttemptAt: null, gaveUpAt: null },
  });
  expect(tell?.id).toMatch(/^[0-9a-f]{12}$/u);
});

test("no line breaks, no escape sequences, and no end of it", () => {
  const { tells } = tellOnce(freshMemory(at(0)), frame, at(0), { ...disk(true), sentence: `a\n\u001b[31mb ${"x".repeat(900)}` });
  expect(tells[0]?.sentence).toMatch(/^a b x+…$/u);
  expect(tells[0]?.sentence.length).toBe(400);
});

const flaps = (count: number): readonly (readonly [number, boolean])[] =>
  Array.from({ length: count }, (_, index) => [index * 60_000, index % 2 === 0]);

test("more than six edges in an hour are told as flapping, once, until it was calm for half an hour", () => {
  const { tells, memory } = said(flaps(20));
  expect(tells).toHaveLength(7);
  expect(tells[6]?.sentence).toMatch(/^flapping/u);
  // Its last edge was in minute 19, an end.
  const soon = tellEdge(memory, frame, at(40 * 60_000), disk(true));
  expect(soon.tells).toEqual([]);
  const calm = tellEdge(memory, frame, at(85 * 60_000), disk(true));
  expect(calm.tells.map(({ edge }) => edge)).toEqual(["begins"]);
});

test("what flapped and then stays is told after half an hour, for nobody knows which way it went", () => {
  const { memory } = said([...flaps(20), [20 * 60_000, true]]);
  const turn = (ms: number) => tellEdge(memory, frame, at(ms), disk(true));
  expect(turn(49 * 60_000).tells).toEqual([]);
  expect(turn(50 * 60_000).tells.map(({ edge }) => edge)).toEqual(["begins"]);
  expect(tellEdge(turn(50 * 60_000).memory, frame, at(51 * 60_000), disk(true)).tells).toEqual([]);
});

test("what failed comes first", () => {
  const of = (what: Tell["what"]): Tell => tellOnce(freshMemory(at(0)), frame, at(0), { ...disk(true), what }).tells[0] as Tell;
  expect(inOrder([of("guard"), of("recovered"), of("down"), of("restart-failed")]).map(({ what }) => what)).toEqual([
    "restart-failed",
    "down",
    "recovered",
    "guard",
  ]);
});
