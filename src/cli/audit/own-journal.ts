// gatetop's own journal for the audit board: read when the board opens, and when something that was done from here is over.
import type { JournalEntry } from "../../data/action/journal.ts";
import type { Event } from "../../data/events.ts";
import type { State } from "../../data/state.ts";
import type { Store } from "../../data/store.ts";
import { ofGateway } from "./journal-file.ts";

export type OwnJournalOptions = {
  readonly store: Store;
  readonly send: (event: Event) => void;
  /** Oldest first; of every gateway. */
  readonly read: () => readonly JournalEntry[];
  readonly now: () => number;
};

const isOpen = ({ view }: State): boolean => view.board === "audit";

/** What of our actions is over; the same while nothing ended. */
const ended = ({ run, acting }: State): string =>
  `${run === null || run.verdict === null ? "" : run.id} ${acting === null || acting.step !== "over" ? "" : `${acting.action} ${acting.subject}`}`;

/** Returns the way out. */
export function watchOwnJournal({ store, send, read, now }: OwnJournalOptions): () => void {
  let last: State | null = null;
  const look = (): void => {
    const before = last;
    const state = store.get();
    last = state;
    if (!isOpen(state) || (before !== null && isOpen(before) && ended(before) === ended(state))) return;
    send({ type: "journal-lines", at: now(), entries: ofGateway(read(), state.target?.url ?? null) });
  };
  const unsubscribe = store.subscribe(look);
  look();
  return unsubscribe;
}
