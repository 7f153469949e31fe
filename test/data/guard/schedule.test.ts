// Restarts nothing is wrong for: when they are made, waited with, left out, and only told of.
import { expect, test } from "vitest";
import type { GuardInput } from "../../../src/data/guard/input.ts";
import { freshMemory, type GuardMemory } from "../../../src/data/guard/memory.ts";
import { defaultGuard, type GuardSettings, type RestartSettings } from "../../../src/data/guard/settings.ts";
import { step, wants, type Stepped } from "../../../src/data/guard/step.ts";
import type { Sight } from "../../../src/data/guard/sight.ts";
import type { Tell } from "../../../src/data/guard/tell.ts";
import { at, inputOf, running, T0, well } from "../../support/guard-sight.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const settingsOf = (restart: Partial<RestartSettings>, act = true): GuardSettings => ({
  ...defaultGuard,
  act,
  intervalMs: 30_000,
  restart: { ...defaultGuard.restart, everyMs: 8 * HOUR, ...restart },
});

const look = (ms: number, uptimeMs = 20 * HOUR, rssBytes = 800_000_000): Sight =>
  well(ms, {
    startup: { outcome: "answered", status: "started", ok: true, uptimeMs, ms: 1 },
    process: { looked: true, value: running({ rssBytes, startedAt: T0 - 20 * HOUR }) },
  });

type Run = {
  readonly due: readonly (readonly [ms: number, stepped: Stepped])[];
  readonly tells: readonly Tell[];
  readonly memory: GuardMemory;
};

/** Every 30 s until then; what is due is taken as done. */
function run(
  settings: GuardSettings,
  untilMs: number,
  of: (ms: number) => Partial<GuardInput> & { readonly sight?: Sight } = () => ({}),
): Run {
  let memory = freshMemory(at(0));
  const due: (readonly [number, Stepped])[] = [];
  const tells: Tell[] = [];
  for (let ms = 0; ms <= untilMs; ms += 30_000) {
    const wanted = wants(memory, at(ms).monotonicMs);
    const asked: GuardInput["safe"] = wanted.safe ? { asked: true, answer: { safe: true, sentence: "idle" } } : { asked: false };
    const { sight = look(ms), ...change } = of(ms);
    const stepped = step(memory, inputOf(sight, { settings, safe: asked, ...change }));
    memory = stepped.memory;
    tells.push(...stepped.tells);
    if (stepped.due !== null) due.push([ms, stepped]);
  }
  return { due, tells, memory };
}

const busy = (ms: number, memoryAsks = true): Partial<GuardInput> =>
  memoryAsks && ms > 0 ? { safe: { asked: true, answer: { safe: false, sentence: "2 runs are active" } } } : {};

// T0 is 09:00; the next slot of eight hours is 16:00.
const SLOT = 7 * HOUR;

test("idle: asked to restart once, soon after its slot, and the next one is planned", () => {
  const { due, memory } = run(settingsOf({}), 10 * HOUR);
  expect(due).toHaveLength(1);
  const [ms, stepped] = due[0] ?? [0, null];
  expect(ms).toBeGreaterThanOrEqual(SLOT);
  expect(ms).toBeLessThanOrEqual(SLOT + 10 * MINUTE + MINUTE);
  expect(stepped?.due).toEqual({ step: "ask", why: "schedule", process: { pid: 2815, startTicks: 172_323 }, waitMs: 90_000 });
  expect(stepped?.decision).toMatchObject({ row: "scheduled", follows: "repair", step: "ask" });
  expect(memory.schedule.nextAt).toBeGreaterThan(T0 + 15 * HOUR);
  // On the disk before anything is sent: it does not come again.
  expect(stepped?.memory.schedule.lastSlot).toBe(T0 + SLOT);
});

test("busy: it waits, asks every half minute, and leaves it out when its time is over", () => {
  const { due, tells, memory } = run(settingsOf({ withinMs: 30 * MINUTE }), 9 * HOUR, (ms) => busy(ms));
  expect(due).toEqual([]);
  expect(tells.map(({ what }) => what)).toEqual(["restart-skipped"]);
  expect(tells[0]?.sentence).toBe("the restart that was due is left out: it waited 30m, and 2 runs are active");
  expect(memory.schedule).toMatchObject({ waits: null, lastSlot: T0 + SLOT, skipped: tells[0]?.sentence });
});

test("busy, then idle within its time: made then", () => {
  const idleAt = SLOT + 20 * MINUTE;
  const { due } = run(settingsOf({ withinMs: HOUR }), 9 * HOUR, (ms) => busy(ms, ms < idleAt));
  expect(due.map(([ms]) => ms)).toEqual([idleAt]);
});

