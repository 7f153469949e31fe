// The one door through which a restart comes that nothing is wrong with: it is due, the gateway is well, and no work is lost.
import { harmless } from "../harmless.ts";
import { bytes, duration } from "../units.ts";
import { inOrder, tellOnce, type Told } from "./edges.ts";
import type { Due, GuardInput, Moment } from "./input.ts";
import type { GuardMemory, ScheduleMemory } from "./memory.ts";
import { memoryReason } from "./memory-trigger.ts";
import type { Judged } from "./situation.ts";
import { gapAfter, isSamePlan, isScheduled, nextSlot } from "./slots.ts";
import { aliveIn } from "./standing.ts";
import type { Tell } from "./tell.ts";

/** Between two questions whether work runs. */
const SAFE_EVERY_MS = 30_000;
/** A drain of 30 s and a boot. */
const ASK_WAIT_MS = 90_000;
/** A gateway younger than this share of the gap between two slots needs no restart yet. */
const YOUNG = 0.5;

export type Scheduled = Told & { readonly due: Due | null; readonly sentence: string | null };
type Given = { readonly memory: GuardMemory; readonly input: GuardInput; readonly judged: Judged; readonly now: Moment };
type Waits = NonNullable<ScheduleMemory["waits"]>;

const quiet = (memory: GuardMemory): Scheduled => ({ memory, tells: [], due: null, sentence: null });

/** Whether it waits for an answer of the preflight now. */
export const asksSafe = ({ schedule: { waits } }: GuardMemory, nowMs: number): boolean =>
  waits !== null && (waits.asked === null || nowMs - waits.asked.monotonicMs >= SAFE_EVERY_MS);

/** With the slot that comes next, by the plan as it is now. The same memory while it is the same. */
function planned(memory: GuardMemory, { settings: { restart }, place }: GuardInput, now: Moment): GuardMemory {
  const { schedule } = memory;
  if (schedule.nextAt !== null && isSamePlan(schedule.plan, restart)) return memory;
  const next = isScheduled(restart) ? nextSlot(restart, place.target, now.at, schedule.lastSlot) : null;
  if (next === null && schedule.nextAt === null) return memory;
  const waits = schedule.waits?.why === "schedule" ? null : schedule.waits;
  const plan = next === null ? null : restart;
  return { ...memory, schedule: { ...schedule, nextAt: next?.dueAt ?? null, slot: next?.slot ?? null, plan, waits } };
}

/** Done, told or left out: it does not come again. */
function passed(memory: GuardMemory, why: Waits["why"], now: Moment, skipped: string | null): GuardMemory {
  const { schedule } = memory;
  if (why === "memory") return { ...memory, lastMemoryRestart: now, schedule: { ...schedule, waits: null, skipped } };
  const lastSlot = schedule.slot ?? schedule.lastSlot;
  return { ...memory, schedule: { nextAt: null, slot: null, plan: null, lastSlot, waits: null, skipped } };
}

function told({ input, now }: Given, memory: GuardMemory, say: Pick<Tell, "what" | "severity" | "sentence">): Scheduled {
  const { tells } = tellOnce(memory, input, now, { ...say, subject: "schedule" });
  return { memory: planned(memory, input, now), tells: inOrder(tells), due: null, sentence: null };
}

function skipped(given: Given, why: Waits["why"], reason: string): Scheduled {
  const sentence = harmless(`the restart ${why === "schedule" ? "that was due" : "for its memory"} is left out: ${reason}`);
  return told(given, passed(given.memory, why, given.now, sentence), { what: "restart-skipped", severity: "warning", sentence });
}

/** Since it serves; of releases that do not tell, since its process began or the guard watches it. */
function ageMs({ memory: { servingSinceMs, process, began }, now }: Given): number {
  return now.monotonicMs - (servingSinceMs ?? process?.startedMonotonicMs ?? began.monotonicMs);
}

type Wish = { readonly why: Waits["why"]; readonly reason: string };

/** What became due with this look. */
function wish({ memory, input: { settings, memoryLimitBytes }, now }: Given): Wish | null {
  const { nextAt } = memory.schedule;
  if (nextAt !== null && now.at >= nextAt) return { why: "schedule", reason: "it is time" };
  const reason = memoryReason(memory, settings, memoryLimitBytes, now.monotonicMs);
  return reason === null ? null : { why: "memory", reason };
}

