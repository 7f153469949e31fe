// A repair from before anything is sent until it is known what became of it. The loop writes the file after each of these.
import { nextAttempt } from "./back-off.ts";
import { inOrder, tellOnce, type Frame, type Told } from "./edges.ts";
import type { Due, Moment } from "./input.ts";
import { withKill } from "./kill-limit.ts";
import { roundWith } from "./ladder.ts";
import type { GuardMemory } from "./memory.ts";
import type { Repaired } from "./ports.ts";
import { stepWords } from "./sentence.ts";
import type { GuardSettings } from "./settings.ts";
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
  const sentence = `${stepWords[step]}${whys[why]} · ${memory.decision.sentence}`;
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
    ownStep: ownStep === null ? null : { ...ownStep, gone },
  };
  if (proved) return tellOnce(next, frame, now, { what: "restarted", subject: "gateway", severity: "info", sentence });
  // The supervisor's command goes on when its wait is over: only what comes of it tells.
  if (outcome === "unproved" && step === "service") return { memory: next, tells: [] };
  const told = tellOnce(next, frame, now, {
    what: "restart-failed",
    subject: "gateway",
    severity: "critical",
    sentence: `${stepWords[step]}${whys[why]}: ${sentence}`,
  });
  return { memory: told.memory, tells: inOrder(told.tells) };
}
