// What holds for any order of looks, clocks and outcomes.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Due } from "../../../src/data/guard/input.ts";
import { uncleanEnds } from "../../../src/data/guard/kill-limit.ts";
import { freshMemory, type GuardMemory } from "../../../src/data/guard/memory.ts";
import type { Repaired } from "../../../src/data/guard/ports.ts";
import { repairBegan, repairEnded } from "../../../src/data/guard/repair-course.ts";
import { defaultGuard, type GuardSettings } from "../../../src/data/guard/settings.ts";
import type { Sight } from "../../../src/data/guard/sight.ts";
import { step } from "../../../src/data/guard/step.ts";
import { at, deafAt, inputOf, running, silentAt, stoppedAt, unsupervised, well } from "../../support/guard-sight.ts";

const acting: GuardSettings = { ...defaultGuard, act: true };

type Kind = "well" | "silent" | "stopped" | "deaf" | "blind" | "busy";
const looks: { readonly [K in Kind]: (ms: number) => Sight } = {
  well: (ms) => well(ms),
  silent: (ms) => silentAt(ms),
  stopped: (ms) => stoppedAt(ms),
  deaf: (ms) => deafAt(ms),
  busy: (ms) => silentAt(ms, { state: "R", cpuCores: 1, backlog: 3 }),
  blind: (ms) => silentAt(ms, {}, { listener: { who: "unknown", pid: null }, process: { looked: true, value: null } }),
};
const kinds = Object.keys(looks) as readonly Kind[];
const anyLooks = fc.array(fc.constantFrom(...kinds, "silent", "stopped"), { minLength: 1, maxLength: 60 });

const EVERY = 5_000;

/** Monotonic ms of the look after which something is due for the first time. */
function firstDue(order: readonly Kind[], wall: readonly number[] = []): number | null {
  let memory = freshMemory(at(0));
  for (const [index, kind] of order.entries()) {
    const sight = looks[kind](index * EVERY);
    const shift = wall[index] ?? 0;
    const { value } = sight.process;
    const shifted: Sight = {
      ...sight,
      at: sight.at + shift,
      // The kernel tells the start of a process by the same clock.
      process: value === null ? sight.process : { ...sight.process, value: { ...value, startedAt: (value.startedAt ?? 0) + shift } },
    };
    const stepped = step(memory, inputOf(shifted, { settings: acting }));
    memory = stepped.memory;
    if (stepped.due !== null) return index * EVERY;
  }
  return null;
}

const failures: readonly Kind[] = ["silent", "stopped", "deaf", "busy"];

test("nothing is due before three failures at least 5 s apart, with no good look in between", () => {
  fc.assert(
    fc.property(anyLooks, (order) => {
      const due = firstDue(order);
      if (due === null) return;
      const seen = order.slice(0, due / EVERY + 1);
      const since = seen.slice(seen.lastIndexOf("well") + 1);
      const failed = since.filter((kind) => failures.includes(kind));
      expect(failed.length).toBeGreaterThanOrEqual(acting.strikes);
      expect((since.length - 1) * EVERY).toBeGreaterThanOrEqual(acting.stoppedDebounceMs * (acting.strikes - 1));
      expect(failures).toContain(seen.at(-1));
    }),
    { numRuns: 500 },
  );
});

test("silence alone is not acted on in less than a minute", () => {
  const kindsOfSilence = fc.array(fc.constantFrom<Kind>("silent", "deaf", "blind"), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(kindsOfSilence, (order) => {
      expect(firstDue(order) ?? Infinity).toBeGreaterThanOrEqual(60_000);
    }),
  );
});

test("no way to set the clock makes it act sooner", () => {
  const shifts = fc.array(fc.integer({ min: -7_200_000, max: 7_200_000 }), { maxLength: 60 });
  fc.assert(
    fc.property(anyLooks, shifts, (order, wall) => {
      expect(firstDue(order, wall) ?? Infinity).toBeGreaterThanOrEqual(firstDue(order) ?? Infinity);
    }),
    { numRuns: 300 },
  );
});

test("a debounce that is twice as long never leads to an earlier repair", () => {
  const due = (order: readonly Kind[], factor: number): number => {
    let memory = freshMemory(at(0));
    const settings = {
      ...acting,
      debounceMs: acting.debounceMs * factor,
      stoppedDebounceMs: acting.stoppedDebounceMs * factor,
      blockedDebounceMs: acting.blockedDebounceMs * factor,
    };
    for (const [index, kind] of order.entries()) {
      const stepped = step(memory, inputOf(looks[kind](index * EVERY), { settings }));
      memory = stepped.memory;
      if (stepped.due !== null) return index;
    }
    return Infinity;
  };
  fc.assert(
    fc.property(anyLooks, (order) => {
      expect(due(order, 2)).toBeGreaterThanOrEqual(due(order, 1));
    }),
  );
});

const outcomes = fc.record({
  outcome: fc.constantFrom<Repaired["outcome"]>("proved", "refuted", "unproved"),
  unclean: fc.boolean(),
  tookMs: fc.integer({ min: 100, max: 90_000 }),
});

test("whatever becomes of its repairs, no more than two forced ends fall into any five minutes", () => {
  fc.assert(
    fc.property(fc.array(outcomes, { minLength: 1, maxLength: 40 }), fc.boolean(), (ends, rearms) => {
      const forced: number[] = [];
      let memory: GuardMemory = freshMemory(at(0));
      let ms = 0;
      let pid = 3_000;
      const play = (due: Due): void => {
        const end = ends[forced.length % ends.length] ?? { outcome: "proved", unclean: true, tookMs: 1_000 };
        const frame = inputOf(well(ms), { settings: acting });
        memory = repairBegan(memory, due, at(ms), frame).memory;
        if (end.unclean) forced.push(ms);
        if (end.unclean) pid += 1;
        ms += end.tookMs;
        memory = repairEnded(memory, { ...end, run: null, sentence: "" }, at(ms), frame).memory;
      };
      for (let look = 0; look < 600; look += 1, ms += EVERY) {
        const process = running({ pid, startTicks: pid, state: "T", startedAt: null });
        const sight = stoppedAt(ms, { process: { looked: true, value: process }, supervisor: unsupervised });
        const stepped = step(memory, inputOf(sight, { settings: acting, rearm: rearms && look % 20 === 0 }));
        memory = stepped.memory;
        if (stepped.due !== null) play(stepped.due);
      }
      for (const [index, first] of forced.entries()) expect((forced[index + 2] ?? Infinity) - first).toBeGreaterThanOrEqual(300_000);
    }),
    { numRuns: 60 },
  );
});

test("ends that others caused count as much as its own", () => {
  const memory = { kills: [at(0)] };
  expect(uncleanEnds(memory, at(10_000).monotonicMs, { settings: acting, uncleanBoots: null })).toBe(1);
  expect(uncleanEnds(memory, at(10_000).monotonicMs, { settings: acting, uncleanBoots: 2 })).toBe(2);
  expect(uncleanEnds(memory, at(300_000).monotonicMs, { settings: acting, uncleanBoots: null })).toBe(0);
});
