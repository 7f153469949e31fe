// Between the store and the screen: facts are drawn at most ten times a second, what the person did at once.
import type { State } from "../data/state.ts";
import type { Store } from "../data/store.ts";

export type Gate = {
  /** The state last let through; the same object until the next is. */
  readonly get: () => State;
  readonly subscribe: (listener: () => void) => () => void;
  readonly close: () => void;
};

const EVERY_MS = 100;

export function createGate(store: Store, everyMs = EVERY_MS): Gate {
  let passed = store.get();
  let passedAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | null = null;
  const listeners = new Set<() => void>();

  function pass(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    passedAt = performance.now();
    const next = store.get();
    if (next === passed) return;
    passed = next;
    for (const listener of listeners) listener();
  }

  const unsubscribe = store.subscribe(() => {
    const next = store.get();
    if (next.view !== passed.view || next.note !== passed.note) return pass();
    if (timer !== null) return;
    const wait = passedAt + everyMs - performance.now();
    if (wait <= 0) return pass();
    timer = setTimeout(pass, wait);
  });

  return {
    get: () => passed,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      unsubscribe();
      if (timer !== null) clearTimeout(timer);
    },
  };
}
