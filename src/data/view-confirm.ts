// The confirmation that is open: what is asked is filled in when it is known, the answer is a key or a word typed letter by letter.
import { sameRequest, type ActionRequest, type Preview } from "./action/request.ts";
import type { ActionProgress } from "./action/outcome.ts";
import { actionForKey, type ActionId } from "./actions.ts";
import type { Overlay, State } from "./state.ts";
import { isTyped, type Typist } from "./typist.ts";

type Confirm = Extract<Overlay, { kind: "confirm" }>;

const WORD_MAX = 20;

const open = (state: State, overlay: Overlay): State => ({ ...state, view: { ...state.view, overlay } });
const noted = (state: State, text: string, tone: "plain" | "warn" | "bad" = "warn"): State => ({
  ...state,
  note: { at: state.now, text, tone },
});

/** A preview that comes after the person closed what asked for it, or confirmed it, is not shown. */
export function previewed(state: State, preview: Preview | null): State {
  const { overlay } = state.view;
  if (overlay.kind === "menu" && preview !== null) {
    const others = overlay.previews.filter(({ choice }) => !sameRequest(choice.request, preview.choice.request));
    return open(state, { ...overlay, previews: [...others, preview] });
  }
  if (overlay.kind !== "confirm" || overlay.confirmed) return state;
  if (preview === null) return open(state, { kind: "none" });
  return sameRequest(preview.choice.request, overlay.request) ? open(state, { ...overlay, preview }) : state;
}

/** Ends in a timeline; the others are over in a moment and say so where they were confirmed. */
export const isRun = (request: ActionRequest): boolean => request.action === "restart" && request.aim !== "resume";

const waits = (state: State): Confirm | null => {
  const { overlay } = state.view;
  return overlay.kind === "confirm" && !overlay.confirmed && state.readonly === null ? overlay : null;
};

/** What this key, pressed now, lets happen. */
export function confirmedBy(state: State, key: string): Preview | null {
  const overlay = waits(state);
  const preview = overlay?.preview ?? null;
  if (overlay === null || preview === null || !preview.choice.precondition.can) return null;
  const { confirmation } = preview.choice;
  switch (confirmation.kind) {
    case "none":
      return key === "enter" || key === "y" ? preview : null;
    case "ask":
      return key === "y" ? preview : null;
    case "word":
      return key === "enter" && overlay.typed === confirmation.word ? preview : null;
  }
}

/** Why `enter`, or a key that is no answer, does nothing. */
function hint({ preview }: Confirm): string {
  if (preview === null) return "still looking at what it would do";
  const { precondition, confirmation } = preview.choice;
  if (!precondition.can) return precondition.why;
  if (confirmation.kind === "word") return `type ${confirmation.word}, then enter; esc leaves it`;
  return confirmation.kind === "ask" ? "y does it, n leaves it" : "enter does it, esc leaves it";
}

const asksWord = ({ preview }: Confirm): boolean => preview === null || preview.choice.confirmation.kind === "word";

function answered(state: State, overlay: Confirm, preview: Preview): State {
  // A restart under way is hastened: it stays the one it is.
  const last = state.run?.phase === "over" ? state.run.id : null;
  if (isRun(preview.choice.request)) return open(state, { kind: "timeline", newerThan: last, scroll: 0 });
  return open({ ...state, acting: null }, { ...overlay, preview, confirmed: true, scroll: 0 });
}

/** A key of the answer: a letter, `backspace` or `enter`. */
function typed(state: State, key: string): State {
  const overlay = waits(state);
  if (overlay === null) return state;
  const preview = confirmedBy(state, key);
  if (preview !== null) return answered(state, overlay, preview);
  if (!asksWord(overlay)) return key === "n" ? open(state, { kind: "none" }) : noted(state, hint(overlay));
  if (key === "enter") return noted(state, hint(overlay));
  if (key === "backspace") return open(state, { ...overlay, typed: overlay.typed.slice(0, -1) });
  return key.length === 1 ? open(state, { ...overlay, typed: (overlay.typed + key).slice(0, WORD_MAX) }) : state;
}

/** Keys that read on in a confirmation, or leave it, when no word is typed. */
const reads: ReadonlySet<ActionId> = new Set(["down", "up", "first", "last", "page-down", "page-up", "quit"]);

/** While an answer is typed every letter belongs to it, also q and R. */
export const confirmTypist: Typist = {
  takes: (state, key) => {
    const overlay = waits(state);
    if (overlay === null || !isTyped(key)) return false;
    const action = actionForKey(key);
    return asksWord(overlay) || action === undefined || !reads.has(action.id);
  },
  typed,
};

/** What became of it is told where it was confirmed, or in a note when the person has left. */
export function progressed(state: State, progress: ActionProgress): State {
  const next: State = { ...state, acting: progress };
  const { overlay } = state.view;
  if (progress.outcome === null || (overlay.kind === "confirm" && overlay.confirmed)) return next;
  return noted(next, progress.outcome.sentence, progress.outcome.done ? "plain" : "bad");
}
