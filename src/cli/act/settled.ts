// The first word of the link: before it nobody can say what can be done here.
import type { LinkTap } from "../../data/action/ports.ts";

/** A handshake on this host takes a few ms; a gateway that is frozen never answers one, and can be repaired all the same. */
const PATIENCE_MS = 3_000;

/** Resolves when the link is open, refused or waiting to knock again, and when that takes too long. */
export function settled({ state, listen }: LinkTap, patienceMs = PATIENCE_MS): Promise<void> {
  const known = (): boolean => !["idle", "connecting"].includes(state().phase);
  return new Promise((resolve) => {
    if (known()) return resolve();
    const finish = (): void => {
      clearTimeout(timer);
      leave();
      resolve();
    };
    const timer = setTimeout(finish, patienceMs);
    const leave = listen(() => {
      if (known()) finish();
    });
  });
}
