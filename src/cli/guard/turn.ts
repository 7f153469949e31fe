// One turn of the guard: look, step, keep, tell, and do what follows. Nothing is concluded here.
import { withChores, type ChoresDone } from "../../data/guard/chores.ts";
import { repairSteps, type Decision, type RepairStep } from "../../data/guard/decision.ts";
import { tellAs, tellOnce } from "../../data/guard/edges.ts";
import { isLongWell } from "../../data/guard/give-up.ts";
import type { Due, GuardInput, Moment } from "../../data/guard/input.ts";
import type { GuardMemory } from "../../data/guard/memory.ts";
import { repairBegan, repairEnded, repairNamed } from "../../data/guard/repair-course.ts";
import type { Sight } from "../../data/guard/sight.ts";
import type { GuardAction } from "../../data/guard/state-file.ts";
import { toState, worthWriting } from "../../data/guard/state.ts";
import { step, wants } from "../../data/guard/step.ts";
import type { Tell } from "../../data/guard/tell.ts";
import type { GuardParts } from "./guard-parts.ts";
import { withLateness } from "./lateness.ts";
import { createSuspicion } from "./suspicion.ts";

/** `acted`: what became of a repair of this turn; null: none was made. */
export type Taken = { readonly decision: Decision; readonly acted: GuardAction | null };

export type Turn = {
  /** Not before the one before is over. Rejects only for a defect. */
  readonly take: () => Promise<Taken>;
  /** No new repair is begun; one that is under way is left to itself, and to the next guard. */
  readonly stop: (why: string) => void;
  /** What runs beside the looks is over, told and kept: for whoever takes no further turn. */
  readonly finish: () => Promise<void>;
};

/** Nothing is done about it however often it is asked: what cannot be done is asked again this often. */
const ASKED_AGAIN_MS = 60_000;
const stand: readonly GuardMemory["hold"][] = ["maintenance", "snoozed", "given-up"];

export function createTurn(parts: GuardParts, from: GuardMemory): Turn {
  const { eyes, repairs, shelf, clock, place } = parts;
  let memory = from;
  let stopped = false;
  let unkept: string | null = null;
  let keptUnder = parts.settings();
  let asked: { readonly atMs: number; readonly cannot: GuardInput["cannot"] } | null = null;
  const choresDone: ChoresDone[] = [];
  let choring: Promise<unknown> = Promise.resolve();
  const suspicion = createSuspicion(parts.suspect);

  const now = (): Moment => ({ at: clock.now(), monotonicMs: clock.monotonicMs() });
  const frame = () => ({ settings: parts.settings(), place });

  function tell(tells: readonly Tell[]): void {
    for (const one of tells) parts.tell(one);
  }

  /** False: the file does not take it, and what cannot be remembered must not be done. Told once. */
  function keep(): boolean {
    keptUnder = parts.settings();
    const trouble = shelf.write(toState(memory, { target: place.target, guard: parts.guard, settings: keptUnder }));
    if (trouble !== null && trouble !== unkept) {
      const sentence = `${trouble}; nothing is repaired while it cannot be remembered`;
      tell(tellOnce(memory, frame(), now(), { what: "guard", subject: "state file", severity: "critical", sentence }).tells);
    }
    unkept = trouble;
    return trouble === null;
  }

  function keepChanges(before: GuardMemory): void {
    const isSame = !worthWriting(before, memory) && keptUnder === parts.settings();
    if (!isSame || !shelf.touch()) keep();
  }

  /** Of the steps that could come next. Whether they can be made is dear to find out: not before it matters. */
  async function cannotNow(sight: Sight): Promise<GuardInput["cannot"]> {
    const isNear = memory.strikes.length >= parts.settings().strikes - 1 && sight.health.outcome !== "answered";
    const waits = memory.schedule.waits !== null;
    if (place.remote || !(isNear || waits)) return {};
    if (asked !== null && stand.includes(memory.hold) && clock.monotonicMs() - asked.atMs < ASKED_AGAIN_MS) return asked.cannot;
    const isGone = sight.process.looked && sight.process.value === null;
    const steps = !isNear ? (["ask"] as const) : repairSteps.filter((one) => (one === "start") === isGone);
    const reasons: Partial<Record<RepairStep, string>> = {};
    for (const one of steps) {
      const why = await repairs.cannot(one);
      if (why !== null) reasons[one] = why;
    }
    asked = { atMs: clock.monotonicMs(), cannot: reasons };
    return reasons;
  }

  async function look(): Promise<GuardInput> {
    const { thorough, safe } = wants(memory, clock.monotonicMs());
    const { value: sight, lateMs } = await withLateness(clock, () => eyes.look(thorough));
    const circumstances = await parts.circumstances(sight);
    return {
      sight,
      lateMs,
      settings: parts.settings(),
      place,
      ...circumstances,
      cannot: await cannotNow(sight),
      safe: safe ? { asked: true, answer: await repairs.safe() } : { asked: false },
    };
  }

  function finishChores(): void {
    for (const done of choresDone.splice(0)) {
      tell(done.tells.map((one) => tellAs(memory, frame(), now(), one)));
      memory = withChores(memory, done, clock.now());
    }
  }

  function beginChores({ follows }: Decision): void {
    if (follows !== "calm" || !isLongWell(memory, clock.monotonicMs())) return;
    choring = parts.chores.run(memory)?.then((finished) => choresDone.push(finished)) ?? choring;
  }

  /** The file's time is that of a look; a repair takes longer than a reader waits. */
  function beat(): () => void {
    let timer: unknown = null;
    const again = (): void => {
      timer = clock.set(() => {
        shelf.touch();
        again();
      }, parts.settings().intervalMs);
    };
    again();
    return () => clock.clear(timer);
  }

  async function act(due: Due): Promise<GuardAction | null> {
    const before = memory;
    const begun = repairBegan(memory, due, now(), frame());
    memory = begun.memory;
    if (!keep()) {
      memory = before;
      return null;
    }
    tell(begun.tells);
    const still = beat();
    const repaired = await repairs.repair({
      ...due,
      began: (run) => {
        memory = repairNamed(memory, run);
        keep();
      },
    });
    still();
    // Whoever comes next finds it under way in the file, and waits.
    if (stopped) return null;
    const ended = repairEnded(memory, repaired, now(), frame());
    memory = ended.memory;
    keep();
    tell(ended.tells);
    return memory.last;
  }

  return {
    take: async () => {
      const before = memory;
      finishChores();
      const input = await look();
      const stepped = step(memory, input);
      memory = stepped.memory;
      keepChanges(before);
      tell(stepped.tells);
      for (const sentence of suspicion(stepped)) {
        tell(tellOnce(memory, frame(), now(), { what: "config-broken", subject: "config", severity: "critical", sentence }).tells);
      }
      parts.saw(before, memory);
      beginChores(stepped.decision);
      const acted = stepped.due === null || stopped ? null : await act(stepped.due);
      return { decision: stepped.decision, acted };
    },
    stop: (why) => {
      stopped = true;
      repairs.leave(why);
    },
    finish: async () => {
      const before = memory;
      await choring;
      finishChores();
      keepChanges(before);
    },
  };
}
