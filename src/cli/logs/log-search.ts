// Looks through a long log for the filter of board 4, between everything else.
import type { Event } from "../../data/events.ts";
import { searchedOn } from "../../data/logs/search.ts";
import { askedIn, rowsOf } from "../../data/logs/view-logs.ts";
import type { State } from "../../data/state.ts";
import type { Store } from "../../data/store.ts";

export type LogSearch = {
  readonly stop: () => void;
};

/** No key waits longer for it. */
const SLICE_MS = 8;
/** As often as the screen is drawn. */
const TELL_EVERY_MS = 100;

const isWanted = (state: State): boolean => state.view.board === "logs" && rowsOf(state).unseen > 0;

type Given = { readonly store: Pick<Store, "get" | "subscribe">; readonly send: (event: Event) => void; readonly now: () => number };

/** `now`: ms of any clock that only goes forward. */
export function createLogSearch({ store, send, now }: Given): LogSearch {
  let next: NodeJS.Immediate | null = null;
  let toldAt = -Infinity;

  function look(): void {
    next = null;
    const state = store.get();
    if (!isWanted(state)) return;
    const begunAt = now();
    const over = searchedOn(state.late.log, askedIn(state), () => now() - begunAt >= SLICE_MS);
    if (over || begunAt - toldAt >= TELL_EVERY_MS) {
      toldAt = begunAt;
      send({ type: "log-searched", at: Date.now() });
    }
    begin();
  }

  function begin(): void {
    if (next === null && isWanted(store.get())) next = setImmediate(look);
  }

  const unsubscribe = store.subscribe(begin);
  begin();
  return {
    stop: () => {
      unsubscribe();
      if (next !== null) clearImmediate(next);
    },
  };
}
