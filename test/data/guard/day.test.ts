// A day of a gateway on a virtual clock, under the guard's real step. What ordinary days bring is left alone; what is not, is repaired
// at the very second.
import { expect, test } from "vitest";
import type { Mute } from "../../../src/data/alerts/mute.ts";
import { defaultGuard, fastGuard, type GuardSettings } from "../../../src/data/guard/settings.ts";
import { GuardDay, type World } from "../../support/guard-day.ts";
import { clock, drive } from "../../support/guard-drive.ts";
import { T0 } from "../../support/guard-sight.ts";

const HOUR = 3_600_000;
const MINUTE = 60_000;
const DAY = 24 * HOUR;

const slow: GuardSettings = { ...defaultGuard, act: true, start: ["openclaw", "gateway", "run"] };
const fast: GuardSettings = { ...slow, ...fastGuard };
const pageMs = ({ intervalMs }: GuardSettings): number => Math.min(3_000, intervalMs);

/** Ten ordinary restarts, twenty stalls of four seconds, a clock that is set twice, and a host that sleeps for two hours. */
function ordinary(day: GuardDay, { supervised }: Pick<World, "supervised">): void {
  const script: readonly (readonly [hours: number, run: () => void])[] = [
    [1, () => day.restarts()],
    [2.5, () => day.restarts({ gapMs: 6_000 })],
    [4, () => (supervised ? day.unitRestarts(400) : day.restarts({ gapMs: 300 }))],
    [5.5, () => (supervised ? day.unitRestarts(76_000) : day.restarts({ drainMs: 76_000 }))],
    [7, () => day.restarts({ drainMs: 300_000 })],
    [8.5, () => (supervised ? day.killed() : day.restarts({ silentMs: 20_000 }))],
    [10, () => day.stops()],
    [10.05, () => day.starts()],
    [12, () => day.suspends()],
    [14, () => day.restarts({ silentMs: 55_000 })],
    [16, () => day.restarts()],
    [16 + 40 / 3_600, () => day.restarts()],
    [3, () => (day.wallOffsetMs += HOUR)],
    [6, () => (day.wallOffsetMs -= HOUR)],
    [18, () => day.hostSleeps(2 * HOUR)],
  ];
  for (const [hours, run] of script) day.script(hours * HOUR, run);
  for (let hour = 0; hour < 20; hour += 1) day.script((hour + 0.3) * HOUR + hour * 777, () => day.blocks(4_000));
}

test.each([
  ["supervised, with a link, default", { supervised: true, link: true }, slow],
  ["supervised, with a link, --fast", { supervised: true, link: true }, fast],
  ["supervised, without a link, default", { supervised: true, link: false }, slow],
  ["supervised, without a link, --fast", { supervised: true, link: false }, fast],
  ["alone, with a link, default", { supervised: false, link: true }, slow],
  ["alone, with a link, --fast", { supervised: false, link: true }, fast],
  ["alone, without a link, default", { supervised: false, link: false }, slow],
  ["alone, without a link, --fast", { supervised: false, link: false }, fast],
] as const)("24 hours with ten ordinary restarts and no action: %s", (_name, world, settings) => {
  const day = new GuardDay({ ...world, pageMs: pageMs(settings) });
  ordinary(day, world);
  const { actions, looks, memory, tells } = drive(day, settings, DAY);
  expect(actions).toEqual([]);
  expect(looks).toBeGreaterThan((DAY / settings.intervalMs) * 0.9);
  expect(memory.standing).toBe("well");
  expect(tells.filter(({ what }) => what === "gave-up" || what === "restart-failed")).toEqual([]);
  // Each thing that was told to begin was told to end.
  expect(memory.told).toEqual({});
});

const maintained = (from: number, until: number): Mute => ({
  id: "3f9a2c",
  kind: "maintenance",
  key: null,
  since: T0 + from,
  until: T0 + until,
  by: "ops",
  reason: "disk swap",
});

