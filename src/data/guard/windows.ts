// Times in which a gateway that does not answer is doing what it should. Each has an end; one that is overrun is a failure like any other.
import { BEYOND_MS } from "../restart/deadlines.ts";
import type { Standing, Window } from "./decision.ts";
import type { GuardInput } from "./input.ts";
import { isOwnDoing, type GuardMemory } from "./memory.ts";
import type { Sight } from "./sight.ts";
import { aliveIn, isAtWork, isFailure } from "./standing.ts";

/** A port that is taken and silent is booting for so long, channels included (measured: 1.5 s and more, 13 s to hello). */
export const BOOT_MS = 60_000;
/** A supervisor's pause before the next start, and a cold start instead of a warm one. */
export const SUPERVISED_MS = 30_000;
/** A boot that was seen at work is given so long again each time: a slow disk makes it pause. */
const AT_WORK_MS = 30_000;
/** Boots of 174 s that went on all the time were reported; one that still turns after this will not end. */
export const LONGEST_BOOT_MS = 300_000;
/** What a boot leaves for after its end takes as long as the host is slow; at most this. */
const LONGEST_SETTLING_MS = 60_000;
/** From the announcement; measured down times are 0.3 s to 14 s. */
const ANNOUNCED_RESTART_MS = 60_000;
/** TimeoutStopSec of the shipped unit: an orderly end may wait for running work that long. */
export const SHIPPED_STOP_MS = 330_000;
export const AFTER_DRAIN_MS = BEYOND_MS;
/** The lease of a suspension, after which the gateway opens by itself. */
const SUSPENSION_MS = 120_000;
const AFTER_SUSPENSION_MS = 15_000;

type Looked = Pick<GuardInput, "sight" | "othersUnderWay" | "place">;
/** By the monotonic clock; null: it is not open. */
type End = (memory: GuardMemory, looked: Looked) => number | null;

const heardFor =
  (of: "restart" | "stop" | "suspension", lengthMs: number): End =>
  (memory) => {
    const { heard } = memory;
    if (heard === null || heard.of !== of || (of === "stop" && isOwnDoing(memory, heard.at.monotonicMs))) return null;
    return heard.at.monotonicMs + lengthMs;
  };

const drain: End = (memory) => (memory.drain === null || isOwnDoing(memory, memory.drain.since.monotonicMs) ? null : memory.drain.untilMs);

/** What a boot begins with, as far as the gateway did not say since that it has started. */
function bootBegins(memory: GuardMemory, sight: Sight): readonly number[] {
  const { process, locked, reopened, servingSinceMs, booted, ownStep } = memory;
  const ofProcess =
    aliveIn(sight) === null ? [] : [process?.startedMonotonicMs, locked?.monotonicMs, reopened?.monotonicMs, servingSinceMs];
  return [...ofProcess, ownStep?.gone?.monotonicMs].filter(
    (ms): ms is number => ms !== null && ms !== undefined && (booted === null || ms > booted.monotonicMs),
  );
}

/** Of a boot that ends with this look: how long it may be at work once more. Null: nobody saw it at work. */
export function settlesUntil(memory: GuardMemory, sight: Sight): number | null {
  const began = Math.min(...bootBegins(memory, sight));
  if (memory.worked === null || memory.worked.monotonicMs < began) return null;
  return sight.monotonicMs + Math.min(sight.monotonicMs - began, LONGEST_SETTLING_MS);
}

/** It is over when the gateway says so, and not while its process is seen at work. */
const boot: End = (memory, { sight }) => {
  const { supervisor, worked, settlesMs } = memory;
  const begins = bootBegins(memory, sight);
  if (begins.length === 0) return isAtWork(aliveIn(sight)) ? settlesMs : null;
  const began = Math.max(...begins);
  const atWork = worked === null ? 0 : Math.min(worked.monotonicMs + AT_WORK_MS, began + LONGEST_BOOT_MS);
  return Math.max(began + BOOT_MS + (supervisor?.found === true ? SUPERVISED_MS : 0), atWork);
};

type Row = { readonly window: Exclude<Window, "none">; readonly end: End; readonly length: string; readonly from: string };

/** The first that is open. `length` and `from` are for docs/guard.md. */
export const windowRows: readonly Row[] = [
  {
    window: "announced-stop",
    end: heardFor("stop", Infinity),
    length: "until the next start",
    from: "the gateway said that it stops (event `shutdown`, no `restartExpectedMs`)",
  },
  {
    window: "suspension",
    end: heardFor("suspension", SUSPENSION_MS + AFTER_SUSPENSION_MS),
    length: `${SUSPENSION_MS / 1000} s + ${AFTER_SUSPENSION_MS / 1000} s`,
    from: "the gateway said that it is suspended (event `gateway.suspension`); its lease is 120 s",
  },
  {
    window: "announced-restart",
    end: heardFor("restart", ANNOUNCED_RESTART_MS),
    length: `${ANNOUNCED_RESTART_MS / 1000} s`,
    from: "the gateway said that it restarts (event `shutdown` with `restartExpectedMs`)",
  },
  {
    window: "drain",
    end: drain,
    length: `the unit's TimeoutStopSec (${SHIPPED_STOP_MS / 1000} s as shipped) + ${AFTER_DRAIN_MS / 1000} s`,
    from: "`/startupz` says `draining`: work that runs is waited for",
  },
  {
    window: "run-under-way",
    end: (memory, { othersUnderWay }) => (othersUnderWay !== null || memory.underWay !== null ? Infinity : null),
    length: "until it is over, at most its own deadline",
    from: "gatetop's journal: somebody restarts it with gatetop right now",
  },
  {
    window: "boot",
    end: boot,
    length: `until \`/startupz\` says \`started\`, at most ${BOOT_MS / 1000} s, with a service manager ${(BOOT_MS + SUPERVISED_MS) / 1000} s; while its process is at work, at most ${LONGEST_BOOT_MS / 1000} s, and then as long again as it took, at most ${LONGEST_SETTLING_MS / 1000} s`,
    from: "its process began, its lock was written, its port was taken again, it began to serve, or the guard's own repair ended the old process",
  },
];

export type OpenWindow = { readonly window: Window; readonly endsMs: number | null };

/** Of a gateway that answers none is open, nor of one nobody could look at. */
export function windowOf(memory: GuardMemory, looked: Looked, standing: Standing): OpenWindow {
  const now = looked.sight.monotonicMs;
  if (isFailure(standing)) {
    for (const { window, end } of windowRows) {
      const endsMs = end(memory, looked);
      if (endsMs !== null && endsMs > now) return { window, endsMs };
    }
  }
  return { window: "none", endsMs: null };
}
