// What the guard of the gateway on the screen keeps in its file, told to the board that shows it.
import type { Event } from "../../data/events.ts";
import type { Target } from "../../data/target.ts";
import { readGuardState } from "./read.ts";
import { guardFiles } from "./target-key.ts";

const LOOK_MS = 5_000;

export type GuardWatchOptions = {
  /** gatetop's state directory. */
  readonly state: string;
  /** Null: none is known yet. */
  readonly target: () => Target | null;
  readonly send: (event: Event) => void;
  /** Epoch ms. */
  readonly now: () => number;
  /** Calls back every so often until the way out it returns is called. */
  readonly every: (ms: number, look: () => void) => () => void;
};

/** Tells nothing of a gateway that never had a guard. */
export function watchGuardFile({ state, target, send, now, every }: GuardWatchOptions): () => void {
  let told: string | null = null;

  function look(): void {
    const looked = target();
    const guard = looked === null ? null : readGuardState(guardFiles(state, looked));
    const text = guard === null ? null : JSON.stringify(guard);
    if (text === told) return;
    told = text;
    send({ type: "guard", at: now(), guard });
  }

  look();
  return every(LOOK_MS, look);
}
