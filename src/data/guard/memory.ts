// What the guard remembers from look to look. The part of it that must outlive the guard goes through state.ts into its file.
import type { SupervisorReading } from "../restart/supervisor.ts";
import type { Sample } from "../series.ts";
import type { Decision, Hold, RepairStep, Standing } from "./decision.ts";
import type { Moment } from "./input.ts";
import type { RestartSettings } from "./settings.ts";
import type { GuardAction, GuardFile, RepairUnderWay } from "./state-file.ts";

/** Pid and start time name one process for ever. */
export type ProcessName = { readonly pid: number; readonly startTicks: number | null };

/** `startedMonotonicMs`: fixed when it was first seen, so that a clock that is set does not make it older or younger. */
export type KnownProcess = ProcessName & { readonly startedMonotonicMs: number | null };

/** The last attempt, until it is known what became of it. */
export type OwnStep = {
  readonly step: RepairStep;
  readonly process: ProcessName | null;
  readonly began: Moment;
  /** When the process it was about was seen to be gone: then whatever comes is booting. */
  readonly gone: Moment | null;
};

/** What was heard, with the process that said it: it ends with the next one. */
export type Heard = {
  readonly of: "restart" | "stop" | "suspension";
  /** Epoch ms, as the sight tells it; names the announcement. */
  readonly said: number;
  readonly at: Moment;
  readonly process: ProcessName | null;
};

export type ScheduleMemory = {
  /** Of the slot that comes next, epoch ms with its jitter; null: none is asked for, or not computed yet. */
  readonly nextAt: number | null;
  readonly slot: number | null;
  /** What `nextAt` was computed from: a plan that is another has other slots. */
  readonly plan: Pick<RestartSettings, "everyMs" | "at" | "timeZone"> | null;
  /** The slot that was done, told or left out last: none comes twice, however the clock is set. */
  readonly lastSlot: number | null;
  /** What is due and waits for work to end. */
  readonly waits: {
    readonly why: "schedule" | "memory";
    readonly since: Moment;
    readonly asked: Moment | null;
    /** What stands against it. */
    readonly blocked: string | null;
  } | null;
  /** Why the last one was left out; null: it was not. */
  readonly skipped: string | null;
};

export type GuardMemory = {
  readonly began: Moment;
  readonly lastLook: Moment | null;
  readonly standing: Standing;
  readonly since: Moment;
  readonly decision: Decision;
  readonly hold: Hold;
  /** Epoch ms. */
  readonly heldUntil: number | null;
  /** Unbroken; null: the last look was none of a gateway that answers. */
  readonly answersSince: Moment | null;
  readonly lastAnswer: Moment | null;
  readonly lastRpc: Moment | null;
  readonly strikes: readonly Moment[];
  readonly process: KnownProcess | null;
  /** Of the silent look before; null: there was none. */
  readonly backlog: number | null;
  readonly supervisor: SupervisorReading | null;
  readonly heard: Heard | null;
  /** It was asked and said so, and nothing else since; `untilMs` by the monotonic clock. */
  readonly drain: { readonly since: Moment; readonly untilMs: number } | null;
  readonly servingSinceMs: number | null;
  /** The lock of its boot, by what it says of its own time; `monotonicMs` as it was first seen. Null: none was seen. */
  readonly locked: { readonly said: number; readonly monotonicMs: number } | null;
  /** The last look at which its process was at work and did not answer. */
  readonly worked: Moment | null;
  /** Until then, by the monotonic clock, what a slow boot left for after its end may be at work. Null: it was not slow, or nobody saw it. */
  readonly settlesMs: number | null;
  /** When `/startupz` last said `started`: a boot that began before is over. */
  readonly booted: Moment | null;
  /** The port was closed at the last failed look; `reopened`: and taken again before it answered, which is a boot inside the process. */
  readonly portClosed: boolean;
  readonly reopened: Moment | null;
  /** Since it was last well for a minute. */
  readonly attempts: number;
  /** Steps of this round of the ladder. */
  readonly tried: readonly RepairStep[];
  readonly rounds: number;
  readonly notBefore: Moment | null;
  readonly ownStep: OwnStep | null;
  /** Of processes that ended without a word, by the guard's hand or not; at most ten. */
  readonly kills: readonly Moment[];
  /** The process whose unclean end is counted in `kills`. */
  readonly counted: ProcessName | null;
  readonly gaveUp: Moment | null;
  readonly underWay: RepairUnderWay | null;
  readonly underWayWhy: GuardAction["why"];
  readonly last: GuardAction | null;
  readonly schedule: ScheduleMemory;
  /** One a minute, at most a day; of the process that runs. */
  readonly rss: readonly Sample[];
  readonly lastMemoryRestart: Moment | null;
  readonly chores: GuardFile["chores"];
  readonly told: GuardFile["told"];
  /** Monotonic times of the edges of the last hour, by `what/subject`; `calledFlapping` since when. */
  readonly edges: Readonly<Record<string, { readonly times: readonly number[]; readonly flapping: boolean }>>;
  /** A dry run tells once a failure what it would have done. */
  readonly wouldTold: boolean;
};

export const sameProcess = (a: ProcessName, b: ProcessName): boolean => a.pid === b.pid && a.startTicks === b.startTicks;

/** It happened after the guard's own repair began, and no boot has answered since the old one went: nobody else wished it. */
export function isOwnDoing({ ownStep, lastAnswer }: Pick<GuardMemory, "ownStep" | "lastAnswer">, sinceMs: number): boolean {
  if (ownStep === null || sinceMs < ownStep.began.monotonicMs) return false;
  return ownStep.gone === null || lastAnswer === null || lastAnswer.monotonicMs <= ownStep.gone.monotonicMs;
}

const noDecision: Decision = { row: "first-look", follows: "wait", step: null, sentence: "it was not looked at yet" };

/** A guard without a past. */
export function freshMemory(now: Moment): GuardMemory {
  return {
    began: now,
    lastLook: null,
    standing: "blind",
    since: now,
    decision: noDecision,
    hold: "none",
    heldUntil: null,
    answersSince: null,
    lastAnswer: null,
    lastRpc: null,
    strikes: [],
    process: null,
    backlog: null,
    supervisor: null,
    heard: null,
    drain: null,
    servingSinceMs: null,
    locked: null,
    worked: null,
    settlesMs: null,
    booted: null,
    portClosed: false,
    reopened: null,
    attempts: 0,
    tried: [],
    rounds: 0,
    notBefore: null,
    ownStep: null,
    kills: [],
    counted: null,
    gaveUp: null,
    underWay: null,
    underWayWhy: "repair",
    last: null,
    schedule: { nextAt: null, slot: null, plan: null, lastSlot: null, waits: null, skipped: null },
    rss: [],
    lastMemoryRestart: null,
    chores: { config: null, logs: null, disk: null, credentials: null },
    told: {},
    edges: {},
    wouldTold: false,
  };
}

/** Of a guard whose past is lost: whatever it finds silent at first may be booting. */
export const carefulMemory = (now: Moment): GuardMemory => ({ ...freshMemory(now), reopened: now });
