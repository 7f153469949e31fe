// The guard's file back as values: for the guard that follows, and for whoever shows it.
import {
  DecodeError,
  decoding,
  maybe,
  needBool,
  needFields,
  needList,
  needNum,
  needText,
  nested,
  num,
  text,
  type Fields,
} from "../gateway/decode/field.ts";
import { harmless } from "../harmless.ts";
import { consequences, holds, repairSteps, standings, type Decision } from "./decision.ts";
import type { GuardAction, GuardFile, RepairUnderWay } from "./state-file.ts";

const SCHEMA: GuardFile["schema"] = "gatetop-guard/1";
const SENTENCE_MAX = 400;
const NAME_MAX = 80;
const TOLD_MAX = 500;
const TIMES_MAX = 100;

/** `newer`: of a schema not known here. */
export type ReadGuardFile =
  | { readonly kind: "read"; readonly file: GuardFile }
  | { readonly kind: "broken"; readonly why: string }
  | { readonly kind: "newer"; readonly schema: string };

const whys = ["repair", "schedule", "memory"] as const satisfies readonly GuardAction["why"][];
const outcomes = ["proved", "refuted", "unproved"] as const satisfies readonly GuardAction["outcome"][];

function word<T extends string>(from: Fields, name: string, words: readonly T[]): T {
  const value = from[name];
  const found = words.find((one) => one === value);
  if (found === undefined) throw new DecodeError(name, "is a word not known here");
  return found;
}

/** Null where there is none, or one not known here. */
const wordOrNull = <T extends string>(from: Fields, name: string, words: readonly T[]): T | null =>
  words.find((one) => one === from[name]) ?? null;

const isTime = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
const times = (from: Fields, name: string): readonly number[] => needList(from, name).filter(isTime).slice(-TIMES_MAX);
const sentence = (from: Fields): string => text(from, "sentence", SENTENCE_MAX) ?? "";

function underWayOf(from: Fields | null): RepairUnderWay | null {
  if (from === null) return null;
  const process = maybe(from, "process");
  return {
    run: text(from, "run", NAME_MAX),
    step: word(from, "step", repairSteps),
    since: needNum(from, "since"),
    process: process === null ? null : { pid: needNum(process, "pid"), startTicks: num(process, "startTicks") },
  };
}

function actionOf(from: Fields | null): GuardAction | null {
  if (from === null) return null;
  return {
    at: needNum(from, "at"),
    why: word(from, "why", whys),
    step: word(from, "step", repairSteps),
    run: text(from, "run", NAME_MAX),
    outcome: wordOrNull(from, "outcome", outcomes),
    sentence: sentence(from),
  };
}

const decisionOf = (from: Fields): Decision => ({
  row: needText(from, "row", NAME_MAX),
  follows: word(from, "follows", consequences),
  step: wordOrNull(from, "step", repairSteps),
  sentence: sentence(from),
});

function scheduleOf(from: Fields | null): GuardFile["schedule"] {
  if (from === null) return null;
  return {
    nextAt: needNum(from, "nextAt"),
    waitsSince: num(from, "waitsSince"),
    skipped: text(from, "skipped", SENTENCE_MAX),
    lastSlot: num(from, "lastSlot"),
  };
}

const toldOf = (from: Fields): GuardFile["told"] =>
  Object.fromEntries(
    Object.entries(from)
      .slice(0, TOLD_MAX)
      .flatMap(([key, since]) => (isTime(since) ? [[harmless(key), since] as const] : [])),
  );

function fileOf(from: Fields): GuardFile {
  const guard = needFields(from, "guard");
  const chores = nested(from, "chores");
  return {
    schema: SCHEMA,
    target: needText(from, "target"),
    guard: {
      pid: needNum(guard, "pid"),
      startTicks: num(guard, "startTicks"),
      version: text(guard, "version", NAME_MAX) ?? "",
      since: needNum(guard, "since"),
    },
    at: needNum(from, "at"),
    intervalMs: needNum(from, "intervalMs"),
    acts: needBool(from, "acts"),
    standing: word(from, "standing", standings),
    since: needNum(from, "since"),
    sentence: sentence(from),
    hold: word(from, "hold", holds),
    heldUntil: num(from, "heldUntil"),
    strikes: times(from, "strikes"),
    strikesNeeded: needNum(from, "strikesNeeded"),
    attempts: needNum(from, "attempts"),
    rounds: num(from, "rounds") ?? 0,
    nextAttemptAt: num(from, "nextAttemptAt"),
    kills: times(from, "kills"),
    gaveUpAt: num(from, "gaveUpAt"),
    underWay: underWayOf(maybe(from, "underWay")),
    last: actionOf(maybe(from, "last")),
    decision: decisionOf(needFields(from, "decision")),
    schedule: scheduleOf(maybe(from, "schedule")),
    chores: {
      config: num(chores, "config"),
      logs: num(chores, "logs"),
      disk: num(chores, "disk"),
      credentials: num(chores, "credentials"),
    },
    told: toldOf(nested(from, "told")),
  };
}

/** Never throws. */
export function readGuardFile(given: string): ReadGuardFile {
  let value: unknown;
  try {
    value = JSON.parse(given);
  } catch (error) {
    if (error instanceof SyntaxError) return { kind: "broken", why: "it is not JSON" };
    throw error;
  }
  try {
    return decoding("the guard's state", value, (from) => {
      const schema = needText(from, "schema", NAME_MAX);
      return schema === SCHEMA ? { kind: "read", file: fileOf(from) } : { kind: "newer", schema };
    });
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { kind: "broken", why: error.message };
  }
}
