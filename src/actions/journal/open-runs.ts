// What others began and nobody saw the end of: a restart of theirs may be under way.
import type { JournalEntry } from "../../data/action/journal.ts";
import { muteTarget } from "../../data/alerts/mute-file.ts";

export type Began = Extract<JournalEntry, { readonly entry: "began" }>;

export type OpenRuns = {
  /** The gateway's address, as in the journal. */
  readonly url: string;
  readonly ownPid: number;
  /** Epoch ms. */
  readonly now: number;
  /** Those that are older are taken to be over. */
  readonly withinMs: number;
  /** Whose gatetop is gone is not waited for. */
  readonly alive: (pid: number) => boolean;
};

/** Newest first. */
export function openRuns(entries: readonly JournalEntry[], { url, ownPid, now, withinMs, alive }: OpenRuns): readonly Began[] {
  const over = new Set(entries.filter(({ entry }) => entry !== "began").map(({ id }) => id));
  return entries
    .flatMap((entry) => (entry.entry === "began" && !over.has(entry.id) && now - entry.at < withinMs ? [entry] : []))
    .filter(({ target, operator }) => muteTarget(target.url) === muteTarget(url) && operator.pid !== ownPid && alive(operator.pid))
    .toReversed();
}

/** Somebody else's process is alive too. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return code === "EPERM";
  }
}
