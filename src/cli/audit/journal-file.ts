// gatetop's own journal, for who only reads it.
import os from "node:os";
import { openJournal } from "../../actions/journal/open-journal.ts";
import type { JournalEntry } from "../../data/action/journal.ts";
import type { Journal } from "../../data/action/ports.ts";
import { memoryJournal } from "../act/memory-journal.ts";
import { causeOf } from "../file-errors.ts";
import { ownPaths } from "../own-paths.ts";
import { ensurePrivateDir } from "../private-files.ts";

/** `demo`: what is done to an invented gateway is in no file. */
export const ownJournal = (demo: boolean): Pick<Journal, "read"> =>
  demo
    ? memoryJournal
    : openJournal({ dir: ownPaths(process.env, os.homedir()).state, ensureDir: ensurePrivateDir, causeOf, secrets: () => [] });

const KEPT = 500;

/** What was done to one gateway: the newest 500, oldest first. */
export const ofGateway = (entries: readonly JournalEntry[], url: string | null): readonly JournalEntry[] =>
  entries.filter(({ target }) => target.url === url).slice(-KEPT);
