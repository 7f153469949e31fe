// The service manager stops the gateway at the guard's own word, and that takes its time.
import { expect, test } from "vitest";
import type { GuardInput } from "../../../src/data/guard/input.ts";
import { freshMemory, type GuardMemory } from "../../../src/data/guard/memory.ts";
import { repairBegan, repairEnded } from "../../../src/data/guard/repair-course.ts";
import { defaultGuard, type GuardSettings } from "../../../src/data/guard/settings.ts";
import type { Sight } from "../../../src/data/guard/sight.ts";
import { step, type Stepped } from "../../../src/data/guard/step.ts";
import { at, deafAt, goneAt, inputOf, running, silentAt, stoppedAt, supervised, T0, well } from "../../support/guard-sight.ts";

const settings: GuardSettings = { ...defaultGuard, act: true };
const calm = well(0, { process: { looked: true, value: running() }, supervisor: supervised() });
const stopping = supervised({ activeState: "deactivating", subState: "stop-sigterm" });

function play(sights: readonly Sight[], from: GuardMemory, change: Partial<GuardInput> = {}) {
  let memory = from;
  const steps: Stepped[] = [];
  for (const sight of sights) {
    const stepped = step(memory, inputOf(sight, { settings, ...change }));
    memory = stepped.memory;
    steps.push(stepped);
  }
  return { memory, steps, tells: steps.flatMap(({ tells }) => tells).map(({ what, edge }) => `${what} ${edge}`) };
}

/** Its service was told to restart it at 15 s, and waited for until 30 s. */
function waitedFor(): GuardMemory {
  const seen = play([calm, ...[5_000, 10_000, 15_000].map((ms) => stoppedAt(ms))], freshMemory(at(0)));
  const due = seen.steps.at(-1)?.due ?? null;
  expect(due?.step).toBe("service");
  if (due === null) throw new Error("nothing is due");
  const frame = inputOf(stoppedAt(30_000), { settings });
  const began = repairBegan(seen.memory, due, at(15_000), frame);
  const unproved = { outcome: "unproved", run: "3f9a2c", sentence: "no answer in time", unclean: false } as const;
  return repairEnded(began.memory, unproved, at(30_000), frame).memory;
}

const blocked = (ms: number): Sight => silentAt(ms, { state: "R", cpuCores: 1, backlog: 4 }, { supervisor: stopping });
const ending = (ms: number): Sight => deafAt(ms, { supervisor: stopping });
const answers = (ms: number): Sight =>
  well(ms, { process: { looked: true, value: running({ pid: 2900, startTicks: 9, startedAt: T0 + 40_000 }) } });

test("while the guard waits before its next step, the one before has not failed", () => {
  const { memory, tells } = play([30_050, 34_000].map(blocked), waitedFor());
  expect(memory.decision).toMatchObject({ row: "back-off", step: "clean-up" });
  expect(memory.last?.outcome).toBe("unproved");
  expect(tells).toEqual([]);
});

test("it has when the next step is due", () => {
  const { steps, tells } = play([34_000, 39_000].map(blocked), waitedFor());
  expect(steps.at(-1)?.due?.step).toBe("clean-up");
  expect(tells).toEqual(["restart-failed once"]);
});

test("a process that gives its port back is ending after all: it is waited for, and what answers then is the proof", () => {
  const gone = goneAt(43_000, { supervisor: supervised({ activeState: "activating", subState: "start-pre", mainPid: null }) });
  // It may be gone already when it is asked whether it could be ended.
  const cannot = { "clean-up": "no process of the gateway is found" };
  const { memory, steps, tells } = play([blocked(34_000), ending(38_000), gone, answers(58_000)], waitedFor(), { cannot });
  expect(steps.map(({ decision }) => decision.row).slice(1)).toEqual(["supervisor-at-it", "boot", "well"]);
  expect(steps.filter(({ due }) => due !== null)).toEqual([]);
  expect(memory).toMatchObject({ attempts: 1, kills: [], gaveUp: null, last: { step: "service", outcome: "proved" } });
  expect(tells).toEqual(["restarted once", "recovered ends"]);
});

test("an answer of a boot that has not started yet proves nothing yet", () => {
  const starting = (ms: number): Sight => ({ ...answers(ms), startup: { ...answers(ms).health, status: "starting" } });
  const begun = play([ending(38_000), starting(50_000), starting(55_000)], waitedFor());
  expect(begun.memory.last?.outcome).toBe("unproved");
  const started = { ...starting(60_000), startup: { ...starting(60_000).startup, status: "started" } } as const;
  expect(play([started], begun.memory).memory.last).toMatchObject({ step: "service", outcome: "proved" });
});

test("one that does not end then is ended by force after all", () => {
  const sights = Array.from({ length: 24 }, (_, index) => ending(38_000 + index * 5_000));
  const { steps } = play(sights, waitedFor());
  const due = steps.findIndex(({ due }) => due?.step === "clean-up");
  expect(due).toBeGreaterThan(0);
  expect(steps[0]?.decision.row).toBe("supervisor-at-it");
  expect(steps[due]?.decision.row).toBe("our-stop-hangs");
});
