import { expect, test } from "vitest";
import { startHeartbeat } from "../../../src/data/gateway/heartbeat.ts";
import { manualTimers } from "./manual-timers.ts";

function beating(silenceMs: number) {
  const timers = manualTimers();
  const seen = { pings: 0, silentAt: null as number | null };
  const heartbeat = startHeartbeat({
    timers,
    silenceMs,
    ping: () => {
      seen.pings += 1;
    },
    onSilent: () => {
      seen.silentAt = timers.monotonicMs();
    },
  });
  return { timers, seen, heartbeat };
}

test.each([[60_000], [20_000], [30_000], [500], [2]])(
  "silence of %d ms ends the connection, not sooner, and at most a beat later",
  (silenceMs) => {
    const { timers, seen, heartbeat } = beating(silenceMs);
    timers.advance(silenceMs * 3 + 1);
    heartbeat.stop();
    expect(seen.silentAt).toBeGreaterThanOrEqual(silenceMs);
    expect(seen.silentAt).toBeLessThanOrEqual(silenceMs * 1.5 + 10_000);
  },
);

test("the time counts from the last sign of life", () => {
  const { timers, seen, heartbeat } = beating(60_000);
  timers.advance(59_000);
  heartbeat.heard();
  timers.advance(60_000);
  expect(seen.silentAt).toBeNull();
  timers.advance(15_000);
  expect(seen.silentAt).toBeGreaterThanOrEqual(119_000);
});

test("a connection that keeps answering lives, and is pinged every ten seconds", () => {
  const { timers, seen, heartbeat } = beating(60_000);
  for (let second = 0; second < 600; second += 1) {
    timers.advance(1_000);
    heartbeat.heard();
  }
  expect(seen).toEqual({ pings: 60, silentAt: null });
  heartbeat.stop();
  expect(timers.count()).toBe(0);
});
