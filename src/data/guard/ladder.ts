// Which repair comes next: from the mildest that has sense here to the hardest, then all over again, then none.
import type { RepairStep, Standing, Supervision } from "./decision.ts";
import type { GuardInput } from "./input.ts";
import type { GuardMemory } from "./memory.ts";

/** Older than this, an answer over the link says nothing of a process that is deaf now. */
const RPC_FRESH_MS = 10_000;

type Asked = {
  readonly memory: Pick<GuardMemory, "tried" | "rounds" | "lastRpc">;
  readonly input: Pick<GuardInput, "cannot" | "settings" | "sight">;
  readonly standing: Standing;
  readonly supervision: Supervision;
};

const stillAnswersRpc = ({ memory: { lastRpc }, input: { sight } }: Asked): boolean =>
  lastRpc !== null && sight.monotonicMs - lastRpc.monotonicMs <= RPC_FRESH_MS;

/** Whether a step has sense, whatever can be done here. */
const sense: readonly (readonly [step: RepairStep, when: (asked: Asked) => boolean])[] = [
  ["ask", (asked) => asked.standing === "deaf" && asked.supervision !== "our-stop-hangs" && stillAnswersRpc(asked)],
  ["service", ({ standing, supervision }) => standing !== "gone" && supervision === "up"],
  ["clean-up", ({ standing }) => standing !== "gone"],
  ["start", ({ standing, input }) => standing === "gone" && input.settings.start !== null],
];

/** Mildest first. */
function possibleSteps(asked: Asked): readonly RepairStep[] {
  return sense.filter(([step, when]) => when(asked) && asked.input.cannot[step] === undefined).map(([step]) => step);
}

/** `why` with null: the ladder is at its end, or what of it would have sense cannot be done here, and for which reasons. */
export type Chosen = { readonly step: RepairStep; readonly why: null } | { readonly step: null; readonly why: string };

const NO_START = "nothing supervises it, and the config does not say how it is started (guard.start)";

function whyNone(asked: Asked): string {
  const { standing, input } = asked;
  if (standing === "gone" && input.settings.start === null) return NO_START;
  if (possibleSteps(asked).length > 0) return "everything was tried in vain";
  const reasons = sense.filter(([, when]) => when(asked)).map(([step]) => `${step}: ${input.cannot[step] ?? "not possible"}`);
  return `nothing can be done here: ${reasons.join("; ")}`;
}

const heightOf = (step: RepairStep): number => sense.findIndex(([name]) => name === step);

/** Upwards only: after a hard step the milder one has no more sense in the same round. */
const isHigher = (step: RepairStep, tried: readonly RepairStep[]): boolean => tried.every((before) => heightOf(before) < heightOf(step));

export function nextStep(asked: Asked): Chosen {
  const { tried, rounds } = asked.memory;
  const possible = possibleSteps(asked);
  const left = possible.find((step) => isHigher(step, tried));
  const again = rounds + 1 < asked.input.settings.rounds ? possible[0] : undefined;
  const step = left ?? again;
  return step === undefined ? { step: null, why: whyNone(asked) } : { step, why: null };
}

/** The round a step belongs to, with it. */
export const roundWith = (
  { tried, rounds }: Pick<GuardMemory, "tried" | "rounds">,
  step: RepairStep,
): Pick<GuardMemory, "tried" | "rounds"> =>
  isHigher(step, tried) ? { tried: [...tried, step], rounds } : { tried: [step], rounds: rounds + 1 };
