// The order of the sessions board: by what the person chose, families together, ten thousand rows without making them.
import { array, assert, constantFrom, option, property, record, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { matcherOf } from "../../../src/data/boards/filter.ts";
import { contextShare, orderedSessions, type Runs } from "../../../src/data/boards/session-order.ts";
import type { SessionSort } from "../../../src/data/boards/board.ts";
import type { Session } from "../../../src/data/model/sessions.ts";
import type { RunProgress } from "../../../src/data/stuck.ts";
import { session, START } from "../../support/scene.ts";

const run = (key: string, given: Partial<RunProgress> = {}): readonly [string, RunProgress] => [
  key,
  { key, state: "running", ageMs: 1_000, silentMs: 1_000, queueDepth: 0, ...given },
];
const noRuns: Runs = new Map();

const put = (items: readonly Session[], given: { runs?: Runs; sort?: SessionSort; filter?: string } = {}) =>
  orderedSessions({ items, runs: given.runs ?? noRuns, sort: given.sort ?? "trouble", matcher: matcherOf(given.filter ?? "") });
const keys = (...asked: Parameters<typeof put>): readonly string[] => put(...asked).sessions.map(({ key }) => key);

const at = (key: string, ago: number, given: Partial<Session> = {}): Session => session({ key, lastActivityAt: START - ago, ...given });

describe("each order", () => {
  const items = [
    at("rest-old", 9_000, { totalTokens: 900, contextTokens: 1_000, estimatedCostUsd: 0.5 }),
    at("rest-new", 1_000, { totalTokens: 10, contextTokens: 1_000, estimatedCostUsd: 2 }),
    at("unknown", 5_000),
    at("runs", 7_000, { totalTokens: 500, contextTokens: 10_000 }),
    at("stuck", 8_000, { totalTokens: 700, contextTokens: 10_000, totalTokensFresh: false }),
    at("queued", 6_000),
  ];
  const runs: Runs = new Map([
    run("runs", { ageMs: 99_000, queueDepth: 1 }),
    run("stuck", { state: "stuck", silentMs: 400_000, ageMs: 50_000 }),
    run("queued", { state: "queued", silentMs: null, ageMs: 70_000, queueDepth: 3 }),
  ]);

  test.each([
    ["trouble", ["stuck", "runs", "queued", "rest-new", "unknown", "rest-old"]],
    ["age", ["runs", "queued", "stuck", "rest-new", "unknown", "rest-old"]],
    ["queue", ["queued", "runs", "stuck", "rest-new", "unknown", "rest-old"]],
    ["tokens", ["rest-old", "stuck", "runs", "rest-new", "queued", "unknown"]],
    // That of "stuck" is of a context that has changed.
    ["context", ["rest-old", "runs", "rest-new", "queued", "stuck", "unknown"]],
    ["cost", ["rest-new", "rest-old", "queued", "runs", "stuck", "unknown"]],
    ["name", ["queued", "rest-new", "rest-old", "runs", "stuck", "unknown"]],
  ] as const)("by %s", (sort, order) => {
    expect(keys(items, { runs, sort })).toEqual(order);
  });

  test("the longest silent of the stuck first", () => {
    const two: Runs = new Map([run("runs", { state: "stuck", silentMs: 500_000 }), run("stuck", { state: "stuck", silentMs: 600_000 })]);
    expect(keys(items, { runs: two }).slice(0, 2)).toEqual(["stuck", "runs"]);
  });
});

test.each([
  ["half", { totalTokens: 50, contextTokens: 100 }, 0.5],
  ["of a context that has changed", { totalTokens: 50, contextTokens: 100, totalTokensFresh: false }, null],
  ["fresh", { totalTokens: 50, contextTokens: 100, totalTokensFresh: true }, 0.5],
  ["no limit known", { totalTokens: 50 }, null],
  ["a limit of none", { totalTokens: 50, contextTokens: 0 }, null],
])("context in use: %s", (_, given, share) => {
  expect(contextShare(session(given))).toBe(share);
});

describe("families", () => {
  const items = [
    at("p1", 1_000),
    at("c1", 2_000, { spawnedBy: "p1" }),
    at("p2", 3_000),
    at("c2a", 5_000, { spawnedBy: "p2" }),
    at("c2b", 4_000, { parentSessionKey: "p2" }),
    at("g2", 6_000, { spawnedBy: "c2a" }),
    at("orphan", 7_000, { spawnedBy: "gone" }),
  ];

  test("sub-agents below who asked for them", () => {
    const { sessions, depths } = put(items);
    expect(sessions.map(({ key }, index) => `${"  ".repeat(depths?.[index] ?? 0)}${key}`)).toEqual([
      "p1",
      "  c1",
      "p2",
      "  c2b",
      "  c2a",
      "    g2",
      "orphan",
    ]);
  });

  test("a stuck sub-agent takes its family to the top", () => {
    expect(keys(items, { runs: new Map([run("g2", { state: "stuck" })]) }).slice(0, 4)).toEqual(["p2", "c2a", "g2", "c2b"]);
  });

  test("whose parent the filter left out stands by itself", () => {
    const { sessions, depths } = put(items, { filter: "^c2" });
    expect(sessions.map(({ key }) => key)).toEqual(["c2b", "c2a"]);
    expect(depths).toEqual([0, 0]);
  });

  test("rings, chains and families of any shape: every row once, none lost", () => {
    const names = ["a", "b", "c", "d", "e", "f"];
    const row = record({ parent: option(constantFrom(...names)), busy: constantFrom(true, false) });
    assert(
      property(array(row, { minLength: 6, maxLength: 6 }), (rows) => {
        const family = rows.map(({ parent }, index) => at(names[index] ?? "", index, { spawnedBy: parent }));
        const runs: Runs = new Map(rows.flatMap(({ busy }, index) => (busy ? [run(names[index] ?? "")] : [])));
        expect(keys(family, { runs }).toSorted()).toEqual(names);
      }),
    );
  });

  test("a chain of thousands is no reason to fail", () => {
    const chain = Array.from({ length: 5_000 }, (_, index) => at(`s${index}`, index, { spawnedBy: index === 0 ? null : `s${index - 1}` }));
    expect(new Set(keys(chain)).size).toBe(5_000);
  });
});

describe("the filter", () => {
  const items = [
    at("agent:main:telegram:4411", 1, { channel: "telegram", model: "claude-sonnet-4-5" }),
    at("agent:ops:irc:#deploys", 2, { channel: "irc", status: "failed" }),
    at("agent:客服:值班🌙", 3, { restartRecoveryStatus: "tombstoned" }),
  ];

  test.each([
    ["telegram", 1],
    ["TELEGRAM", 1],
    ["!telegram", 2],
    ["sonnet", 1],
    ["failed", 1],
    ["tombstoned", 1],
    ["值班", 1],
    ["🌙", 1],
    ["^agent:(main|ops)", 2],
    ["nobody", 0],
    ["!", 3],
    ["", 3],
    ["(", 3],
    ["![", 3],
  ])("%s leaves %d", (filter, count) => {
    expect(keys(items, { filter })).toHaveLength(count);
  });

  test("a row that works is matched by what it does now", () => {
    const runs: Runs = new Map([run("agent:main:telegram:4411", { state: "stalled" })]);
    expect(keys(items, { runs, filter: "stalled" })).toEqual(["agent:main:telegram:4411"]);
    const later: Runs = new Map([run("agent:main:telegram:4411", { state: "stuck" })]);
    expect(keys(items, { runs: later, filter: "stalled" })).toEqual([]);
  });

  test.each([
    ["(", /not a regular expression/u],
    ["!*", /not a regular expression/u],
    ["a+", null],
  ])("of %s it says %s", (text, says) => {
    const { problem } = matcherOf(text);
    if (says === null) expect(problem).toBeNull();
    else expect(problem).toMatch(says);
  });

  test("whatever is typed, it never throws; with ! it leaves the others", () => {
    assert(
      property(string({ maxLength: 12 }), (text) => {
        const kept = keys(items, { filter: text });
        const others = text.startsWith("!") ? [] : keys(items, { filter: `!${text}` });
        if (matcherOf(text).problem === null && text !== "" && !text.startsWith("!")) expect(kept.length + others.length).toBe(3);
        else if (matcherOf(text).problem !== null) expect(kept).toHaveLength(3);
      }),
    );
  });
});

test("while nothing changes place it is the same order", () => {
  const items = [at("a", 1), at("b", 2)];
  const first = put(items, { runs: new Map([run("b", { silentMs: 1_000 })]) });
  expect(put(items, { runs: new Map([run("b", { silentMs: 2_000 })]) })).toBe(first);
  expect(put(items, { runs: new Map([run("a")]) })).not.toBe(first);
});
