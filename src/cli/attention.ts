// Calls the person who is not looking, from the store's state, through the one stream that writes to the terminal.
import { calls, nothingCalled, titleOf } from "../data/attention.ts";
import type { Attention } from "../data/config/own-config.ts";
import type { State } from "../data/state.ts";
import type { Store } from "../data/store.ts";
import { drawn } from "../data/view.ts";
import { callBytes, understandsStrings } from "../ui/call.ts";
import type { CellDiff } from "../ui/cell-diff.ts";
import { toAscii } from "../ui/theme.ts";

export type AttentionOptions = {
  readonly store: Pick<Store, "get" | "subscribe">;
  readonly stdout: Pick<CellDiff, "title" | "call">;
  readonly attention: Attention;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly ascii: boolean;
};

const BEAT_MS = 1_000;
const beatOf = ({ now }: State): number => Math.floor(now / BEAT_MS);

/** Returns the way out. */
export function watchAttention({ store, stdout, attention, env, ascii }: AttentionOptions): () => void {
  const strings = understandsStrings(env["TERM"]);
  const style = { bell: attention.bell, notify: strings ? attention.notify : "off", tmux: (env["TMUX"] ?? "") !== "" } as const;
  const shown = (text: string): string => (ascii ? toAscii(text) : text);
  const titles = attention.title && strings;
  let called = nothingCalled;
  let judged: State | null = null;

  function look(): void {
    const state = store.get();
    const beat = judged === null || beatOf(judged) !== beatOf(state);
    if (!beat && judged?.alerts === state.alerts && judged.mutes === state.mutes) return;
    judged = state;
    const next = calls(state, called);
    called = next.called;
    if (next.call !== null) {
      const bytes = callBytes(shown(next.call.text), style);
      if (bytes !== "") stdout.call(bytes);
    }
    // A verdict costs more than a look at what is critical.
    if (titles && (beat || next.call !== null)) stdout.title(shown(titleOf(drawn(state))));
  }

  look();
  return store.subscribe(look);
}
