// What a look adds to what the guard knows, before anything is concluded from it.
import type { Standing } from "./decision.ts";
import type { GuardInput, Moment } from "./input.ts";
import { withKill } from "./kill-limit.ts";
import { sameProcess, type GuardMemory, type Heard, type KnownProcess } from "./memory.ts";
import { wasAway } from "./strikes.ts";
import { aliveIn, isAnswering, isAtWork } from "./standing.ts";
import { endedViolently, isDefinite } from "./supervision.ts";
import type { Sight } from "./sight.ts";
import { AFTER_DRAIN_MS, settlesUntil, SHIPPED_STOP_MS } from "./windows.ts";

const RSS_EVERY_MS = 60_000;
const RSS_KEPT = 1_440;
/** An uptime told in milliseconds and read a moment later is not exact. */
const EXACT_MS = 2_000;

type Noticing = (memory: GuardMemory, seen: Seen) => GuardMemory;
type Seen = { readonly input: GuardInput; readonly sight: Sight; readonly now: Moment; readonly standing: Standing };

export const momentOf = ({ at, monotonicMs }: Pick<Sight, "at" | "monotonicMs">): Moment => ({ at, monotonicMs });

const afterPause: Noticing = (memory, { input, now }) =>
  wasAway(memory.lastLook, now, input.settings) ? { ...memory, strikes: [], backlog: null } : memory;

const supervisor: Noticing = (memory, { sight }) =>
  sight.supervisor !== null && isDefinite(sight.supervisor) ? { ...memory, supervisor: sight.supervisor } : memory;

/** The process it knew ended, and not with a word. Counted once, and not when the guard's own hand was counted already. */
const uncleanEnd: Noticing = (memory, { sight, now }) => {
  const { process: known, counted, ownStep } = memory;
  if (known === null || !sight.process.looked) return memory;
  const alive = aliveIn(sight);
  const isThere = alive !== null && sameProcess(alive, known);
  const isOurs = ownStep?.process !== undefined && ownStep.process !== null && sameProcess(ownStep.process, known);
  if (isThere || isOurs || (counted !== null && sameProcess(counted, known))) return memory;
  return sight.staleLock === true || endedViolently(sight.supervisor) ? withKill(memory, known, now) : memory;
};

const startedAt = (now: Moment, startedAtEpoch: number): number => now.monotonicMs - Math.max(0, now.at - startedAtEpoch);

const process: Noticing = (memory, { sight, now }) => {
  const alive = aliveIn(sight);
  if (!sight.process.looked) return memory;
  const { ownStep } = memory;
  const isGone = ownStep !== null && ownStep.gone === null && (alive === null || !isSame(alive, ownStep.process));
  const next = isGone ? { ...memory, ownStep: { ...ownStep, gone: now } } : memory;
  if (alive === null) return memory.drain === null ? next : { ...next, drain: null };
  if (memory.process !== null && sameProcess(memory.process, alive)) return next;
  const known: KnownProcess = {
    pid: alive.pid,
    startTicks: alive.startTicks,
    startedMonotonicMs: alive.startedAt === null ? null : startedAt(now, alive.startedAt),
  };
  // The first one it sees is no new one.
  if (memory.process === null) return { ...next, process: known };
  return { ...next, process: known, drain: null, reopened: null, portClosed: false, servingSinceMs: null, rss: [] };
};

const isSame = (a: { readonly pid: number; readonly startTicks: number | null }, b: GuardMemory["counted"]): boolean =>
  b !== null && sameProcess(a, b);

const uptimeIn = ({ health, startup }: Sight): number | null => startup.uptimeMs ?? health.uptimeMs;

/** A boot that began after the stop was announced answers: the stop is over. */
function isOver(heard: Heard, memory: GuardMemory, { sight, standing, now }: Seen): boolean {
  if (heard.of !== "stop") return false;
  const { process: known } = memory;
  if (known !== null && heard.process !== null && !sameProcess(known, heard.process)) return true;
  const uptimeMs = uptimeIn(sight);
  return isAnswering(standing) && uptimeMs !== null && uptimeMs + EXACT_MS < now.monotonicMs - heard.at.monotonicMs;
}

const heard: Noticing = (memory, seen) => {
  const { sight, now } = seen;
  const known = memory.heard !== null && isOver(memory.heard, memory, seen) ? null : memory.heard;
  const said = sight.announced;
  if (said === null || (memory.heard !== null && memory.heard.of === said.of && memory.heard.said === said.at)) {
    return known === memory.heard ? memory : { ...memory, heard: known };
  }
  // It was said since the look before, whatever the wall clock makes of it.
  const most = memory.lastLook === null ? 0 : now.monotonicMs - memory.lastLook.monotonicMs;
  const ago = Math.min(Math.max(0, sight.at - said.at), most);
  const at = { at: now.at - ago, monotonicMs: now.monotonicMs - ago };
  return { ...memory, heard: { of: said.of, said: said.at, at, process: memory.process } };
};

