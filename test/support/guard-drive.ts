// The guard's real step over a gateway on a virtual clock, as the loop drives it.
import type { Due, GuardInput } from "../../src/data/guard/input.ts";
import { freshMemory, type GuardMemory } from "../../src/data/guard/memory.ts";
import { repairBegan, repairEnded, repairNamed } from "../../src/data/guard/repair-course.ts";
import type { GuardSettings } from "../../src/data/guard/settings.ts";
import { step, wants } from "../../src/data/guard/step.ts";
import type { Tell } from "../../src/data/guard/tell.ts";
import type { GuardDay } from "./guard-day.ts";
import { inputOf, T0 } from "./guard-sight.ts";

export type Driven = {
  /** `02:00:08 service proved`, of the guard's own clock. */
  readonly actions: readonly string[];
  readonly tells: readonly Tell[];
  readonly memory: GuardMemory;
  readonly looks: number;
};

/** From the beginning of one look to that of the next, as in src/cli/guard/loop.ts. */
const BREATH_MS = 50;

export type Circumstances = (ms: number) => Partial<GuardInput>;

export const clock = (ms: number): string => new Date(ms).toISOString().slice(11, 19);

export function drive(day: GuardDay, settings: GuardSettings, untilMs: number, circumstances: Circumstances = () => ({})): Driven {
  const momentNow = () => ({ at: T0 + day.ms + day.wallOffsetMs, monotonicMs: day.ms });
  const actions: string[] = [];
  const tells: Tell[] = [];
  let memory = freshMemory(momentNow());
  let looks = 0;

  const acts = (due: Due, frame: GuardInput): void => {
    const began = repairBegan(memory, due, momentNow(), frame);
    tells.push(...began.tells);
    const at = clock(day.ms);
    const repaired = day.repair(due);
    const ended = repairEnded(repairNamed(began.memory, "3f9a2c"), repaired, momentNow(), frame);
    tells.push(...ended.tells);
    memory = ended.memory;
    actions.push(`${at} ${due.why === "repair" ? "" : `${due.why}: `}${due.step} ${repaired.outcome}`);
  };

  while (day.ms < untilMs) {
    const beganMs = day.ms;
    const wanted = wants(memory, day.ms);
    const sight = day.look(wanted.thorough);
    const safe: GuardInput["safe"] = wanted.safe ? { asked: true, answer: { safe: true, sentence: "idle" } } : { asked: false };
    const input = inputOf(sight, { settings, safe, ...circumstances(day.ms) });
    const stepped = step(memory, input);
    memory = stepped.memory;
    looks += 1;
    tells.push(...stepped.tells);
    if (stepped.due !== null) acts(stepped.due, input);
    day.pass(Math.max(BREATH_MS, settings.intervalMs - (day.ms - beganMs)));
  }
  return { actions, tells, memory, looks };
}
