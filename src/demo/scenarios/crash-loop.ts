import type { Phase, Scenario } from "../scenario.ts";
import { disabled, suppressed } from "./accounts.ts";
import { base, places, up } from "./base.ts";
import { turns, who } from "./sessions.ts";

const downForMs = 4_500;
const startingForMs = 2_000;

/** Killed then, started again by its unit. */
function crash(atMs: number, nth: number): readonly Phase[] {
  const unit = { ...up.onHost.unit, automaticRestarts: nth };
  const next: Phase = { ...up, boot: nth, onHost: { process: nth, lockOf: nth, unit } };
  return [
    {
      ...up,
      fromMs: atMs,
      phase: "down",
      boot: nth - 1,
      crashed: true,
      onHost: { process: null, lockOf: nth - 1, unit: { ...unit, activeState: "activating", subState: "auto-restart" } },
    },
    { ...next, fromMs: atMs + downForMs, phase: "starting" },
    { ...next, fromMs: atMs + downForMs + startingForMs },
  ];
}

const lastCrashMs = -70_000;
const bootMs = lastCrashMs + downForMs;

export const crashLoop: Scenario = {
  ...base,
  name: "crash-loop",
  summary: "killed three times in five minutes: the gateway says ready, and its breaker keeps every channel down",
  phases: [up, ...crash(-230_000, 1), ...crash(-150_000, 2), ...crash(lastCrashMs, 3)],
  accounts: [
    suppressed(places.hook, bootMs),
    suppressed(places.poll, bootMs),
    suppressed(places.support, bootMs),
    disabled(places.off),
    suppressed(places.irc, bootMs),
  ],
  sessions: [
    turns({ ...who.main, via: null }, 3_600_000, 12_000, -4_400_000),
    turns({ ...who.ops, via: null }, 3_600_000, 9_000, -4_100_000),
    turns(who.digest, 120_000, 21_000, -930_000),
  ],
  log: (untilMs) =>
    [
      {
        ms: bootMs + 900,
        subsystem: "gateway",
        level: "WARN" as const,
        text: "restart-loop breaker tripped: 3 unclean boot(s) within 300000ms; suppressing channel/provider account auto-start",
      },
    ].filter(({ ms }) => ms <= untilMs),
};
