// Time that moves only when told.
import type { Timers } from "../../../src/data/gateway/timers.ts";

export type ManualTimers = Timers & {
  readonly advance: (ms: number) => void;
  readonly count: () => number;
  /** Resolves when a timer is set next. */
  readonly changed: () => Promise<void>;
};

export function manualTimers(): ManualTimers {
  let now = 0;
  let lastId = 0;
  let told: (() => void) | null = null;
  const due = new Map<number, { readonly at: number; readonly run: () => void }>();
  return {
    monotonicMs: () => now,
    set: (run, ms) => {
      lastId += 1;
      due.set(lastId, { at: now + ms, run });
      told?.();
      return lastId;
    },
    clear: (id) => {
      due.delete(id as number);
    },
    count: () => due.size,
    changed: () =>
      new Promise((resolve) => {
        told = resolve;
      }),
    advance: (ms) => {
      const end = now + ms;
      for (;;) {
        const next = [...due].filter(([, timer]) => timer.at <= end).toSorted((a, b) => a[1].at - b[1].at)[0];
        if (next === undefined) break;
        due.delete(next[0]);
        now = next[1].at;
        next[1].run();
      }
      now = end;
    },
  };
}
