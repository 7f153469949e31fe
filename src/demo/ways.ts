// How a gateway goes and comes back, step by step: milliseconds after its goodbye, as measured (in-process, unit) or a little faster.
import type { Phase, PhaseName, Release, UnitState } from "./scenario.ts";

export type Way =
  /** RPC and restart signal: the process stays. */
  | "in-process"
  /** `systemctl restart`. */
  | "restarted"
  /** `systemctl stop`. */
  | "stopped"
  /** `systemctl start`. */
  | "started"
  /** SIGTERM from somebody else: it ends in order, and the unit starts it again. */
  | "exited"
  /** SIGKILL: it says nothing, and the unit starts it again. */
  | "killed";

type Which = "old" | "none" | "new";
type Step = readonly [afterMs: number, phase: PhaseName, boot: "old" | "new", process: Which, lock: Which, unit: keyof typeof units];

/** The unit's RestartSec and TimeoutStopSec: after that, a process that does not answer is killed. */
export const restartDelayMs = 5_000;
export const stopTimeoutMs = 330_000;

const units = {
  running: { activeState: "active", subState: "running" },
  stopping: { activeState: "deactivating", subState: "stop-sigterm" },
  waiting: { activeState: "activating", subState: "auto-restart" },
  dead: { activeState: "inactive", subState: "dead" },
} as const satisfies Readonly<Record<string, Omit<UnitState, "automaticRestarts">>>;

/** From the start of a process on. */
const boots = (fromMs: number, lockBefore: Which): readonly Step[] => [
  [fromMs, "down", "new", "new", lockBefore, "running"],
  [fromMs + 1_700, "down", "new", "new", "new", "running"],
  [fromMs + 2_500, "booting", "new", "new", "new", "running"],
  [fromMs + 3_400, "starting", "new", "new", "new", "running"],
  [fromMs + 4_400, "up", "new", "new", "new", "running"],
];

const ways: Readonly<Record<Way, readonly Step[]>> = {
  "in-process": [
    [45, "down", "old", "old", "old", "running"],
    [430, "down", "old", "old", "none", "running"],
    [780, "down", "new", "old", "new", "running"],
    [1_950, "booting", "new", "old", "new", "running"],
    [2_850, "starting", "new", "old", "new", "running"],
    [3_850, "up", "new", "old", "new", "running"],
  ],
  restarted: [[45, "down", "old", "old", "old", "stopping"], [200, "down", "old", "old", "none", "stopping"], ...boots(350, "none")],
  stopped: [
    [45, "down", "old", "old", "old", "stopping"],
    [250, "down", "old", "none", "none", "dead"],
  ],
  started: boots(0, "none"),
  exited: [
    [45, "down", "old", "old", "old", "running"],
    [250, "down", "old", "none", "none", "waiting"],
    ...boots(250 + restartDelayMs, "none"),
  ],
  killed: [[0, "down", "old", "none", "old", "waiting"], ...boots(restartDelayMs, "old")],
};

/** Before 2026.8 the gap was short and the start quick. */
const quickly: readonly Step[] = [
  [45, "down", "old", "old", "old", "running"],
  [60, "down", "new", "old", "new", "running"],
  [350, "starting", "new", "old", "new", "running"],
  [900, "up", "new", "old", "new", "running"],
];

const automatic: ReadonlySet<Way> = new Set(["exited", "killed"]);
const byHand: ReadonlySet<Way> = new Set(["restarted", "started"]);

const pick = (which: Which, old: number | null, fresh: number): number | null => ({ old, none: null, new: fresh })[which];

/** `last`: the newest process there was, also when it is gone. */
export function phasesOf(way: Way, release: Release, before: Phase, last: number, leaveMs: number): readonly Phase[] {
  const steps = way === "in-process" && release === "2026.5.7" ? quickly : ways[way];
  const counted = before.onHost.unit.automaticRestarts;
  return steps.map(([afterMs, phase, boot, process, lock, unit]): Phase => {
    const again = process === "new";
    const automaticRestarts = again && byHand.has(way) ? 0 : again && automatic.has(way) ? counted + 1 : counted;
    return {
      fromMs: leaveMs + afterMs,
      phase,
      suspension: "accepting",
      boot: before.boot + (boot === "new" ? 1 : 0),
      onHost: {
        process: pick(process, before.onHost.process, last + 1),
        lockOf: pick(lock, before.onHost.lockOf, before.boot + 1),
        unit: { ...units[unit], automaticRestarts },
      },
    };
  });
}
