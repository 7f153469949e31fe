// What a guard that watches a calm gateway keeps.
import type { GuardFile } from "../../src/data/guard/state-file.ts";

export const NOW = Date.UTC(2026, 10, 20, 15, 0);

export const guardFile = (change: Partial<GuardFile> = {}): GuardFile => ({
  schema: "gatetop-guard/1",
  target: "ws://127.0.0.1:18789",
  guard: { pid: 4_711, startTicks: 90_210, version: "0.1.0", since: NOW - 3_600_000 },
  at: NOW,
  intervalMs: 5_000,
  acts: true,
  standing: "well",
  since: NOW - 3_600_000,
  sentence: "it answers",
  hold: "none",
  heldUntil: null,
  strikes: [],
  strikesNeeded: 3,
  attempts: 0,
  rounds: 0,
  nextAttemptAt: null,
  kills: [],
  gaveUpAt: null,
  underWay: null,
  last: null,
  decision: { row: "well", follows: "calm", step: null, sentence: "it answers" },
  schedule: null,
  chores: { config: null, logs: null, disk: null, credentials: null },
  told: {},
  ...change,
});

/** One in the middle of a repair, with everything a file can hold. */
export const troubledFile = guardFile({
  standing: "frozen-proved",
  hold: "maintenance",
  heldUntil: NOW + 60_000,
  strikes: [NOW - 10_000, NOW - 5_000],
  attempts: 2,
  rounds: 1,
  nextAttemptAt: NOW + 10_000,
  kills: [NOW - 100_000],
  gaveUpAt: NOW - 1_000,
  underWay: { run: "3f9a2c", step: "clean-up", since: NOW - 2_000, process: { pid: 2_815, startTicks: 77 } },
  last: { at: NOW - 60_000, why: "repair", step: "service", run: "aa11bb", outcome: "refuted", sentence: "NOT restarted" },
  decision: { row: "maintenance", follows: "hold", step: "clean-up", sentence: "state T, no answer for 12 s" },
  schedule: { nextAt: NOW + 7_200_000, waitsSince: NOW - 30_000, skipped: "work was under way", lastSlot: NOW - 86_400_000 },
  chores: { config: NOW - 5, logs: null, disk: NOW - 7, credentials: null },
  told: { "down/gateway": NOW - 20_000 },
});
