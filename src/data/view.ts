// What a key does to the screen. Effects outside the screen (ask again, quit, suspend) are the caller's.
import { actions, type ActionId } from "./actions.ts";
import { believed } from "./believed.ts";
import { overlayLines, overlayRows } from "./select/overlay.ts";
import { rowKeys, selectedIndex } from "./select/rows.ts";
import type { Overlay, PanelId, State, View } from "./state.ts";

/** The order of tab. */
export const panelOrder: readonly PanelId[] = ["problems", "gateway", "charts", "channels", "queues", "sessions"];

/** What the screen draws: while frozen, the facts of that moment under the keys of now. */
export function drawn(state: State): State {
  return believed(state.view.frozen === null ? state : { ...state.view.frozen, view: state.view, note: state.note });
}

/** True when `quit` would leave gatetop; false when it only closes what is open. */
export function leaves(state: State): boolean {
  return state.view.overlay.kind === "none" && !state.view.problemsOnly;
}

const changed = (state: State, view: Partial<View>): State => ({ ...state, view: { ...state.view, ...view } });

/** The panel that keys act on. */
export const focused = (view: View): PanelId => (view.problemsOnly ? "problems" : view.panel);

function close(state: State): State {
  if (state.view.overlay.kind !== "none") return changed(state, { overlay: { kind: "none" } });
  if (state.view.problemsOnly) return changed(state, { problemsOnly: false });
  return state;
}

type Move = (from: number, last: number, page: number) => number;

function scrolled(state: State, overlay: Exclude<Overlay, { kind: "none" }>, move: Move): State {
  const height = overlayRows(state.view);
  const last = Math.max(0, overlayLines(drawn(state)).length - height);
  const scroll = Math.max(0, Math.min(last, move(Math.min(overlay.scroll, last), last, height)));
  return scroll === overlay.scroll ? state : changed(state, { overlay: { ...overlay, scroll } });
}

/** A page is a little less than what the focused panel shows, so that one row stays in sight. */
function pageRows(view: View): number {
  return Math.max(1, view.problemsOnly ? view.rows - 7 : Math.floor(view.rows / 6));
}

function moved(state: State, move: Move): State {
  const { overlay } = state.view;
  if (overlay.kind !== "none") return scrolled(state, overlay, move);
  const panel = focused(state.view);
  const keys = rowKeys(drawn(state), panel);
  const last = keys.length - 1;
  if (last < 0) return state;
  const index = Math.max(0, Math.min(last, move(selectedIndex(state, panel, keys), last, pageRows(state.view))));
  const key = keys[index];
  return key === undefined ? state : changed(state, { selected: { ...state.view.selected, [panel]: key } });
}

function nextPanel(state: State): State {
  const { view } = state;
  if (view.overlay.kind !== "none" || view.problemsOnly) return state;
  return changed(state, { panel: panelOrder[(panelOrder.indexOf(view.panel) + 1) % panelOrder.length] ?? "problems" });
}

function frozen(state: State): State {
  if (state.view.frozen !== null) return changed(state, { frozen: null });
  return changed(state, { frozen: state });
}

const toggled = (state: State, kind: "help" | "details"): State =>
  changed(state, { overlay: state.view.overlay.kind === kind ? { kind: "none" } : { kind, scroll: 0 } });

const same = (state: State): State => state;

const effects: { readonly [A in ActionId]: (state: State) => State } = {
  help: (state) => toggled(state, "help"),
  details: (state) => toggled(state, "details"),
  problems: (state) => changed(state, { problemsOnly: !state.view.problemsOnly, overlay: { kind: "none" } }),
  "next-panel": nextPanel,
  down: (state) => moved(state, (from) => from + 1),
  up: (state) => moved(state, (from) => from - 1),
  first: (state) => moved(state, () => 0),
  last: (state) => moved(state, (_, last) => last),
  "page-down": (state) => moved(state, (from, _, page) => from + page),
  "page-up": (state) => moved(state, (from, _, page) => from - page),
  freeze: frozen,
  faster: (state) => changed(state, { rate: Math.max(0.5, state.view.rate / 2) }),
  slower: (state) => changed(state, { rate: Math.min(16, state.view.rate * 2) }),
  back: close,
  quit: close,
  refresh: same,
  suspend: same,
};

/** The state after a key. A key that cannot act now says why, in the note. */
export function act(state: State, action: ActionId): State {
  const why = actions.find((row) => row.id === action)?.blockedBy?.(state);
  if (why !== undefined) return { ...state, note: { at: state.now, text: why, tone: "warn" } };
  return effects[action](state);
}
