// What a row of the sessions board tells, and that ten thousand rows are not made to show thirty.
import { describe, expect, test } from "vitest";
import type { Event } from "../../../src/data/events.ts";
import type { Session } from "../../../src/data/model/sessions.ts";
import { laneBoard } from "../../../src/data/select/lane-board.ts";
import { sessionBoard } from "../../../src/data/select/session-board.ts";
import type { State } from "../../../src/data/state.ts";
import { act } from "../../../src/data/view.ts";
import { clock, lane, pushed, sampled, scene, session, START, task, well } from "../../support/scene.ts";
import { logged } from "../alerts/cases/given.ts";

const MINUTE = 60_000;
const sessions = (...items: readonly Session[]): Event => sampled("sessions", { items, total: items.length });
const board = (...events: readonly Event[]) => sessionBoard(scene(...well(), ...events));
const hung = session({ key: "hung", status: "running", hasActiveRun: true, startedAt: START - 20 * MINUTE });
const silent = task({ sessionKey: "hung", startedAt: START - 20 * MINUTE, lastActivityAt: START - 20 * MINUTE });

describe("a row", () => {
  test("hung, named by the detector, recovery in vain, two behind it", () => {
    const behind = ["b", "c"].map((id) => task({ id, sessionKey: "hung", execution: "queued", createdAt: START - MINUTE }));
    const row = board(
      sessions(hung),
      sampled("tasks", [silent, ...behind]),
      logged(
        {
          at: START - 20_000,
          of: "detector",
          verdict: "stalled",
          sessionKey: "hung",
          ageMs: 1,
          queueDepth: 2,
          reason: null,
          recovery: null,
        },
        { at: START - 10_000, of: "recovery", sessionKey: "hung", status: "skipped", action: null, released: null, queued: 2 },
      ),
    ).find("hung");
    expect(row).toMatchObject({ words: "stuck", mark: "bad", ineffective: true, ageMs: 20 * MINUTE, detector: { verdict: "stalled" } });
    expect(row?.notes).toEqual(["INEFFECTIVE: recovery released nothing, 2 wait", "detector: stalled 20s ago"]);
  });

  test.each([
    ["tombstoned", { restartRecoveryStatus: "tombstoned" }, "warn", ["given up after a restart"]],
    ["aborted", { abortedLastRun: true, status: "killed" }, "off", ["last run aborted"]],
    ["failed", { status: "failed", lastRunError: "rate limit" }, "warn", ["rate limit"]],
    ["failed once, well since", { status: "done", lastRunError: "rate limit" }, "off", []],
    ["well", { status: "done" }, "off", []],
  ] as const)("at rest: %s", (_, given, mark, notes) => {
    expect(board(sessions(session({ key: "a", ...given }))).find("a")).toMatchObject({ mark, notes, run: null });
  });

  test("what a queued run waits for", () => {
    const queued = session({ key: "q", status: "queued" });
    const waits = task({ sessionKey: "q", execution: "queued", createdAt: START - 2 * MINUTE });
    const full = sampled("lanes", { lanes: [lane({ active: 2, limit: 2, queued: 1 })], dynamic: null });
    expect(board(sessions(queued), sampled("tasks", [waits]), full).find("q")).toMatchObject({
      mark: "warn",
      notes: ["waits for main 2/2"],
    });
    expect(board(sessions(queued), sampled("tasks", [waits])).find("q")?.notes).toEqual(["waits its turn"]);
  });

  test("a tool call without its result", () => {
    const begun = pushed([
      { push: "progress", sessionKey: "a", stream: "item", phase: "start", failed: false, tool: { id: "t", ended: false } },
    ]);
    const state = scene(...well(), sessions(session({ key: "a", status: "killed" })), begun, clock(START + 6_000));
    expect(sessionBoard(state).find("a")).toMatchObject({ scars: ["dangling-tool-call"], mark: "warn" });
  });
});

/** Sessions that count how often a row is made of them. */
function counting(count: number): { readonly items: readonly Session[]; readonly made: () => number } {
  let made = 0;
  const items = Array.from({ length: count }, (_, index): Session => {
    const plain = session({ key: `agent:main:s${index}`, status: "done", lastActivityAt: START - index });
    // Only a row that is made looks at it.
    return Object.defineProperty(plain, "abortedLastRun", { get: () => ((made += 1), null) });
  });
  return { items, made: () => made };
}

describe("ten thousand sessions", () => {
  test("only the rows of the window are made, on any page, in any order, with a filter", () => {
    const { items, made } = counting(10_000);
    let state: State = act(scene(...well(), sessions(...items)), "sessions-board");
    for (const step of ["sort", "sort", "last", "sort"] as const) {
      const before = made();
      const view = sessionBoard(state);
      expect(view.rows(5_000, 5_030)).toHaveLength(30);
      expect(made() - before).toBe(30);
      state = act(state, step);
    }
  });

  test("the clock ticks: nothing is put in order again", () => {
    const { items } = counting(10_000);
    const first = scene(...well(), sessions(...items), sampled("tasks", []));
    const later = { ...first, now: first.now + 1_000 };
    expect(sessionBoard(later).keys()).toBe(sessionBoard(first).keys());
  });
});

describe("lanes", () => {
  const waiting = (given: Parameters<typeof task>[0]) => task({ execution: "queued", ...given });

  test("the oldest wait of each: a run behind its own session is not one of main", () => {
    const state = scene(
      ...well(),
      sessions(hung, session({ key: "other" })),
      sampled("lanes", {
        lanes: [lane({ active: 2, queued: 1 }), lane({ lane: "cron", queued: 1 })],
        dynamic: { laneCount: 1, active: 1, queued: 1 },
      }),
      sampled("tasks", [
        silent,
        waiting({ id: "b", sessionKey: "hung", createdAt: START - 5 * MINUTE }),
        waiting({ id: "c", sessionKey: "other", createdAt: START - 2 * MINUTE }),
        waiting({ id: "d", sessionKey: null, runtime: "cron", createdAt: START - MINUTE }),
      ]),
    );
    const waits = Object.fromEntries(laneBoard(state).map(({ key, oldestWaitMs }) => [key, oldestWaitMs]));
    expect(waits).toEqual({ main: 2 * MINUTE, cron: MINUTE, "session:*": 5 * MINUTE });
  });

  test("growth is unknown at first, then a number", () => {
    const read = (second: number): Event =>
      sampled("lanes", { lanes: [lane({ active: 2, queued: 1 + second / 10 })], dynamic: null }, START + second * 1_000);
    const reads = Array.from({ length: 61 }, (_, index) => read(index * 2));
    expect(laneBoard(scene(...well(), ...reads.slice(0, 10)))[0]).toMatchObject({ growthPerMinute: null });
    expect(laneBoard(scene(...well(), ...reads))[0]?.growthPerMinute).toBeCloseTo(6, 1);
  });
});
