// The gateway's crash-loop breaker: boots that ended without a word. Three within five minutes, and the next one keeps its channels down.
import type { BootRecord } from "./evidence.ts";

const BREAKER_WINDOW_MS = 300_000;

/** Clock of the gateway's table against ours: the same host. A newer row than this is a clock that was set back. */
const recent = (boot: BootRecord, now: number): boolean => now - boot.startedAt <= BREAKER_WINDOW_MS;

/** The newest row is the boot that runs, or the last one that ran: it has not ended uncleanly yet as far as the table knows. */
const unclean = (boots: readonly BootRecord[], now: number): readonly BootRecord[] =>
  [...boots]
    .sort((a, b) => b.startedAt - a.startedAt)
    .slice(1)
    .filter((boot) => boot.outcome === null && boot.completedAt === null && recent(boot, now));

/** Boots within the last 300 s that ended without saying so; three trip the breaker at the next boot. */
export const uncleanBoots = (boots: readonly BootRecord[], now: number): number => unclean(boots, now).length;

/** Which unclean boot it would be if the running one were killed now: at 3 the next boot keeps its channels down. */
export const wouldBeNth = (boots: readonly BootRecord[], now: number): number => uncleanBoots(boots, now) + 1;
