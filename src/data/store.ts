// Holds the one state; every fact enters through `send`.
import type { Event } from "./events.ts";
import type { State } from "./state.ts";

export type Store = {
  readonly get: () => State;
  readonly send: (event: Event) => void;
  readonly subscribe: (listener: () => void) => () => void;
};

/** `update` is the reducer; `tap` sees each event after it was folded (recorder, log). */
export function createStore(first: State, update: (state: State, event: Event) => State, tap?: (event: Event) => void): Store {
  let state = first;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    send: (event) => {
      const next = update(state, event);
      const changed = next !== state;
      state = next;
      tap?.(event);
      if (!changed) return;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
