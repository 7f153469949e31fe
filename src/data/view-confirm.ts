// The confirmation that is open: what is asked is filled in when it is known, and the word is typed letter by letter.
import type { Preview } from "./action/request.ts";
import type { Overlay, State } from "./state.ts";

const WORD_MAX = 20;

const open = (state: State, overlay: Overlay): State => ({ ...state, view: { ...state.view, overlay } });

/** A preview that comes after the person closed the confirmation, or opened another, is not shown. */
export function previewed(state: State, preview: Preview | null): State {
  const { overlay } = state.view;
  if (overlay.kind !== "confirm") return state;
  if (preview === null) return open(state, { kind: "none" });
  return preview.choice.request === overlay.request ? open(state, { ...overlay, preview }) : state;
}

/** `backspace` takes one letter back; other names of more than one character are no letters. */
export function typed(state: State, key: string): State {
  const { overlay } = state.view;
  if (overlay.kind !== "confirm") return state;
  if (key === "backspace") return open(state, { ...overlay, typed: overlay.typed.slice(0, -1) });
  return key.length === 1 ? open(state, { ...overlay, typed: (overlay.typed + key).slice(0, WORD_MAX) }) : state;
}
