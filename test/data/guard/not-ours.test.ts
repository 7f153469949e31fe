// What looks like a failure, or like the guard's own doing, and is neither.
import { expect, test } from "vitest";
import { freshMemory, type GuardMemory } from "../../../src/data/guard/memory.ts";
import { repairBegan, repairEnded } from "../../../src/data/guard/repair-course.ts";
import { defaultGuard, type GuardSettings } from "../../../src/data/guard/settings.ts";
import type { Sight } from "../../../src/data/guard/sight.ts";
import { step, type Stepped } from "../../../src/data/guard/step.ts";
import { at, deafAt, goneAt, inputOf, running, stoppedAt, supervised, well } from "../../support/guard-sight.ts";

const settings: GuardSettings = { ...defaultGuard, act: true };
const EVERY = 5_000;
const calm = well(0, { process: { looked: true, value: running() }, supervisor: supervised() });

/** A look every five seconds after `calm`, or after what was remembered. */
function looks(
  untilMs: number,
  look: (ms: number) => Sight,
  from?: { readonly ms: number; readonly memory: GuardMemory },
): readonly Stepped[] {
  const begun = from === undefined ? [step(freshMemory(at(0)), inputOf(calm, { settings }))] : [];
  let memory = from?.memory ?? begun[0]?.memory ?? freshMemory(at(0));
  const steps: Stepped[] = [...begun];
  for (let ms = (from?.ms ?? 0) + EVERY; ms <= untilMs; ms += EVERY) {
    const stepped = step(memory, inputOf(look(ms), { settings }));
    memory = stepped.memory;
    steps.push(stepped);
  }
  return steps;
}

test("a gateway that listens elsewhere by now is told of as one that cannot be looked at, and left alone", () => {
  const steps = looks(600_000, (ms) => deafAt(ms, { listener: { who: "elsewhere", pid: 2815 } }));
  expect(steps.filter(({ due }) => due !== null)).toEqual([]);
  expect(steps.flatMap(({ tells }) => tells).map(({ what, subject, sentence }) => [what, subject, sentence])).toEqual([
    ["guard", "blind", "pid 2815 listens on another port or address than is watched here"],
  ]);
});

test("of a repair that was not sent after all no stop is ours", () => {
  const last = looks(15_000, stoppedAt).at(-1);
  if (last === undefined || last.due === null) throw new Error("nothing is due");
  const frame = inputOf(stoppedAt(16_000), { settings });
  const began = repairBegan(last.memory, last.due, at(15_000), frame);
  const unsent = { outcome: "unproved", run: null, sentence: "nothing was done: it answers again", unclean: false } as const;
  const { memory } = repairEnded(began.memory, unsent, at(16_000), frame);
  const stops = (ms: number): Sight => stoppedAt(ms, { supervisor: supervised({ activeState: "deactivating", subState: "stop-sigterm" }) });
  const steps = looks(120_000, stops, { ms: 15_000, memory });
  expect(new Set(steps.map(({ decision }) => decision.row))).toEqual(new Set(["supervisor-at-it"]));
  expect(steps.flatMap(({ tells }) => tells).map(({ what }) => what)).not.toContain("restart-failed");
});

test("a restart that waits for running work is proved when it comes, however long the old process answers meanwhile", () => {
  const last = looks(15_000, stoppedAt).at(-1);
  if (last === undefined || last.due === null) throw new Error("nothing is due");
  const frame = inputOf(stoppedAt(16_000), { settings });
  const began = repairBegan(last.memory, last.due, at(15_000), frame);
  const drains = { outcome: "unproved", run: "3f9a2c", sentence: "not restarted yet: draining", unclean: false } as const;
  const { memory } = repairEnded(began.memory, drains, at(16_000), frame);
  const page = { ...calm.health, status: "draining" } as const;
  const waits = looks(180_000, (ms) => well(ms, { startup: page, process: { looked: true, value: running() } }), { ms: 15_000, memory });
  const another = running({ pid: 2900, startTicks: 9, startedAt: null });
  const starting = supervised({ activeState: "activating", subState: "auto-restart", mainPid: null });
  const comes = (ms: number): Sight =>
    ms < 190_000 ? goneAt(ms, { staleLock: null, supervisor: starting }) : well(ms, { process: { looked: true, value: another } });
  const after = looks(190_000, comes, { ms: 180_000, memory: waits.at(-1)?.memory ?? memory });
  const told = (steps: readonly Stepped[]): readonly string[] => steps.flatMap(({ tells }) => tells).map(({ what }) => what);
  expect(told(waits)).not.toContain("restarted");
  expect(told(waits)).not.toContain("recovered");
  expect(told(after)).toContain("recovered");
  expect(after.at(-1)?.memory.last).toMatchObject({ step: "service", outcome: "proved" });
});