function becameDue(given: Given, { why, reason }: Wish): Scheduled {
  const { memory, input, now } = given;
  const { restart } = input.settings;
  const { slot } = memory.schedule;
  const age = ageMs(given);
  const gap = slot === null ? 0 : gapAfter(restart, slot);
  if (why === "schedule" && age < gap * YOUNG) {
    return skipped(given, why, `it runs for ${duration(age)} only, less than half of the ${duration(gap)} between two`);
  }
  if (restart.advise) {
    const rss = memory.rss.at(-1);
    const holds = rss === undefined ? "" : ` · it holds ${bytes(rss.value)}`;
    const sentence = `a restart would be due: ${reason}${holds} · it runs for ${duration(age)}`;
    return told(given, passed(memory, why, now, null), { what: "restart-advised", severity: "info", sentence });
  }
  const waits: Waits = { why, since: now, asked: null, blocked: null };
  const next = { ...memory, schedule: { ...memory.schedule, waits } };
  if (why === "schedule") return quiet(next);
  const { tells } = tellOnce(next, input, now, { what: "memory", subject: "gateway", severity: "warning", sentence: reason });
  return { memory: next, tells, due: null, sentence: null };
}

/** Why it is not the moment; null: it is, as far as the guard sees. */
function against({ judged, input }: Given): string | null {
  const { hold, standing } = judged.situation;
  if (hold !== "none") return `held: ${hold}`;
  if (standing !== "well") return `it is not well (${standing})`;
  if (input.othersUnderWay !== null) return input.othersUnderWay;
  return input.sight.startup.status === "draining" || input.sight.health.status === "draining" ? "it is draining" : null;
}

function go(given: Given, { why }: Waits): Scheduled {
  const { memory, input, now, judged } = given;
  const alive = aliveIn(input.sight);
  const process = alive === null || alive.startTicks === null ? null : { pid: alive.pid, startTicks: alive.startTicks };
  const sentence = harmless(`${judged.row.why}, and a restart is due: nothing runs that would be lost`);
  const next = passed(memory, why, now, null);
  if (input.settings.act) {
    return { memory: planned(next, input, now), tells: [], due: { step: "ask", why, process, waitMs: ASK_WAIT_MS }, sentence };
  }
  const last = { at: now.at, why, step: "ask" as const, run: null, outcome: null, sentence: `would have: ${sentence}` };
  return told(given, { ...next, last }, { what: "restarting", severity: "info", sentence: last.sentence });
}

function waiting(given: Given, waits: Waits): Scheduled {
  const { memory, input, now } = given;
  const { withinMs } = input.settings.restart;
  const blocked = against(given);
  const keep = (change: Partial<Waits>): GuardMemory => ({ ...memory, schedule: { ...memory.schedule, waits: { ...waits, ...change } } });
  if (now.monotonicMs - waits.since.monotonicMs > withinMs) {
    return skipped(given, waits.why, `it waited ${duration(withinMs)}${waits.blocked === null ? "" : `, and ${waits.blocked}`}`);
  }
  if (blocked !== null) return quiet(blocked === waits.blocked ? memory : keep({ blocked }));
  const cannot = input.cannot.ask;
  if (cannot !== undefined) return skipped(given, waits.why, cannot);
  if (!input.safe.asked) return quiet(memory);
  if (input.safe.answer === null) return skipped(given, waits.why, "it cannot be asked whether work runs");
  const { safe, sentence } = input.safe.answer;
  return safe ? go(given, waits) : quiet(keep({ asked: now, blocked: harmless(sentence) }));
}

/** One step of the door. `due` null in a dry run; the slot is passed before anything is sent. */
export function scheduled(given: Given): Scheduled {
  const memory = planned(given.memory, given.input, given.now);
  const at = { ...given, memory };
  if (memory.underWay !== null) return quiet(memory);
  const { waits } = memory.schedule;
  if (waits !== null) return waiting(at, waits);
  const due = wish(at);
  return due === null ? quiet(memory) : becameDue(at, due);
}
