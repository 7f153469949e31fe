// The demo's journal: what is done to an invented gateway is no history of this host.
import type { Journal } from "../../data/action/ports.ts";
import type { JournalEntry } from "../../data/action/journal.ts";

const entries: JournalEntry[] = [];

/** One for the whole program, and gone with it: whoever acts writes what whoever shows it reads. */
export const memoryJournal: Journal = {
  append: (entry) => {
    entries.push(entry);
    return null;
  },
  read: () => ({ entries, unreadable: 0 }),
};
