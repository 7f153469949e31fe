// One look for all who ask within a moment: the rows of a menu are previewed at once, a confirmation right after.
import type { Clock } from "../../data/action/ports.ts";

const FRESH_MS = 1_500;

export function shared<T>(clock: Pick<Clock, "monotonicMs">, look: () => T): () => T {
  let last: { readonly startedMs: number; readonly found: T } | null = null;
  return () => {
    const now = clock.monotonicMs();
    if (last === null || now - last.startedMs > FRESH_MS) last = { startedMs: now, found: look() };
    return last.found;
  };
}
