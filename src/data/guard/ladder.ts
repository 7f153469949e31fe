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
export function possibleSteps(asked: Asked): readonly RepairStep[] {
  return sense.filter(([step, when]) => when(asked) && asked.input.cannot[step] === undefined).map(([step]) => step);
}

/** `round`: how many were gone through before this step. Step null: the ladder is at its end, or nothing of it can be done here. */
export type Chosen = { readonly step: RepairStep | null; readonly round: number };

export function nextStep(asked: Asked): Chosen {
  const { tried, rounds } = asked.memory;
  const possible = possibleSteps(asked);
  // Upwards only: after a hard step the milder one has no more sense in the same round.
  const highest = Math.max(-1, ...tried.map((step) => sense.findIndex(([name]) => name === step)));
  const left = possible.find((step) => sense.findIndex(([name]) => name === step) > highest);
  if (left !== undefined) return { step: left, round: rounds };
  const [first] = possible;
  const again = rounds + 1 < asked.input.settings.rounds;
  return { step: again && first !== undefined ? first : null, round: rounds + 1 };
}
