// One look at what a diagnosis needs: this host at once, the gateway when it answers in time.
import { firstBad, ladder } from "../../data/ladder.ts";
import { doctorSources } from "../../data/service/doctor.ts";
import { sources } from "../../data/snapshot.ts";
import type { State } from "../../data/state.ts";
import type { Live } from "../live.ts";

/** Longer than the service manager may take; a gateway that has not answered by then is not waited for. */
const DEADLINE_MS = 8_000;
/** A handshake with a healthy gateway takes milliseconds; a frozen one never ends it. */
const HANDSHAKE_MS = 5_000;

function isComplete(state: State): boolean {
  const waiting = doctorSources.filter((name) => state.snapshot[name].kind === "pending");
  if (waiting.length === 0) return true;
  if (waiting.some((name) => sources[name].via !== "rpc")) return false;
  const { link } = state;
  if (link.phase === "open") return false;
  return link.phase === "refused" || link.phase === "waiting" || state.now - state.startedAt >= HANDSHAKE_MS;
}

/** Why the gateway itself tells nothing; null: it answers. */
export function unreached(state: State): string | null {
  const { link } = state;
  if (link.phase === "open") return null;
  if (link.phase === "refused") return link.refusal.why;
  return `the gateway does not answer: ${firstBad(ladder(state))?.why ?? "no handshake in time"}`;
}

export function lookForDoctor(live: Live): Promise<State> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      unsubscribe();
      // Stopping makes everything the gateway said old.
      const state = live.store.get();
      live.stop();
      resolve(state);
    };
    const timer = setTimeout(finish, DEADLINE_MS);
    const unsubscribe = live.store.subscribe(() => {
      if (isComplete(live.store.get())) finish();
    });
    live.start();
  });
}
