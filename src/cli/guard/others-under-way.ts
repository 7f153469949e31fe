// Whether somebody else's restart is under way, by the journal. Asked at every look, so that the file is read only when it changed.
import fs from "node:fs";
import type { JournalEntry } from "../../data/action/journal.ts";
import type { Journal } from "../../data/action/ports.ts";
import { openRuns } from "../../actions/journal/open-runs.ts";
import { askedByOthers } from "../../actions/run/under-way.ts";

/** Longer than a deferral and the boot after it: a restart that takes longer has ended unseen. */
const WITHIN_MS = 600_000;

export type OthersParts = {
  readonly journal: Pick<Journal, "read">;
  /** actions.ndjson */
  readonly file: string;
  /** The gateway's address, as in the journal. */
  readonly url: string;
  readonly ownPid: number;
  /** Epoch ms. */
  readonly now: () => number;
  readonly alive: (pid: number) => boolean;
};

/** Null: there is none yet, or it cannot be looked at. */
function stampOf(file: string): string | null {
  try {
    const { ino, size, mtimeMs } = fs.statSync(file);
    return `${ino} ${size} ${mtimeMs}`;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return null;
  }
}

/** "a restart asked for by ana 12s ago is not over"; null: none. */
export function createOthersUnderWay({ journal, file, url, ownPid, now, alive }: OthersParts): () => string | null {
  let stamp: string | null = null;
  let begun: readonly JournalEntry[] = [];
  return () => {
    const fresh = stampOf(file);
    const given = { url, ownPid, now: now(), withinMs: WITHIN_MS, alive };
    if (fresh !== stamp) {
      stamp = fresh;
      begun = fresh === null ? [] : openRuns(journal.read().entries, given);
    }
    // Of those that were open when the file was read: their time may be over by now, or their gatetop gone.
    const asked = begun.length === 0 ? null : askedByOthers(openRuns(begun.toReversed(), given), given.now);
    return asked === null ? null : `${asked} is not over`;
  };
}
