// What the audit board needs of the outside: older pages of the ledger, and gatetop's own journal.
import os from "node:os";
import { openJournal } from "../../actions/journal/open-journal.ts";
import type { Journal } from "../../data/action/ports.ts";
import { memoryJournal } from "../act/memory-journal.ts";
import { causeOf } from "../file-errors.ts";
import { ownPaths } from "../own-paths.ts";
import { ensurePrivateDir } from "../private-files.ts";
import { askOlderActivity, type OlderActivityOptions } from "./older-activity.ts";
import { watchOwnJournal, type OwnJournalOptions } from "./own-journal.ts";

export type AuditDeskOptions = Pick<OwnJournalOptions, "store" | "send"> &
  Pick<OlderActivityOptions, "request"> & {
    /** What is done to an invented gateway is in no file. */
    readonly demo: boolean;
  };

export type AuditDesk = { readonly older: () => Promise<void>; readonly stop: () => void };

const journalFile = (): Journal =>
  openJournal({ dir: ownPaths(process.env, os.homedir()).state, ensureDir: ensurePrivateDir, causeOf, secrets: () => [] });

export function createAuditDesk({ store, send, request, demo }: AuditDeskOptions): AuditDesk {
  const journal = demo ? memoryJournal : journalFile();
  return {
    older: () => askOlderActivity({ store, send, request, now: Date.now }),
    stop: watchOwnJournal({ store, send, read: () => journal.read().entries, now: Date.now }),
  };
}
