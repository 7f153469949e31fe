// Why a key cannot act now, in one sentence.
import type { State } from "../state.ts";

export const FROZEN = "the screen is frozen: space to go on";

/** What is asked or changed now is not what is looked at then. */
export const replayed = ({ replay }: State): string | undefined =>
  replay === null ? undefined : "this is a replay: nothing is asked, nothing is changed";
export const live = ({ replay }: State): string | undefined =>
  replay === null ? "this is no replay: there is nothing to step through" : undefined;

/** Before a key that changes something: is anything changed from here at all? */
export const unchangeable = (state: State): string | undefined => {
  const { readonly, view } = state;
  if (state.replay !== null) return replayed(state);
  return readonly === null ? (view.frozen === null ? undefined : FROZEN) : `read-only (${readonly}): nothing is changed from here`;
};

/** What is silenced, or asked, must be in sight. */
export const covered = (state: State): string | undefined => {
  const { frozen, overlay } = state.view;
  if (state.replay !== null) return replayed(state);
  if (frozen !== null) return FROZEN;
  return overlay.kind === "none" || overlay.kind === "details" ? undefined : "close what is open first: esc";
};

const questions: ReadonlySet<State["view"]["overlay"]["kind"]> = new Set(["menu", "confirm", "mute"]);

/** A question that is open is answered, or left, before anything else is begun. */
export const asking = ({ view: { overlay } }: State): string | undefined =>
  questions.has(overlay.kind) ? "close what is open first: esc" : undefined;

/** What moves rows needs them in sight; frozen rows are. */
export const overlaid = ({ view: { overlay, problemsOnly } }: State): string | undefined =>
  overlay.kind === "none" && !problemsOnly ? undefined : "close what is open first: esc";
