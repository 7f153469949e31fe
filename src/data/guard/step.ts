// One look after the other: memory and a sight in, memory, a decision and what is to be told out. Nothing is done here.
import type { Decision, RepairStep } from "./decision.ts";
import { inOrder, tellOnce, type Told } from "./edges.ts";
import { givenUp, isLongWell, rearmed } from "./give-up.ts";
import type { Due, GuardInput, Moment } from "./input.ts";
import type { GuardMemory } from "./memory.ts";
import { momentOf, noticed } from "./noticed.ts";
import { settled } from "./repair-course.ts";
import { asksSafe, scheduled } from "./schedule.ts";
import { sentenceOf, stepFirst } from "./sentence.ts";
import type { GuardSettings } from "./settings.ts";
import { judged, type Judged } from "./situation.ts";
import { aliveIn, proofOf, standingOf } from "./standing.ts";
import { stepTold } from "./step-edges.ts";
import { struck } from "./strikes.ts";
import type { Tell } from "./tell.ts";
import { BOOT_MS, SUPERVISED_MS } from "./windows.ts";

export type Stepped = {
  readonly memory: GuardMemory;
  readonly decision: Decision;
  /** To be done now, after the file has it (repair-course.ts); null in a dry run. */
  readonly due: Due | null;
  readonly tells: readonly Tell[];
};

/** What the next look and step want to be given. `cannot`: whether the repairs can be made here. */
export function wants(memory: GuardMemory, nowMs: number): { readonly thorough: boolean; readonly safe: boolean } {
  const { schedule, decision, standing } = memory;
  const isCalm = decision.follows === "calm" && standing === "well";
  return { thorough: !isCalm || schedule.waits !== null, safe: isCalm && asksSafe(memory, nowMs) };
}

const waits: { readonly [S in RepairStep]: (settings: GuardSettings) => number } = {
  ask: () => BOOT_MS + SUPERVISED_MS,
  service: ({ serviceWaitMs }) => serviceWaitMs,
  "clean-up": () => BOOT_MS + SUPERVISED_MS,
  start: () => BOOT_MS,
};

function armed(memory: GuardMemory, input: GuardInput, now: Moment): GuardMemory {
  const maintenanceEnded = memory.hold === "maintenance" && judged(memory, input, memory.standing).held.hold !== "maintenance";
  // One that drains answers, and what our word to restart it comes to is still to be seen.
  const isOver = isLongWell(memory, now.monotonicMs) && memory.drain === null;
  return input.rearm || maintenanceEnded || isOver ? rearmed(memory) : memory;
}

/** Strikes stand while the failure does; what is somebody else's, or may yet be none, begins from nothing. */
function strikesAfter(memory: GuardMemory, { row, situation }: Judged): GuardMemory {
  const stand =
    row.follows === "count" ||
    row.follows === "repair" ||
    row.follows === "hold" ||
    (row.follows === "wait" && situation.window === "none");
  return stand || memory.strikes.length === 0 ? memory : { ...memory, strikes: [] };
}

/** The same value while it says the same: the file is not written anew for it. */
function decisionOf(before: Decision, now: Decision): Decision {
  const isSame = before.row === now.row && before.follows === now.follows && before.step === now.step && before.sentence === now.sentence;
  return isSame ? before : now;
}

function dueOf(step: RepairStep, { sight, settings }: GuardInput): Due {
  const alive = step === "start" ? null : aliveIn(sight);
  const process = alive === null || alive.startTicks === null ? null : { pid: alive.pid, startTicks: alive.startTicks };
  return { step, why: "repair", process, waitMs: waits[step](settings) };
}

/** Once a failure. */
function wouldHave(memory: GuardMemory, step: RepairStep, input: GuardInput, now: Moment): Told {
  if (memory.wouldTold) return { memory, tells: [] };
  const sentence = `would have: ${stepFirst(step, memory.decision.sentence)}`;
  const last = { at: now.at, why: "repair", step, run: null, outcome: null, sentence } as const;
  return tellOnce({ ...memory, wouldTold: true, last }, input, now, {
    what: "restarting",
    subject: "gateway",
    severity: "warning",
    sentence,
  });
}

export function step(before: GuardMemory, input: GuardInput): Stepped {
  const now = momentOf(input.sight);
  const standing = standingOf(before, input);
  const proof = proofOf(before, input.sight);
  let memory = armed(noticed(before, input, standing), input, now);
  let verdict = judged(memory, input, standing);
  if (verdict.row.follows === "count") {
    memory = { ...memory, strikes: struck(memory.strikes, proof, now, input.settings) };
    verdict = judged(memory, input, standing);
  }
  if (verdict.row.follows === "hold" && verdict.held.hold === "given-up" && verdict.chosen.step !== null) {
    // Something can be done now that could not be before, or it fails in another way.
    memory = { ...memory, gaveUp: null };
    verdict = judged(memory, input, standing);
  }
  if (verdict.row.follows === "repair" && verdict.chosen.step === null) {
    memory = givenUp(memory, now);
    verdict = judged(memory, input, standing);
  }
  memory = strikesAfter(memory, verdict);
  const { row, chosen, held } = verdict;
  const isAct = row.follows === "repair" || row.follows === "hold";
  const sentence = sentenceOf({ memory, input, judged: verdict, proof });
  const decision = decisionOf(before.decision, { row: row.id, follows: row.follows, step: isAct ? chosen.step : null, sentence });
  memory = { ...memory, decision, hold: held.hold, heldUntil: held.until };
  const tells: Tell[] = [];
  const tell = (told: Told): void => {
    memory = told.memory;
    tells.push(...told.tells);
  };
  tell(settled(memory, verdict, input, now));
  tell(stepTold({ memory, judged: verdict, sentence, strikesNeeded: input.settings.strikes }, input, now));
  if (row.follows === "repair" && chosen.step !== null) {
    if (input.settings.act) return { memory, decision, due: dueOf(chosen.step, input), tells: inOrder(tells) };
    tell(wouldHave(memory, chosen.step, input, now));
    return { memory, decision, due: null, tells: inOrder(tells) };
  }
  const door = scheduled({ memory, input, judged: verdict, now });
  tell(door);
  if (door.due === null || door.sentence === null) return { memory, decision, due: null, tells: inOrder(tells) };
  const restart: Decision = { row: "scheduled", follows: "repair", step: door.due.step, sentence: door.sentence };
  return { memory: { ...memory, decision: restart }, decision: restart, due: door.due, tells: inOrder(tells) };
}
