// A repair from before anything is sent until it is known what became of it. The loop writes the file after each of these.
import { nextAttempt } from "./back-off.ts";
import type { Consequence } from "./decision.ts";
import { tellOnce, type Frame, type Told } from "./edges.ts";
import type { Due, GuardInput, Moment } from "./input.ts";
import { withKill } from "./kill-limit.ts";
import { roundWith } from "./ladder.ts";
import { sameProcess, type GuardMemory } from "./memory.ts";
import type { Repaired } from "./ports.ts";
import { stepFirst, stepWords } from "./sentence.ts";
import type { GuardSettings } from "./settings.ts";
import type { Judged } from "./situation.ts";
import type { GuardAction } from "./state-file.ts";

type RepairFrame = Frame & { readonly settings: GuardSettings };

const whys: { readonly [W in GuardAction["why"]]: string } = {
  repair: "",
  schedule: ", as scheduled",
  memory: ", because of its memory",
};

/** In memory before anything is sent; a forced end counts before its signal. When this cannot be kept on disk, nothing is done. */
export function repairBegan(memory: GuardMemory, due: Due, now: Moment, frame: RepairFrame): Told {
  const { step, why, process } = due;
  const isRepair = why === "repair";
  const next: GuardMemory = {
    ...memory,
    attempts: memory.attempts + (isRepair ? 1 : 0),
    ...(isRepair ? roundWith(memory, step) : {}),
    underWay: { run: null, step, since: now.at, process },
    underWayWhy: why,
    ownStep: { step, process, began: now, gone: null },
  };
  const counted = step === "clean-up" ? withKill(next, process, now) : next;
  const sentence = stepFirst(step, memory.decision.sentence);
  return tellOnce(counted, frame, now, { what: "restarting", subject: "gateway", severity: isRepair ? "warning" : "info", sentence });
}

/** Its run has an id, and nothing was sent yet. */
export const repairNamed = (memory: GuardMemory, run: string): GuardMemory =>
  memory.underWay === null ? memory : { ...memory, underWay: { ...memory.underWay, run } };

/** The forced end that was counted before its signal was none after all. */
function recounted(memory: GuardMemory, unclean: boolean, step: Due["step"]): GuardMemory {
  return step === "clean-up" && !unclean ? { ...memory, kills: memory.kills.slice(0, -1), counted: null } : memory;
}

/** `now`: when it ended; what passed meanwhile is no pause of the guard. */
export function repairEnded(memory: GuardMemory, repaired: Repaired, now: Moment, frame: RepairFrame): Told {
  const { underWay, underWayWhy: why, ownStep } = memory;
  if (underWay === null) return { memory, tells: [] };
  const { outcome, run, sentence, unclean } = repaired;
  const { step } = underWay;
  // Of what was never sent nothing comes: a stop that is seen then is somebody else's.
  const wasSent = (run ?? underWay.run) !== null;
  const proved = outcome === "proved";
  const last: GuardAction = { at: underWay.since, why, step, run: run ?? underWay.run, outcome, sentence };
  const gone = ownStep?.gone ?? (proved || ownStep?.process === null ? now : null);
  const next: GuardMemory = {
    ...recounted(memory, unclean, step),
    lastLook: now,
    underWay: null,
    last,
    strikes: proved ? [] : memory.strikes,
    notBefore: why === "repair" ? nextAttempt(memory.attempts, now, frame.settings) : memory.notBefore,
    ownStep: ownStep === null || !wasSent ? null : { ...ownStep, gone },
  };
  if (proved) return tellOnce(next, frame, now, { what: "restarted", subject: "gateway", severity: "info", sentence });
  // What goes on when its wait is over is settled by the looks that follow.
  return outcome === "unproved" ? { memory: next, tells: [] } : failed(next, last, frame, now);
}

const failed = (memory: GuardMemory, { step, why, sentence }: GuardAction, frame: Frame, now: Moment): Told =>
  tellOnce(memory, frame, now, {
    what: "restart-failed",
    subject: "gateway",
    severity: "critical",
    sentence: `${stepWords[step]}${whys[why]}: ${sentence}`,
  });

const isOver: readonly Consequence[] = ["repair", "hold", "leave"];

/** The service manager goes on with what it was told: until something harder is due nobody knows that nothing comes of it. */
const mayStillCome = ({ row, situation: { supervision, hold } }: Judged): boolean =>
  row.id === "supervisor-at-it" || (supervision === "our-stop-hangs" && hold === "back-off");

/**
 * What became of an attempt that was not proved in its time: another process, or another boot, answers now; or the failure counts again,
 * and nothing came of it.
 */
export function settled(memory: GuardMemory, judged: Judged, frame: Frame & Pick<GuardInput, "sight">, now: Moment): Told {
  const { last, ownStep, process, servingSinceMs, answersSince } = memory;
  if (last?.outcome !== "unproved" || ownStep === null || memory.underWay !== null) return { memory, tells: [] };
  if (answersSince === null) {
    if (!isOver.includes(judged.row.follows) || mayStillCome(judged)) return { memory, tells: [] };
    const refuted: GuardAction = { ...last, outcome: "refuted" };
    return failed({ ...memory, last: refuted }, refuted, frame, now);
  }
  // It answers before it has started.
  if (frame.sight.startup.status === "starting") return { memory, tells: [] };
  const isAnother = ownStep.process !== null && process !== null && !sameProcess(ownStep.process, process);
  const isAnew = servingSinceMs !== null && servingSinceMs > ownStep.began.monotonicMs;
  if (!isAnother && !isAnew) return { memory, tells: [] };
  const sentence = `${isAnother ? "another process" : "another boot of its process"} answers now: ${stepWords[last.step]} was a success`;
  const proved: GuardAction = { ...last, outcome: "proved", sentence };
  return tellOnce({ ...memory, last: proved }, frame, now, { what: "restarted", subject: "gateway", severity: "info", sentence });
}
