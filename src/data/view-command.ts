// The line after `:`: every key is its own while it is open, but for those that close it.
import { late } from "./late/late.ts";
import type { State } from "./state.ts";
import type { Typist } from "./typist.ts";

const elsewhere: ReadonlySet<string> = new Set(["esc", "ctrl+c", "ctrl+z"]);

export const isCommanding = ({ view }: State, key: string): boolean => view.command !== null && !elsewhere.has(key);

/** What the keys do there is loaded with the line itself. */
export const commandTypist: Typist = {
  pastes: true,
  takes: isCommanding,
  typed: (state, key) => late()?.command.typed(state, key) ?? state,
};
