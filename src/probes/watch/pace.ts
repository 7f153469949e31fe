// How often each look is taken while a restart is watched: 25 ms where a milestone is due, seldom where nothing can happen.
import type { RestartRun, RunAim } from "../../data/restart/run.ts";
import type { Stage } from "./stage.ts";

export const lookNames = ["port", "healthz", "startupz", "readyz", "lock", "process", "unit", "work", "channels", "boots", "log"] as const;
export type Look = (typeof lookNames)[number];

/** Milliseconds from one look to the next; what is not named is not looked at. */
type Pace = Readonly<Partial<Record<Look, number>>>;

/** A connection costs a booting gateway more than a look at /proc costs us: of TCP and HTTP only one at a time is quick. */
const paces = {
  // Asked alternately (watch.ts): one of the two every 50 ms.
  standing: { startupz: 100, readyz: 100, lock: 250, process: 500, unit: 500 },
  // A restart by signal may be deferred without a word.
  quiet: { startupz: 400, readyz: 400, work: 2_000, lock: 1_000, process: 1_000, unit: 2_000, log: 2_000 },
  // Accepted, and waiting for work to end.
  waiting: { readyz: 500, work: 2_000, lock: 2_000, process: 2_000, unit: 2_000 },
  // Nothing left to wait for: it goes any moment.
  due: { startupz: 100, readyz: 100, work: 1_000, lock: 500, process: 1_000, unit: 2_000 },
  draining: { startupz: 100, readyz: 100, lock: 250, process: 500, unit: 500 },
  // HTTP besides the port: a gap of 200 ms can be missed on a busy host.
  leaving: { port: 25, startupz: 250, lock: 100, process: 250, unit: 500 },
  // The boot that ended writes why it did: to whom a restart belongs must be known when it is proved.
  down: { port: 25, lock: 100, process: 250, unit: 500, boots: 300 },
  accepting: { healthz: 25, lock: 100, process: 250, unit: 500, boots: 300 },
  answering: { startupz: 25, readyz: 25, lock: 100, process: 250, unit: 500, boots: 300 },
  started: { startupz: 250, readyz: 25, lock: 100, process: 250, unit: 500, boots: 250 },
  ready: { startupz: 250, readyz: 500, lock: 100, process: 250, unit: 500, boots: 250 },
  settling: { readyz: 500, lock: 500, process: 1_000, unit: 1_000, boots: 500, channels: 500 },
} as const satisfies Record<string, Pace>;

export type PaceName = keyof typeof paces;

const QUIET_AFTER_MS = 5_000;
/** Whoever has been in one stage for so long is there for a while. */
const LONG_MS = 30_000;
const LONG_FACTOR = 4;

const isOver = (run: RestartRun): boolean => run.phase === "over";

/** Which row applies. `stageMs`: how long the stage lasts. Null: nothing is looked at any more. */
export function paceName(run: RestartRun, stage: Stage, stageMs: number): PaceName | null {
  if (isOver(run)) return null;
  if (run.phase === "settling") return "settling";
  if (stage !== "standing") return stage;
  if (run.phase === "waiting") return run.workLeft === 0 ? "due" : "waiting";
  return stageMs >= QUIET_AFTER_MS ? "quiet" : "standing";
}

/** What only one way of restarting has. */
const ofAim: Readonly<Partial<Record<RunAim, Pace>>> = {
  // Nobody answers a signal: whether it waits for work, or was ignored, must be looked up.
  signal: { log: 1_000, work: 500 },
};

const atDoor: readonly Look[] = ["port", "healthz", "startupz", "readyz"];

/** Milliseconds to the next look of this kind, or null. */
export function everyMs(look: Look, name: PaceName, aim: RunAim, stageMs: number): number | null {
  const aims: Pace = name === "standing" || name === "draining" ? (ofAim[aim] ?? {}) : {};
  const row: Pace = paces[name];
  const ms = row[look] ?? aims[look] ?? null;
  return ms !== null && stageMs > LONG_MS && name !== "waiting" && atDoor.includes(look) ? ms * LONG_FACTOR : ms;
}
