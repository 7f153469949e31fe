// A dashboard is left open for days.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import type { AccountWatch } from "../../src/data/channels/account-watch.ts";
import { watched, type EarlierLook } from "../../src/data/channels/watch.ts";
import { minutesSince } from "../../src/data/day-history.ts";
import { record } from "../../src/data/gauges.ts";
import type { Gauge, State } from "../../src/data/state.ts";
import { initialState } from "../../src/data/update.ts";
import { laneQueuesAt, type LaneQueues } from "../../src/data/workload/lane-queues.ts";
import { account, lane } from "../support/scene.ts";

const MINUTE = 60_000;
const MB = 1_000_000;
const start = Date.UTC(2026, 10, 20);

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** What stays when all that nobody holds is gone. */
function held(): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** By the minute until the last 80: what is left of a minute is the same however often it was measured. */
const times = Array.from(
  { length: 1_360 + 4_800 },
  (_, index) => start + (index < 1_360 ? index * MINUTE : 1_360 * MINUTE + (index - 1_360) * 1_000),
);

function gauges(): State {
  const begin = initialState({ now: start, columns: 80, rows: 24 });
  const names = Object.keys(begin.days) as readonly Gauge[];
  return times.reduce((state, at, index) => names.reduce((one, gauge) => record(one, gauge, at, 1e9 + index / 7), state), begin);
}

/** 200 accounts that flap and hear something at every look, until nothing more of it is kept. */
function accounts(): readonly AccountWatch[] {
  return Array.from({ length: 200 }, () => {
    let watch: AccountWatch | undefined;
    let before: EarlierLook | null = null;
    for (let look = 0; look < 400; look += 1) {
      const at = start + look * 10_000;
      const seen = account({
        lifecycle: look % 8 === 7 ? "recovering" : "ready",
        lastInboundAt: at - 5_000,
        lastTransportActivityAt: at - 1_000,
      });
      watch = watched(watch, before, { at, account: seen });
      before = { at, account: seen, lost: false };
    }
    if (watch === undefined) throw new Error("nothing was watched");
    return watch;
  });
}

function queues(): LaneQueues {
  const lanes = Array.from({ length: 40 }, (_, index) => lane({ lane: `lane ${index}`, queued: 1 + index }));
  return Array.from({ length: 600 }, (_, look) => start + look * 2_000).reduce<LaneQueues>(
    (before, at) => laneQueuesAt(before, { lanes, dynamic: null }, at),
    new Map(),
  );
}

test("a day of history takes less than 20 MB: every gauge, 200 channel accounts, every lane that is kept", () => {
  const live = () => [gauges(), accounts(), queues()] as const;
  // Once for what the engine keeps of the code itself.
  live();
  const before = held();
  const [state, watches, waiting] = live();
  const took = held() - before;
  expect(minutesSince(state.days.rssBytes, 0).length).toBeGreaterThan(24 * 59);
  expect(state.history.rssBytes.chunks.flat().length).toBeGreaterThan(3_600);
  expect(watches[0]?.inboundGapsMs.length).toBeGreaterThan(50);
  expect(waiting.size).toBe(16);
  // It does measure: the objects of one gauge's hour alone take more than this.
  expect(took).toBeGreaterThan(MB / 4);
  expect(took).toBeLessThan(20 * MB);
});
