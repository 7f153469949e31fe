// Lets things befall a gateway, each at its time.
import type { Trouble } from "./troubles.ts";

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));

/** Resolves `lastsMs` after it began. */
export async function happen(troubles: readonly Trouble[], lastsMs: number, say: (text: string) => void): Promise<void> {
  const begunAt = Date.now();
  for (const { atMs, what, cause } of troubles) {
    await pause(begunAt + atMs - Date.now());
    say(`${Math.round((Date.now() - begunAt) / 1_000)} s  ${what}`);
    await cause();
  }
  await pause(begunAt + lastsMs - Date.now());
}
