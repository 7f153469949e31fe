// Boots of a slow host. One that goes on is waited for, however it began; one that hangs is not.
import { describe, expect, test } from "vitest";
import { defaultGuard, fastGuard, type GuardSettings } from "../../../src/data/guard/settings.ts";
import { LONGEST_BOOT_MS } from "../../../src/data/guard/windows.ts";
import { GuardDay, type World } from "../../support/guard-day.ts";
import { drive, type Driven } from "../../support/guard-drive.ts";

const MINUTE = 60_000;
const BEGINS = 10 * MINUTE;
const slow: GuardSettings = { ...defaultGuard, act: true, start: ["openclaw", "gateway", "run"] };
const fast: GuardSettings = { ...slow, ...fastGuard };

const worlds = [
  { supervised: true, link: true },
  { supervised: true, link: false },
  { supervised: false, link: true },
  { supervised: false, link: false },
] as const;
const manners = [
  ["default", slow],
  ["--fast", fast],
] as const;
const everywhere = worlds.flatMap((world) =>
  manners.map(
    ([name, settings]) =>
      [`${world.supervised ? "supervised" : "alone"}, ${world.link ? "with a link" : "without"}, ${name}`, world, settings] as const,
  ),
);

function driven(world: Pick<World, "supervised" | "link">, settings: GuardSettings, run: (day: GuardDay) => void): Driven {
  const day = new GuardDay({ ...world, pageMs: Math.min(3_000, settings.intervalMs) });
  day.script(BEGINS, () => run(day));
  return drive(day, settings, 30 * MINUTE);
}

/** 174 s in all. */
const boots = { silentMs: 120_000, closedMs: 54_000 };

describe.each(everywhere)("%s", (_name, world, settings) => {
  test("a restart whose boot takes 174 s and is at work all the time is waited for", () => {
    const { actions, memory, tells } = driven(world, settings, (day) => day.restarts(boots));
    expect(actions).toEqual([]);
    expect(memory.standing).toBe("well");
    expect(tells.filter(({ what }) => what === "gave-up" || what === "restart-failed")).toEqual([]);
  });

  test("so is a start after a stop", () => {
    const { actions, memory } = driven(world, settings, (day) => {
      day.stops();
      day.script(BEGINS + 5 * MINUTE, () => day.starts(boots));
    });
    expect(actions).toEqual([]);
    expect(memory.standing).toBe("well");
  });

  test("what such a boot left for after its end may take as long", () => {
    const { actions, memory } = driven(world, settings, (day) => {
      day.restarts(boots);
      day.script(BEGINS + 192_000, () => day.blocks(45_000));
    });
    expect(actions).toEqual([]);
    expect(memory.standing).toBe("well");
  });

  test("that of a quick one may not", () => {
    const { actions } = driven(world, settings, (day) => {
      day.restarts();
      day.script(BEGINS + 60_000, () => day.blocks(10 * MINUTE));
    });
    const first = Date.parse(`1970-01-01T${actions[0]?.slice(0, 8)}Z`) - BEGINS;
    expect(first).toBeLessThan(60_000 + 45_000);
  });

  test("a boot that hangs is none that goes on", () => {
    const { actions } = driven(world, settings, (day) => {
      day.restarts({ silentMs: 20 * MINUTE });
      day.script(BEGINS + 30_000, () => day.idles());
    });
    expect(actions.length).toBeGreaterThan(0);
    const first = Date.parse(`1970-01-01T${actions[0]?.slice(0, 8)}Z`) - BEGINS;
    expect(first).toBeLessThan(4 * MINUTE);
  });

  test("one that computes for ever is ended at last", () => {
    const { actions } = driven(world, settings, (day) => day.restarts({ silentMs: 20 * MINUTE }));
    const first = Date.parse(`1970-01-01T${actions[0]?.slice(0, 8)}Z`) - BEGINS;
    expect(first).toBeGreaterThan(LONGEST_BOOT_MS);
    expect(first).toBeLessThan(LONGEST_BOOT_MS + 90_000);
  });
});

test("a port that closes without a boot behind it is deaf, in the time that has always been", () => {
  const { actions } = driven({ supervised: false, link: false }, slow, (day) => day.deafens());
  expect(actions.map((action) => action.slice(9))).toEqual(["clean-up proved"]);
  expect(Date.parse(`1970-01-01T${actions[0]?.slice(0, 8)}Z`) - BEGINS).toBeLessThan(70_000);
});
