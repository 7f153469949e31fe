import { describe, expect, test } from "vitest";
import { startLoop } from "../../../src/cli/guard/loop.ts";
import { withLateness } from "../../../src/cli/guard/lateness.ts";
import type { Taken } from "../../../src/cli/guard/turn.ts";
import { manualTimers } from "../../data/gateway/manual-timers.ts";

const taken: Taken = { decision: { row: "well", follows: "calm", step: null, sentence: "it answers" }, acted: null };

function rig() {
  const timers = manualTimers();
  const turns: ((taken: Taken) => void)[] = [];
  const began: number[] = [];
  let fail: ((error: unknown) => void) | null = null;
  const take = (): Promise<Taken> => {
    began.push(timers.monotonicMs());
    return new Promise((resolve, reject) => {
      turns.push(resolve);
      fail = reject;
    });
  };
  const loop = startLoop({ turn: { take }, clock: timers, intervalMs: () => 5_000 });
  const finish = async (): Promise<void> => {
    const waiting = timers.changed();
    turns.shift()?.(taken);
    await waiting;
  };
  return { timers, loop, began, finish, fail: (error: unknown) => fail?.(error) };
}

describe("turn after turn", () => {
  test("the next begins an interval after the beginning of the one before", async () => {
    const { timers, began, finish } = rig();
    timers.advance(2_000);
    await finish();
    timers.advance(10_000);
    expect(began).toEqual([0, 5_000]);
  });

  test("none begins while one is on, however long it takes", async () => {
    const { timers, began, finish } = rig();
    timers.advance(60_000);
    expect(began).toEqual([0]);
    await finish();
    timers.advance(1_000);
    expect(began).toEqual([0, 60_050]);
  });

  test("ended: no timer is left, and nothing begins any more", async () => {
    const { timers, loop, began, finish } = rig();
    await finish();
    loop.stop();
    await loop.ended;
    expect(timers.count()).toBe(0);
    timers.advance(60_000);
    expect(began).toEqual([0]);
  });

  test("ended in the middle of a turn: the end does not wait for it", async () => {
    const { timers, loop, began } = rig();
    loop.stop();
    await loop.ended;
    timers.advance(60_000);
    expect(began).toEqual([0]);
  });

  test("a defect ends it", async () => {
    const { loop, fail } = rig();
    fail(new Error("a bug"));
    await expect(loop.ended).rejects.toThrow("a bug");
  });
});

describe("how late its own timers were", () => {
  test("on time: not at all", async () => {
    const timers = manualTimers();
    const timed = withLateness(timers, () => {
      for (let beat = 0; beat < 12; beat += 1) timers.advance(250);
      return Promise.resolve("seen");
    });
    expect(await timed).toEqual({ value: "seen", lateMs: 0 });
    expect(timers.count()).toBe(0);
  });

  test("a process that stood still knows it", async () => {
    let now = 0;
    const timers = { monotonicMs: () => now, set: () => 0, clear: () => undefined };
    const timed = await withLateness(timers, () => {
      now = 5_250;
      return Promise.resolve(null);
    });
    expect(timed.lateMs).toBe(5_000);
  });
});
