// The first word of the link: before it nobody can say what can be done here.
import type { LinkTap } from "../../data/action/ports.ts";
import type { Output } from "../output.ts";

/** A handshake on this host takes a few ms; a gateway that is frozen never answers one, and can be repaired all the same. */
const PATIENCE_MS = 3_000;
/** A busy gateway may need a whole handshake's deadlines; the link ends its own attempt before this. */
const LONG_PATIENCE_MS = 45_000;

/** Open, refused or waiting to knock again: not in the middle of its first attempt. */
const isSettled = ({ state }: LinkTap): boolean => !["idle", "connecting"].includes(state().phase);

/** Resolves when the link is settled, and when that takes too long. */
export function settled(link: LinkTap, patienceMs = PATIENCE_MS): Promise<void> {
  return new Promise((resolve) => {
    if (isSettled(link)) return resolve();
    const finish = (): void => {
      clearTimeout(timer);
      leave();
      resolve();
    };
    const timer = setTimeout(finish, patienceMs);
    const leave = link.listen(() => {
      if (isSettled(link)) finish();
    });
  });
}

/** For what cannot be done without an answer: its port took the connection, so it is there and may only be busy. True: it was waited for. */
export async function answeredAtLast({ link, output }: { readonly link: LinkTap; readonly output: Pick<Output, "err"> }): Promise<boolean> {
  if (isSettled(link)) return false;
  output.err("gatetop: waiting for the gateway to answer...\n");
  await settled(link, LONG_PATIENCE_MS);
  return true;
}
