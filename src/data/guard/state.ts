// What of the guard's memory is kept in its file, and what the next guard makes of it.
import { nextAttempt } from "./back-off.ts";
import type { Moment } from "./input.ts";
import { freshMemory, type GuardMemory, type OwnStep } from "./memory.ts";
import type { GuardSettings } from "./settings.ts";
import type { GuardAction, GuardFile } from "./state-file.ts";

/** Of the guard that writes. */
export type About = Pick<GuardFile, "target" | "guard"> & { readonly settings: Pick<GuardSettings, "act" | "intervalMs" | "strikes"> };

const timeOf = ({ at }: Moment): number => at;

function scheduleOf({ schedule: { nextAt, waits, skipped, lastSlot } }: GuardMemory): GuardFile["schedule"] {
  return nextAt === null ? null : { nextAt, waitsSince: waits?.since.at ?? null, skipped, lastSlot };
}

export function toState(memory: GuardMemory, { target, guard, settings }: About): GuardFile {
  return {
    schema: "gatetop-guard/1",
    target,
    guard,
    at: (memory.lastLook ?? memory.began).at,
    intervalMs: settings.intervalMs,
    acts: settings.act,
    standing: memory.standing,
    since: memory.since.at,
    sentence: memory.decision.sentence,
    hold: memory.hold,
    heldUntil: memory.heldUntil,
    strikes: memory.strikes.map(timeOf),
    strikesNeeded: settings.strikes,
    attempts: memory.attempts,
    rounds: memory.rounds,
    nextAttemptAt: memory.notBefore?.at ?? null,
    kills: memory.kills.map(timeOf),
    gaveUpAt: memory.gaveUp?.at ?? null,
    underWay: memory.underWay,
    last: memory.last,
    decision: memory.decision,
    schedule: scheduleOf(memory),
    chores: memory.chores,
    told: memory.told,
  };
}

const written = [
  "standing",
  "since",
  "decision",
  "hold",
  "heldUntil",
  "strikes",
  "attempts",
  "rounds",
  "notBefore",
  "kills",
  "gaveUp",
  "underWay",
  "last",
  "schedule",
  "chores",
  "told",
] as const satisfies readonly (keyof GuardMemory)[];

/** False: the file says already all that `after` would, but for the time of the look. */
export const worthWriting = (before: GuardMemory, after: GuardMemory): boolean => written.some((key) => before[key] !== after[key]);

/** Times of a clock that was set back since are read as now. */
const past = (at: number, now: Moment): number => Math.min(at, now.at);
const momentAt = (at: number, now: Moment): Moment => ({ at: past(at, now), monotonicMs: now.monotonicMs - (now.at - past(at, now)) });

function waitUntil(file: GuardFile, now: Moment, { backOffMs }: Pick<GuardSettings, "backOffMs">): Moment | null {
  if (file.nextAttemptAt === null) return null;
  const left = Math.min(Math.max(0, file.nextAttemptAt - now.at), Math.max(0, ...backOffMs));
  return { at: now.at + left, monotonicMs: now.monotonicMs + left };
}

/** The attempt before, whose end is not known or was none: what comes of it now is booting, and what it stopped was no person's stop. */
function ownStepIn({ underWay, last, attempts }: GuardFile, now: Moment): OwnStep | null {
  const began = underWay?.since ?? (attempts > 0 && last?.why === "repair" ? last.at : null);
  const step = underWay?.step ?? last?.step;
  if (began === null || step === undefined) return null;
  const at = momentAt(began, now);
  return { step, process: underWay?.process ?? null, began: at, gone: at };
}

function unproved({ underWay, last, attempts }: GuardFile, now: Moment): GuardAction | null {
  if (underWay === null) return last;
  const { run, step, since } = underWay;
  const why = attempts > 0 ? "repair" : "schedule";
  return { at: past(since, now), why, step, run, outcome: "unproved", sentence: "the guard that began it ended before it was over" };
}

/** A guard of a timer looks once and ends: looks that lie closer together than this are of one story. */
const ONE_STORY_MS = 600_000;

/** It was well at the last look that was written down, and that is not long ago. Null: not known. */
const wellSince = ({ standing, since, at }: GuardFile, now: Moment): Moment | null =>
  standing === "well" && now.at - past(at, now) <= ONE_STORY_MS ? momentAt(since, now) : null;

const chores = (file: GuardFile, now: Moment): GuardFile["chores"] => {
  const { config, logs, disk, credentials } = file.chores;
  const of = (at: number | null): number | null => (at === null ? null : past(at, now));
  return { config: of(config), logs: of(logs), disk: of(disk), credentials: of(credentials) };
};

/**
 * The next guard's memory. A repair that was under way counts as an attempt that failed: nothing of it is done again before the
 * back-off and the boot window are over. Strikes are its own; the time in which the gateway was well goes on, or a guard that looks once
 * and ends would never be armed again.
 */
export function fromState(file: GuardFile, now: Moment, settings: Pick<GuardSettings, "backOffMs">): GuardMemory {
  const last = unproved(file, now);
  const tried = file.attempts > 0 && last?.why === "repair" ? [last.step] : [];
  return {
    ...freshMemory(now),
    standing: file.standing,
    since: momentAt(file.since, now),
    answersSince: wellSince(file, now),
    attempts: file.attempts,
    tried,
    rounds: file.rounds,
    notBefore: file.underWay === null ? waitUntil(file, now, settings) : nextAttempt(file.attempts, now, settings),
    ownStep: ownStepIn(file, now),
    kills: file.kills.map((at) => momentAt(at, now)),
    counted: file.underWay?.step === "clean-up" ? file.underWay.process : null,
    gaveUp: file.gaveUpAt === null ? null : momentAt(file.gaveUpAt, now),
    last,
    schedule: {
      nextAt: null,
      slot: null,
      plan: null,
      lastSlot: file.schedule?.lastSlot ?? null,
      waits: null,
      skipped: file.schedule?.skipped ?? null,
    },
    chores: chores(file, now),
    told: Object.fromEntries(Object.entries(file.told).map(([key, at]) => [key, past(at, now)])),
  };
}