const stopTimeoutMs = ({ supervisor: reading }: GuardMemory): number =>
  (reading?.found === true ? reading.facts.stopTimeoutMs : null) ?? SHIPPED_STOP_MS;

const drain: Noticing = (memory, { sight, now }) => {
  const said = [sight.startup.status, sight.health.status];
  if (said.includes("draining")) {
    const untilMs = now.monotonicMs + stopTimeoutMs(memory) + AFTER_DRAIN_MS;
    return memory.drain === null ? { ...memory, drain: { since: now, untilMs } } : memory;
  }
  return memory.drain !== null && sight.startup.status === "started" ? { ...memory, drain: null } : memory;
};

const settling: Noticing = (memory, { sight }) => {
  const settlesMs = sight.startup.status === "started" ? settlesUntil(memory, sight) : null;
  return settlesMs === null ? memory : { ...memory, settlesMs };
};

const serving: Noticing = (memory, { sight, now }) => {
  const booted = sight.startup.status === "started" ? now : memory.booted;
  const uptimeMs = uptimeIn(sight);
  const since = uptimeMs === null ? memory.servingSinceMs : now.monotonicMs - uptimeMs;
  const isKnown = memory.servingSinceMs !== null && since !== null && Math.abs(memory.servingSinceMs - since) < EXACT_MS;
  return { ...memory, booted, servingSinceMs: isKnown ? memory.servingSinceMs : since };
};

/** Written by each boot, also by one inside the process: of which nothing else tells while the port is still closed. */
const lock: Noticing = (memory, { sight, now }) => {
  const { lockedAt } = sight;
  if (lockedAt === null || memory.locked?.said === lockedAt) return memory;
  const monotonicMs = startedAt(now, lockedAt);
  const drained = memory.drain !== null && monotonicMs > memory.drain.since.monotonicMs;
  return { ...memory, locked: { said: lockedAt, monotonicMs }, drain: drained ? null : memory.drain };
};

const work: Noticing = (memory, { sight, standing, now }) =>
  !isAnswering(standing) && isAtWork(aliveIn(sight)) ? { ...memory, worked: now } : memory;

/** A port that was closed and is taken again without an answer in between: a boot inside the process has begun. */
const port: Noticing = (memory, { sight, standing, now }) => {
  if (isAnswering(standing))
    return memory.portClosed || memory.reopened !== null ? { ...memory, portClosed: false, reopened: null } : memory;
  if (sight.port.outcome === "refused") return memory.portClosed ? memory : { ...memory, portClosed: true };
  if (sight.port.outcome !== "open" || !memory.portClosed) return memory;
  return { ...memory, portClosed: false, reopened: memory.reopened ?? now, drain: null };
};

const answer: Noticing = (memory, { sight, standing, now }) => {
  const lastRpc = sight.link.rpcMs === null ? memory.lastRpc : now;
  if (!isAnswering(standing)) {
    // What could not be looked at is not known to have ended.
    const answersSince = standing === "blind" ? memory.answersSince : null;
    return { ...memory, lastRpc, answersSince, backlog: aliveIn(sight)?.backlog ?? null };
  }
  return { ...memory, lastRpc, lastAnswer: now, answersSince: memory.answersSince ?? now, backlog: null };
};

const rss: Noticing = (memory, { sight, now }) => {
  const value = aliveIn(sight)?.rssBytes ?? null;
  const last = memory.rss.at(-1);
  if (value === null || (last !== undefined && now.monotonicMs - last.at < RSS_EVERY_MS)) return memory;
  return { ...memory, rss: [...memory.rss, { at: now.monotonicMs, value }].slice(-RSS_KEPT) };
};

const standing: Noticing = (memory, { standing: is, now }) => ({
  ...memory,
  lastLook: now,
  ...(memory.standing === is ? {} : { standing: is, since: now }),
});

/** In this order: what ended is counted before the next process takes its place. */
const all: readonly Noticing[] = [
  afterPause,
  supervisor,
  uncleanEnd,
  process,
  lock,
  work,
  heard,
  drain,
  settling,
  serving,
  port,
  answer,
  rss,
  standing,
];

export function noticed(memory: GuardMemory, input: GuardInput, is: Standing): GuardMemory {
  const seen: Seen = { input, sight: input.sight, now: momentOf(input.sight), standing: is };
  let next = memory;
  for (const notice of all) next = notice(next, seen);
  return next;
}
