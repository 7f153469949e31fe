// What every scenario starts from: a healthy gateway of the newest release.
import { wobble } from "../noise.ts";
import type { Gauges, Phase, Scenario } from "../scenario.ts";
import { disabled, healthy } from "./accounts.ts";
import { onHost } from "../world.ts";
import { everyday } from "./sessions.ts";

export const MiB = 1024 * 1024;

export const places = {
  hook: { channel: "telegram", account: "hook", mode: "webhook" },
  poll: { channel: "telegram", account: "poll", mode: "polling" },
  off: { channel: "telegram", account: "off", mode: "polling" },
  support: { channel: "telegram", account: "客服", mode: "polling" },
  irc: { channel: "irc", account: "default", mode: null },
} as const;

export const up: Phase = { fromMs: -Infinity, phase: "up", suspension: "accepting", boot: 0, onHost };

/** Busy in proportion to the runs in flight, and never quite still. */
export function ordinary(ms: number, running: number): Gauges {
  const cpuCores = Math.max(0.012, 0.03 + 0.085 * running + 0.035 * wobble(ms, 3_000, "cpu") + 0.02 * wobble(ms, 17_000, "cpu slow"));
  return {
    rssBytes: Math.round((806 + 14 * running + 9 * wobble(ms, 24_000, "rss") + 16 * wobble(ms, 190_000, "rss slow")) * MiB),
    cpuCores,
    loopDelayMs: 22 + 5 * running + 6 * Math.abs(wobble(ms, 5_000, "loop")),
    utilization: Math.min(0.6, cpuCores * 0.9),
    openHandles: 128 + 6 * running + Math.round(2 * wobble(ms, 30_000, "handles")),
    threads: 27,
  };
}

export const base: Omit<Scenario, "name" | "summary"> = {
  release: "2026.9.6",
  showAtMs: 0,
  phases: [up],
  refusesToken: false,
  memoryLimit: { bytes: 1536 * MiB, from: "MemoryMax of openclaw-gateway.service" },
  laneLimits: { main: 4, cron: 8, subagent: 8 },
  accounts: [healthy(places.hook), healthy(places.poll), healthy(places.support), disabled(places.off), healthy(places.irc)],
  sessions: everyday,
  gauges: ordinary,
  detectors: [],
  announcements: [],
  records: [],
};
