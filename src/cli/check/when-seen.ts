// The first look at a gateway: over when enough was seen, or when the time is up.
import type { State } from "../../data/state.ts";
import type { Live } from "../live.ts";
import { enough, PATIENCE_MS, wantsSecondLook } from "./enough.ts";

/** Long enough for the kernel's clock ticks of 10 ms to give two digits. */
const SECOND_LOOK_MS = 400;

/** Starts it, and leaves it running. */
export function whenSeen(live: Pick<Live, "store" | "start" | "refresh">, timeoutMs: number): Promise<State> {
  return new Promise((resolve) => {
    const beganAt = performance.now();
    const timers = [
      setTimeout(finish, timeoutMs),
      // A timer may be early by a millisecond, and nothing may come after it.
      setTimeout(look, PATIENCE_MS + 1),
      ...(wantsSecondLook(live.store.get()) ? [setTimeout(() => live.refresh(["process"]), SECOND_LOOK_MS)] : []),
    ];
    const unsubscribe = live.store.subscribe(look);
    function finish(): void {
      for (const timer of timers) clearTimeout(timer);
      unsubscribe();
      resolve(live.store.get());
    }
    function look(): void {
      if (enough(live.store.get(), performance.now() - beganAt)) finish();
    }
    live.start();
  });
}
