// What the next guard makes of the file of the one before.
import { expect, test } from "vitest";
import { freshMemory, type GuardMemory } from "../../../src/data/guard/memory.ts";
import { repairBegan, repairNamed } from "../../../src/data/guard/repair-course.ts";
import { readGuardFile } from "../../../src/data/guard/read-file.ts";
import { defaultGuard, type GuardSettings } from "../../../src/data/guard/settings.ts";
import { fromState, toState, worthWriting } from "../../../src/data/guard/state.ts";
import { step } from "../../../src/data/guard/step.ts";
import type { Sight } from "../../../src/data/guard/sight.ts";
import { at, goneAt, inputOf, running, stoppedAt, supervised, T0, unsupervised, well } from "../../support/guard-sight.ts";

const settings: GuardSettings = { ...defaultGuard, act: true, start: ["openclaw", "gateway", "run"] };
const about = { target: "ws://127.0.0.1:18789", guard: { pid: 77, startTicks: 7, version: "0.1.0", since: T0 }, settings };

const play = (memory: GuardMemory, ...sights: readonly Sight[]) => {
  let next = memory;
  const steps = sights.map((sight) => {
    const stepped = step(next, inputOf(sight, { settings }));
    next = stepped.memory;
    return stepped;
  });
  return { memory: next, steps };
};

/** As the next guard reads it, after a restart of its own clock. */
const later = (ms: number) => ({ at: T0 + ms, monotonicMs: 900_000 + ms });
const lookOf = (sight: Sight, ms: number): Sight => ({ ...sight, ...later(ms) });

test("what was written is read as it was", () => {
  const { memory } = play(freshMemory(at(0)), well(0), stoppedAt(5_000), stoppedAt(10_000));
  const file = toState({ ...memory, chores: { ...memory.chores, disk: T0 } }, about);
  const read = readGuardFile(JSON.stringify(file));
  expect(read).toEqual({ kind: "read", file });
  expect(file).toMatchObject({ standing: "frozen-proved", strikes: [T0 + 5_000, T0 + 10_000], strikesNeeded: 3, acts: true });
});

function killedInTheMiddle(step: "service" | "clean-up") {
  const { memory } = play(freshMemory(at(0)), well(0, { supervisor: supervised() }), ...[5, 10, 15].map((s) => stoppedAt(s * 1_000)));
  const due = { step, why: "repair", process: { pid: 2815, startTicks: 172_323 }, waitMs: 1 } as const;
  const began = repairBegan(memory, due, at(16_000), inputOf(well(16_000), { settings })).memory;
  return toState(repairNamed(began, "3f9a2c"), about);
}

test("a repair of a guard that was killed counts as one that failed, and its forced end stays counted", () => {
  const file = killedInTheMiddle("clean-up");
  expect(file).toMatchObject({ attempts: 1, underWay: { run: "3f9a2c", step: "clean-up", since: T0 + 16_000 }, kills: [T0 + 16_000] });
  const memory = fromState(file, later(20_000), settings);
  expect(memory).toMatchObject({ attempts: 1, tried: ["clean-up"], underWay: null, last: { outcome: "unproved", run: "3f9a2c" } });
  expect(memory.kills).toEqual([{ at: T0 + 16_000, monotonicMs: 900_000 + 16_000 }]);
  expect(memory.notBefore?.monotonicMs).toBe(later(25_000).monotonicMs);
});

test("its successor sends nothing while what was begun may still be booting, and ends well", () => {
  const memory = fromState(killedInTheMiddle("service"), later(20_000), settings);
  const young = running({ pid: 2900, startTicks: 9, startedAt: T0 + 18_000 });
  const boots = Array.from({ length: 14 }, (_, index) =>
    lookOf(stoppedAt(0, { process: { looked: true, value: { ...young, state: "S" } } }), 20_000 + index * 5_000),
  );
  const answer = lookOf(well(0, { process: { looked: true, value: young } }), 95_000);
  const { steps, memory: after } = play(memory, ...boots, answer);
  expect(steps.filter(({ due }) => due !== null)).toEqual([]);
  expect(after).toMatchObject({ standing: "well" });
});

test("what the dead guard killed and did not start again is started, though nothing of it is left", () => {
  const file = killedInTheMiddle("clean-up");
  const gone = (ms: number): Sight => lookOf(goneAt(0, { staleLock: null, supervisor: unsupervised }), ms);
  const looks = Array.from({ length: 40 }, (_, index) => gone(20_000 + index * 5_000));
  const { steps } = play(fromState(file, later(20_000), settings), ...looks);
  const first = steps.findIndex(({ due }) => due !== null);
  expect(steps[first]?.due?.step).toBe("start");
  // Its boot window of 60 s, then three strikes.
  expect(20 + first * 5).toBeGreaterThanOrEqual(16 + 60 + 60);
});

test("times that lie in the future are those of a clock that was set back", () => {
  const { memory } = play(freshMemory(at(0)), well(0));
  const file = {
    ...toState(memory, about),
    gaveUpAt: T0 + 9e6,
    kills: [T0 + 9e6],
    nextAttemptAt: T0 + 9e6,
    told: { "down/gateway": T0 + 9e6 },
  };
  const next = fromState(file, later(0), settings);
  expect(next.gaveUp).toEqual(later(0));
  expect(next.kills).toEqual([later(0)]);
  expect(next.told).toEqual({ "down/gateway": T0 });
  expect(next.notBefore).toEqual(later(20_000));
});

test("strikes are of one guard: the next counts its own", () => {
  const { memory } = play(freshMemory(at(0)), well(0), stoppedAt(5_000), stoppedAt(10_000));
  expect(fromState(toState(memory, about), later(15_000), settings).strikes).toEqual([]);
});

test.each([
  ["a minute", 60_000, at(0).at],
  ["an hour, in which nobody looked", 3_600_000, undefined],
])("a guard that follows after %s: since when the gateway is well", (_, ms, since) => {
  const { memory } = play(freshMemory(at(0)), well(0));
  const next = fromState(toState(memory, about), later(ms), settings);
  expect(next.answersSince?.at).toBe(since);
  expect(next.since.at).toBe(T0);
});

test("a calm look is not worth writing, anything else is", () => {
  const { memory } = play(freshMemory(at(0)), well(0), well(5_000));
  expect(worthWriting(memory, play(memory, well(10_000)).memory)).toBe(false);
  expect(worthWriting(memory, play(memory, stoppedAt(10_000)).memory)).toBe(true);
  expect(worthWriting(memory, { ...memory, chores: { ...memory.chores, logs: T0 } })).toBe(true);
});