test.each<[string, (ms: number) => Partial<GuardInput> & { readonly sight?: Sight }, string]>([
  ["younger than half the gap", (ms) => ({ sight: look(ms, 3 * HOUR) }), "it runs for 3h only, less than half of the 8h between two"],
  ["without credentials", () => ({ safe: { asked: true, answer: null } }), "it cannot be asked whether work runs"],
  ["where it cannot be asked to restart", () => ({ cannot: { ask: "the token may only read" } }), "the token may only read"],
  ["in maintenance", () => ({ flagFile: "/maintenance" }), "held: maintenance"],
])("left out and told: %s", (_name, of, why) => {
  const { due, tells } = run(settingsOf({ withinMs: 10 * MINUTE }), 9 * HOUR, of);
  expect(due).toEqual([]);
  const skipped = tells.filter(({ what }) => what === "restart-skipped");
  expect(skipped).toHaveLength(1);
  expect(skipped[0]?.sentence).toContain(why);
});

test("advice instead of a restart", () => {
  const { due, tells } = run(settingsOf({ advise: true }), 9 * HOUR);
  expect(due).toEqual([]);
  expect(tells.map(({ what, sentence }) => [what, sentence])).toEqual([
    ["restart-advised", "a restart would be due: it is time · it holds 763 MiB · it runs for 20h"],
  ]);
});

test.each<[string, RestartSettings, readonly number[]]>([
  ["was taken back: nothing is restarted", { ...defaultGuard.restart }, []],
  ["is another: its own slots count", { ...defaultGuard.restart, everyMs: 9 * HOUR }, [6 * HOUR]],
  ["says the same again: nothing is lost", { ...settingsOf({}).restart }, [SLOT]],
])("a plan that %s", (_name, restart, slots) => {
  const before = settingsOf({});
  const after = { ...before, restart };
  // From a moment at which the first one was planned, and was not due yet.
  const { due } = run(before, 10 * HOUR, (ms) => ({ settings: ms < HOUR ? before : after }));
  expect(due.map(([ms]) => slots.filter((slot) => ms >= slot && ms <= slot + 11 * MINUTE))).toEqual(slots.map((slot) => [slot]));
});

test("a plan that is taken back while its restart waits for work to end: it waits no longer", () => {
  const before = settingsOf({ withinMs: 2 * HOUR });
  const after = { ...before, restart: { ...before.restart, everyMs: null } };
  const { due, tells, memory } = run(before, 10 * HOUR, (ms) => ({
    ...busy(ms, ms < 8 * HOUR),
    settings: ms < SLOT + HOUR / 2 ? before : after,
  }));
  expect({ due, tells, waits: memory.schedule.waits }).toEqual({ due: [], tells: [], waits: null });
});

test("a dry run says what it would have done", () => {
  const { due, tells, memory } = run(settingsOf({}, false), 9 * HOUR);
  expect(due).toEqual([]);
  expect(tells.map(({ what, dryRun }) => [what, dryRun])).toEqual([["restarting", true]]);
  expect(memory.last).toMatchObject({ why: "schedule", step: "ask", outcome: null });
});

const GIB = 1024 ** 3;

test("over its memory limit for five minutes: restarted through the same door, at most every two hours", () => {
  const settings = settingsOf({ everyMs: null, onMemory: { bytes: GIB } });
  const { due, tells } = run(settings, 3 * HOUR, (ms) => ({ sight: look(ms, 20 * HOUR, ms < HOUR ? 0.9 * GIB : 1.1 * GIB) }));
  const [first, second, ...more] = due.map(([ms]) => ms);
  expect(more).toEqual([]);
  expect(first).toBeGreaterThanOrEqual(HOUR + 4 * MINUTE);
  expect(first).toBeLessThanOrEqual(HOUR + 7 * MINUTE);
  expect((second ?? Infinity) - (first ?? 0)).toBeGreaterThanOrEqual(2 * HOUR);
  expect(tells[0]).toMatchObject({ what: "memory" });
  expect(tells[0]?.sentence).toBe("it holds 1.10 GiB, more than 1.00 GiB for 5m");
});

test("a spike over the limit is no reason", () => {
  const settings = settingsOf({ everyMs: null, onMemory: { bytes: GIB } });
  const { due } = run(settings, HOUR, (ms) => ({ sight: look(ms, 20 * HOUR, ms % (4 * MINUTE) === 0 ? 0.9 * GIB : 1.2 * GIB) }));
  expect(due).toEqual([]);
});

test("sure to reach its limit within the hour: before it is there", () => {
  const settings = settingsOf({ everyMs: null, onMemory: { bytes: null } });
  const rising = (ms: number): number => GIB + (ms / HOUR) * 0.2 * GIB;
  const { due } = run(settings, 5 * HOUR, (ms) => ({ sight: look(ms, 20 * HOUR, rising(ms)), memoryLimitBytes: 2 * GIB }));
  const [first] = due.map(([ms]) => ms);
  // 2 GiB would be reached after five hours.
  expect(first).toBeGreaterThanOrEqual(4 * HOUR);
  expect(first).toBeLessThan(4 * HOUR + 15 * MINUTE);
});

test("without a limit nobody knows what to wait for", () => {
  const settings = settingsOf({ everyMs: null, onMemory: { bytes: null } });
  const { due } = run(settings, 5 * HOUR, (ms) => ({ sight: look(ms, 20 * HOUR, GIB + (ms / HOUR) * GIB) }));
  expect(due).toEqual([]);
});
