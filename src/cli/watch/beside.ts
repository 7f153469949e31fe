// The files beside a gateway that other gatetops of this user write: mutes, the guard's state, the journal. Looked at, never written.
import fs from "node:fs";
import path from "node:path";
import { openJournal } from "../../actions/journal/open-journal.ts";
import type { JournalEntry } from "../../data/action/journal.ts";
import type { Event } from "../../data/events.ts";
import { readGuardFile } from "../../data/guard/read-file.ts";
import { guardChange, guardSeen, runChanges, type GuardSeen } from "../../data/json/beside-changes.ts";
import type { Change } from "../../data/json/changes.ts";
import type { Target } from "../../data/target.ts";
import { causeOf, codeOf } from "../file-errors.ts";
import { guardFiles } from "../guard/target-key.ts";
import type { MuteShelf } from "../mutes/mute-file.ts";
import { ensurePrivateDir } from "../private-files.ts";

export type BesideOptions = {
  /** gatetop's state directory. */
  readonly dir: string;
  readonly target: Target;
  readonly mutes: Pick<MuteShelf, "version" | "read">;
  readonly send: (event: Event) => void;
  readonly tell: (change: Change) => void;
  readonly now: () => number;
};

export type Beside = { readonly look: () => void };

/** What there is at the first look is told by nobody: the first snapshot has it, or it is of before. */
export function lookBeside({ dir, target, mutes, send, tell, now }: BesideOptions): Beside {
  const { state: guardPath } = guardFiles(dir, target);
  const journalPath = path.join(dir, "actions.ndjson");
  const journal = openJournal({ dir, ensureDir: ensurePrivateDir, causeOf, secrets: () => [] });
  let muted = "";
  let journalled = "";
  let entries: readonly JournalEntry[] = [];
  let guard: GuardSeen | null = null;
  let first = true;

  function lookAtMutes(): void {
    const version = mutes.version();
    if (version === muted) return;
    muted = version;
    send({ type: "mutes", at: now(), mutes: mutes.read().mutes });
  }

  function readGuard(): GuardSeen | null {
    try {
      const { mtimeMs } = fs.statSync(guardPath);
      const read = readGuardFile(fs.readFileSync(guardPath, "utf8"));
      return read.kind === "read" ? guardSeen(read.file, mtimeMs, now()) : null;
    } catch (error) {
      // No guard, or not ours to read: then there is nothing to tell of it.
      if (codeOf(error) === "") throw error;
      return null;
    }
  }

  function lookAtGuard(): void {
    const seen = readGuard();
    const change = guardChange(guard, seen, now());
    guard = seen;
    if (change !== null && !first) tell(change);
  }

  function lookAtJournal(): void {
    const found = fs.statSync(journalPath, { throwIfNoEntry: false });
    const version = found === undefined ? "" : `${found.ino} ${found.size}`;
    if (version === journalled) return;
    journalled = version;
    const about = journal.read().entries.filter((entry) => entry.target.url === target.url);
    if (!first) for (const change of runChanges(entries, about)) tell(change);
    entries = about;
  }

  return {
    look: () => {
      lookAtMutes();
      lookAtGuard();
      lookAtJournal();
      first = false;
    },
  };
}
