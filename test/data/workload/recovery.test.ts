// Recoveries that freed nothing, and what the gateway's detector says of whom.
import { describe, expect, test } from "vitest";
import type { Event } from "../../../src/data/events.ts";
import type { LogNote } from "../../../src/data/model/log-notes.ts";
import type { State } from "../../../src/data/state.ts";
import { detectorLines } from "../../../src/data/workload/detector-lines.ts";
import { ineffectiveRecoveries } from "../../../src/data/workload/recovery.ts";
import { answered, readyz, record, sampled, scene, session, START, task, well } from "../../support/scene.ts";
import { logged } from "../alerts/cases/given.ts";

const KEY = "agent:main:hung";
const MINUTE = 60_000;

type Recovery = Extract<LogNote, { of: "recovery" }>;
const recovery = (given: Partial<Recovery> = {}): Recovery => ({
  at: START - MINUTE,
  of: "recovery",
  sessionKey: KEY,
  status: "skipped",
  action: "observe_only",
  released: null,
  queued: null,
  ...given,
});

type Detector = Extract<LogNote, { of: "detector" }>;
const detector = (given: Partial<Detector> = {}): Detector => ({
  at: START - 20_000,
  of: "detector",
  verdict: "stalled",
  sessionKey: KEY,
  ageMs: 436_000,
  queueDepth: 0,
  reason: "active_work_without_progress",
  recovery: "none",
  ...given,
});

const startedAgo = (ms: number): readonly Event[] => [
  sampled("sessions", { items: [session({ key: KEY, status: "running", hasActiveRun: true, startedAt: START - ms })], total: 1 }),
  sampled("tasks", [task({ sessionKey: KEY, startedAt: START - ms, lastActivityAt: START - ms })]),
];
const hung = (...more: readonly Event[]): State => scene(...well(), ...startedAgo(20 * MINUTE), ...more);
const told = (state: State): readonly (string | null)[] => ineffectiveRecoveries(state).map(({ sessionKey }) => sessionKey);

describe("a recovery in the log", () => {
  test.each([
    ["skipped", recovery(), [KEY]],
    ["failed", recovery({ status: "failed" }), [KEY]],
    ["released, but nothing", recovery({ status: "released", released: 0 }), [KEY]],
    ["aborted, but nothing was released", recovery({ status: "aborted", released: 0 }), [KEY]],
    ["released one", recovery({ status: "released", released: 1 }), []],
    ["aborted", recovery({ status: "aborted", released: null }), []],
    ["a quarter of an hour ago", recovery({ at: START - 15 * MINUTE }), []],
    ["just within it", recovery({ at: START - 15 * MINUTE + 1_000 }), [KEY]],
    ["of another session, which rests", recovery({ sessionKey: "agent:main:other" }), []],
  ])("%s", (_, note, keys) => {
    expect(told(hung(logged(note)))).toEqual(keys);
  });

  test("the newest of a session counts", () => {
    expect(told(hung(logged(recovery(), recovery({ at: START - 1_000, status: "released", released: 2 }))))).toEqual([]);
    expect(told(hung(logged(recovery({ status: "released", released: 2 }), recovery({ at: START - 1_000 }))))).toEqual([KEY]);
  });

  test("a run that began after it was let in by it", () => {
    expect(told(scene(...well(), ...startedAgo(MINUTE - 1_000), logged(recovery())))).toEqual([]);
    expect(told(scene(...well(), ...startedAgo(MINUTE + 1_000), logged(recovery())))).toEqual([KEY]);
  });

  test("of an earlier boot it says nothing", () => {
    const rebooted = sampled("readyz", answered(readyz({ uptimeMs: 10 })));
    expect(told(hung(logged(recovery()), rebooted))).toEqual([]);
  });

  test("a gateway whose clock is ahead: by its own times", () => {
    const ahead = 3_600_000;
    const board = { accounts: [], issues: [], partial: false, toldAt: START + ahead };
    expect(told(hung(sampled("channels", board), logged(recovery({ at: START - MINUTE + ahead }))))).toEqual([KEY]);
    expect(told(hung(sampled("channels", board), logged(recovery({ at: START - MINUTE }))))).toEqual([]);
  });
});

describe("a recovery in the ring, which names nobody", () => {
  const inRing = (given: Parameters<typeof record>[0]): Event =>
    sampled("stability", {
      since: 0,
      lastSeq: 1,
      dropped: 0,
      records: [record({ type: "session.recovery.completed", at: START - MINUTE, ...given })],
    });

  test.each([
    ["skipped", { outcome: "skipped" }, [null]],
    ["released, without a count: nothing", { outcome: "released" }, [null]],
    ["released two", { outcome: "released", count: 2 }, []],
  ])("%s", (_, given, keys) => {
    expect(told(hung(inRing(given)))).toEqual(keys);
  });

  test("the one the log names is told once", () => {
    expect(told(hung(logged(recovery()), inRing({ outcome: "skipped" })))).toEqual([KEY]);
  });

  test("nothing is silent: it was of a run that is over", () => {
    expect(told(scene(...well(), inRing({ outcome: "skipped" })))).toEqual([]);
  });
});

describe("the detector", () => {
  test.each([
    ["20 s ago", 20_000, 1],
    ["just fresh", 74_999, 1],
    ["it would have said it again", 75_000, 0],
  ])("%s", (_, ago, lines) => {
    expect(detectorLines(hung(logged(detector({ at: START - ago })))).size).toBe(lines);
  });

  test("its newest line about each", () => {
    const state = hung(
      logged(detector({ verdict: "stalled" }), detector({ at: START - 1_000, verdict: "stuck" }), detector({ sessionKey: "b" })),
    );
    expect([...detectorLines(state)].map(([key, { verdict }]) => [key, verdict])).toEqual([
      [KEY, "stuck"],
      ["b", "stalled"],
    ]);
  });
});
