// How long each way of restarting may take before it is judged.
import type { Deadlines, RunAim } from "./run.ts";

/** The gateway forces a deferred restart after this long (openclaw-gateway measured: 299.3 s). */
export const DEFERRAL_MS = 300_000;
/** Boot of an idle gateway without channels or supervisor. Measured 3–13 s; a silent port within it is booting. */
const BOOT_MS = 30_000;
/** A boot with channels accepts connections for seconds before it answers. */
const CHANNELS_MS = 30_000;
/** From the proof to /readyz 200 without channels. Measured: less than 0.1 s, and before the proof as often as after. */
const READY_MS = 5_000;
/** A supervisor's pause before the next start, and a cold start instead of a warm one. */
const SUPERVISED_MS = 30_000;
/** What a supervisor may need beyond its stop timeout, a forced restart beyond its drain budget, a deferral beyond its limit. */
export const BEYOND_MS = 60_000;
/** Up to 2026.7.1 a restart comes at least this long after the one before; an answer says so, a signal has none. */
const COOLDOWN_MS = 30_000;
/** TimeoutStopSec of the shipped unit, where the unit does not tell its own. */
const SHIPPED_STOP_MS = 330_000;
/** TERM, wait 10 s, KILL, wait for the supervisor, start. */
const KILL_LADDER_MS = 30_000;

type Given = {
  readonly aim: RunAim;
  /** Channels were up before. */
  readonly channels: boolean;
  readonly supervised: boolean;
  /** Of the unit; null: not told. */
  readonly stopTimeoutMs: number | null;
  readonly drainBudgetMs: number | null;
  /** Of a release that lets a restart wait for its cooldown. */
  readonly cooldown: boolean;
  readonly waitMs: number | null;
  /** How long the old boot may stay. */
  readonly goneMs?: number | null;
};

/** Beyond one boot, until the old one must have gone. */
const leaving: { readonly [A in RunAim]: (given: Given) => number } = {
  graceful: () => 0,
  signal: ({ cooldown }) => (cooldown ? COOLDOWN_MS : 0),
  service: ({ stopTimeoutMs }) => (stopTimeoutMs ?? SHIPPED_STOP_MS) + BEYOND_MS,
  stop: ({ stopTimeoutMs }) => (stopTimeoutMs ?? SHIPPED_STOP_MS) + BEYOND_MS,
  force: ({ drainBudgetMs }) => (drainBudgetMs ?? 0) + BEYOND_MS,
  kill: () => KILL_LADDER_MS,
  "clean-up": ({ drainBudgetMs }) => (drainBudgetMs ?? 0) + KILL_LADDER_MS,
  start: () => 0,
  resume: () => 0,
};

export function deadlinesFor(given: Given): Deadlines {
  const bootMs = BOOT_MS + (given.channels ? CHANNELS_MS : 0) + (given.supervised ? SUPERVISED_MS : 0);
  return {
    idleMs: bootMs + leaving[given.aim](given),
    deferralMs: DEFERRAL_MS,
    bootMs,
    settleMs: given.channels ? CHANNELS_MS + BEYOND_MS : READY_MS,
    waitMs: given.waitMs,
    goneMs: given.goneMs ?? null,
  };
}