test("24 hours of faults under a service manager: every action, at its second", () => {
  const day = new GuardDay({ supervised: true, link: true, pageMs: 3_000 });
  const faults: readonly (readonly [hours: number, run: () => void])[] = [
    [2, () => day.freezes()],
    [5, () => (day.holdsOn({ stop: true, kill: false }), day.freezes())],
    [5.2, () => day.holdsOn({ stop: false, kill: false })],
    [8, () => day.blocks(10 * MINUTE)],
    [11, () => day.deafens()],
    [13, () => (day.holdsOn({ stop: true, kill: true }), day.freezes())],
    [13.5, () => (day.holdsOn({ stop: false, kill: false }), day.killed())],
    [15, () => day.freezes()],
    [17, () => day.freezes()],
    [20, () => day.killed()],
    [20 + 2 / 60, () => day.killed()],
    [20 + 3 / 60, () => (day.holdsOn({ stop: true, kill: false }), day.freezes())],
    [23, () => day.stops()],
  ];
  for (const [hours, run] of faults) day.script(hours * HOUR, run);
  const mutes = (ms: number) => (ms < 16.5 * HOUR ? [] : [maintained(16.5 * HOUR, 18 * HOUR)]);
  const { actions, tells } = drive(day, slow, DAY, (ms) => ({ mutes: mutes(ms) }));
  expect(actions).toEqual([
    "02:00:13 service proved",
    "05:00:14 service unproved",
    "05:00:37 clean-up proved",
    "08:00:37 service proved",
    "11:01:00 ask proved",
    "13:00:16 service unproved",
    "13:00:39 clean-up unproved",
    "13:02:22 clean-up unproved",
    "15:00:15 service proved",
    "18:00:06 service proved",
    "20:03:17 service unproved",
    "20:05:10 clean-up proved",
  ]);
  const told = (what: string): readonly string[] =>
    tells.filter((tell) => tell.what === what).map(({ at, edge }) => `${clock(at - T0)} ${edge}`);
  expect(told("gave-up")).toEqual(["13:04:12 begins", "13:31:07 ends"]);
  expect(told("left-alone")).toEqual(["23:00:13 begins"]);
});

test("24 hours of faults of a gateway nobody supervises", () => {
  const day = new GuardDay({ supervised: false, link: false, pageMs: 3_000 });
  const faults: readonly (readonly [hours: number, run: () => void])[] = [
    [2, () => day.killed()],
    [5, () => day.freezes()],
    [8, () => day.stops()],
    [9, () => day.starts()],
    [12, () => day.blocks(20_000)],
  ];
  for (const [hours, run] of faults) day.script(hours * HOUR, run);
  expect(drive(day, slow, DAY).actions).toEqual(["02:01:00 start proved", "05:00:13 clean-up proved"]);
});

test.each([
  ["default", slow, 60_000],
  ["--fast", fast, 20_000],
] as const)("from SIGSTOP to a gateway that answers: %s", (_name, settings, mostMs) => {
  const day = new GuardDay({ supervised: true, link: false, pageMs: pageMs(settings) });
  day.script(10 * MINUTE, () => day.freezes());
  const { memory, actions } = drive(day, settings, 15 * MINUTE);
  expect(actions).toHaveLength(1);
  expect((memory.last?.at ?? 0) - T0 - 10 * MINUTE).toBeLessThan(mostMs - 12_000);
  expect(memory.last?.outcome).toBe("proved");
});

test("restarts every eight hours, on the clock's own slots and a little later", () => {
  const day = new GuardDay({ supervised: true, link: true, pageMs: 3_000 });
  const settings: GuardSettings = { ...slow, restart: { ...slow.restart, everyMs: 8 * HOUR } };
  const { actions, memory } = drive(day, settings, DAY);
  expect(actions.map((action) => action.slice(9))).toEqual(["schedule: ask proved", "schedule: ask proved", "schedule: ask proved"]);
  const slots = actions.map((action) => (T0 + Date.parse(`1970-01-01T${action.slice(0, 8)}Z`)) % (8 * HOUR));
  for (const late of slots) expect(late).toBeLessThan(10 * MINUTE + 10_000);
  expect(memory.schedule.nextAt).not.toBeNull();
});
