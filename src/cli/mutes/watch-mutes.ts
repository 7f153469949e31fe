// Keeps the state's mutes what the file says: what another gatetop wrote is here two seconds later, what a key asked for at once.
import type { MuteRequest } from "../../data/alerts/mute.ts";
import { liftedBetween } from "../../data/alerts/muted.ts";
import type { Event } from "../../data/events.ts";
import { askedWords } from "../../data/select/mute-words.ts";
import type { Store } from "../../data/store.ts";
import type { MuteShelf } from "./mute-file.ts";

export type MuteWatchOptions = {
  readonly shelf: MuteShelf;
  readonly store: Pick<Store, "get" | "subscribe">;
  readonly send: (event: Event) => void;
  readonly now: () => number;
  /** Calls back every so often until the way out it returns is called. */
  readonly every: (ms: number, look: () => void) => () => void;
};

export type MuteWatch = {
  /** What a key asked for; a note says what became of it. */
  readonly ask: (requests: readonly MuteRequest[]) => void;
  readonly stop: () => void;
};

const LOOK_MS = 2_000;

export function watchMutes({ shelf, store, send, now, every }: MuteWatchOptions): MuteWatch {
  let seen: string | null = null;
  let told: string | null = null;

  /** The same trouble is told once. */
  function tell(trouble: string | null): void {
    if (trouble !== null && trouble !== told) send({ type: "note", at: now(), text: trouble, tone: "warn" });
    told = trouble;
  }

  function look(): void {
    const version = shelf.version();
    if (version === seen) return;
    const first = seen === null;
    seen = version;
    if (first && version === "") return;
    const { mutes, trouble } = shelf.read();
    send({ type: "mutes", at: now(), mutes });
    tell(trouble);
  }

  /** True when it is done. */
  function write(requests: readonly MuteRequest[]): boolean {
    const { mutes, trouble, failed } = shelf.ask(requests);
    if (!failed) {
      seen = shelf.version();
      send({ type: "mutes", at: now(), mutes });
    }
    told = failed ? null : told;
    tell(trouble);
    return !failed && trouble === null;
  }

  let before = store.get();
  const unsubscribe = store.subscribe(() => {
    const after = store.get();
    const lifted = liftedBetween(before, after);
    before = after;
    if (lifted.length > 0) write(lifted);
  });
  look();
  const end = every(LOOK_MS, look);

  return {
    ask: (requests) => {
      if (requests.length > 0 && write(requests)) {
        send({ type: "note", at: now(), text: askedWords(requests, store.get()), tone: "plain" });
      }
    },
    stop: () => {
      end();
      unsubscribe();
    },
  };
}
