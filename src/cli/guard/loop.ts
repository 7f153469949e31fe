// Turn after turn, none before the one before is over, until somebody ends it.
import type { Clock } from "../../data/action/ports.ts";
import type { Turn } from "./turn.ts";

export type Loop = {
  /** Rejects for a defect. */
  readonly ended: Promise<void>;
  /** At once; a look that is under way is not waited for. */
  readonly stop: () => void;
};

/** However long a look took, there is a moment for everything else. */
const BREATH_MS = 50;

type LoopParts = {
  readonly turn: Pick<Turn, "take">;
  readonly clock: Pick<Clock, "monotonicMs" | "set" | "clear">;
  /** From the beginning of one turn to that of the next. */
  readonly intervalMs: () => number;
};

export function startLoop({ turn, clock, intervalMs }: LoopParts): Loop {
  let timer: unknown = null;
  let over = false;
  let settle: { readonly resolve: () => void; readonly reject: (error: unknown) => void } = { resolve: () => {}, reject: () => {} };
  const ended = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });

  const take = async (): Promise<void> => {
    const began = clock.monotonicMs();
    await turn.take();
    if (!over) timer = clock.set(next, Math.max(BREATH_MS, intervalMs() - (clock.monotonicMs() - began)));
  };
  const next = (): void => void take().catch((error: unknown) => settle.reject(error));

  next();
  return {
    ended,
    stop: () => {
      over = true;
      if (timer !== null) clock.clear(timer);
      settle.resolve();
    },
  };
}
