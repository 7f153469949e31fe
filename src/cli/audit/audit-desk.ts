// What the audit board needs of the outside: older pages of the ledger, and gatetop's own journal.
import { ownJournal } from "./journal-file.ts";
import { askOlderActivity, type OlderActivityOptions } from "./older-activity.ts";
import { watchOwnJournal, type OwnJournalOptions } from "./own-journal.ts";

export type AuditDeskOptions = Pick<OwnJournalOptions, "store" | "send"> &
  Pick<OlderActivityOptions, "request"> & {
    /** What is done to an invented gateway is in no file. */
    readonly demo: boolean;
  };

export type AuditDesk = { readonly older: () => Promise<void>; readonly stop: () => void };

export function createAuditDesk({ store, send, request, demo }: AuditDeskOptions): AuditDesk {
  const journal = ownJournal(demo);
  return {
    older: () => askOlderActivity({ store, send, request, now: Date.now }),
    stop: watchOwnJournal({ store, send, read: () => journal.read().entries, now: Date.now }),
  };
}
