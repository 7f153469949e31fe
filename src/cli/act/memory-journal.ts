// The demo's journal: what is done to an invented gateway is no history of this host.
import type { Journal } from "../../data/action/ports.ts";
import type { JournalEntry } from "../../data/action/journal.ts";

/** Gone with the program. */
export function memoryJournal(): Journal {
  const entries: JournalEntry[] = [];
  return {
    append: (entry) => {
      entries.push(entry);
      return null;
    },
    read: () => ({ entries, unreadable: 0 }),
  };
}
