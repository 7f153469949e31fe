// A run at its first moment.
import { deadlinesFor } from "./deadlines.ts";
import { noEvidence, type Evidence } from "./evidence.ts";
import type { RestartRun, RunAim } from "./run.ts";
import { atLeast } from "./version.ts";

/** From this release on a restart does not wait for the one before. */
const COOLDOWN_UNTIL = "2026.8.1";

/**
 * `at`: epoch ms of the request, where the run's own milliseconds begin. `channels`: account key → it is up. `waitMs`: what the
 * person is willing to wait; null: as long as this way of restarting may take. `goneMs`: how long the old boot may stay.
 */
export function beginRun(given: {
  readonly id: string;
  readonly aim: RunAim;
  readonly at: number;
  readonly before: Evidence;
  readonly channels: ReadonlyMap<string, boolean>;
  readonly supervised: boolean;
  readonly drainBudgetMs: number | null;
  readonly waitMs?: number | null;
  readonly goneMs?: number | null;
}): RestartRun {
  return {
    id: given.id,
    aim: given.aim,
    at: given.at,
    ms: 0,
    phase: "asked",
    before: given.before,
    after: noEvidence(given.at),
    deadlines: deadlinesFor({
      aim: given.aim,
      channels: [...given.channels.values()].includes(true),
      supervised: given.supervised,
      stopTimeoutMs: given.before.unit?.stopTimeoutMs ?? null,
      drainBudgetMs: given.drainBudgetMs,
      cooldown: atLeast(given.before.link?.version ?? given.before.serving?.version ?? null, COOLDOWN_UNTIL) === false,
      waitMs: given.waitMs ?? null,
      goneMs: given.goneMs ?? null,
    }),
    milestones: [],
    blockers: [],
    workLeft: null,
    forcedAtMs: null,
    delayMs: 0,
    channels: new Map([...given.channels].map(([account, before]) => [account, { before, backMs: null }])),
    seen: [],
    verdict: null,
    verdictMs: null,
  };
}
