// What a key does to the screen. Effects outside the screen (ask again, quit, suspend) are the caller's.
import { blockedWhy, type ActionId, type LateActionId } from "./actions.ts";
import { believed } from "./believed.ts";
import type { Event } from "./events.ts";
import { focused } from "./focus.ts";
import { overlayView } from "./select/overlay.ts";
import { chosenKey, lateBoardOf, rowList, selectedIndex } from "./select/rows.ts";
import type { Overlay, PanelId, State, View } from "./state.ts";
import { themeNames } from "./theme-names.ts";
import { backInMute, chosenMute, movedInMute, toggledMaintenance, toggledSnooze } from "./view-mute.ts";
import { late } from "./late/late.ts";
import { boardLeft, filterOpened, followed, follows, isFiltering, openedBoard, panelsOn, sortedNext, unfollowed } from "./view-boards.ts";
import { backFrom, chosenInMenu, menuRows, openedAbort, openedForce, selectedIn, toggledChannel, toggledRestart } from "./view-menu.ts";

/** What the screen draws: while frozen, the facts of that moment under the keys of now. */
export function drawn(state: State): State {
  return believed(state.view.frozen === null ? state : { ...state.view.frozen, view: state.view, note: state.note });
}

/** True when `quit` would leave gatetop; false when it only closes what is open. */
export function leaves(state: State): boolean {
  const { overlay, problemsOnly, command } = state.view;
  return overlay.kind === "none" && !problemsOnly && command === null && !isFiltering(state);
}

const changed = (state: State, view: Partial<View>): State => ({ ...state, view: { ...state.view, ...view } });

function close(state: State): State {
  const { overlay, command } = state.view;
  if (command !== null) return changed(state, { command: null });
  if (overlay.kind === "confirm") return backFrom(state, overlay);
  if (overlay.kind === "mute") return backInMute(state, overlay);
  if (overlay.kind !== "none") return changed(state, { overlay: { kind: "none" } });
  if (state.view.problemsOnly) return changed(state, { problemsOnly: false });
  return boardLeft(state) ?? state;
}

type Move = (from: number, last: number, page: number) => number;

function scrolled(state: State, overlay: Exclude<Overlay, { kind: "none" }>, move: Move): State {
  const { lines, rows } = overlayView(drawn(state));
  const last = Math.max(0, lines.length - rows);
  const scroll = Math.max(0, Math.min(last, move(Math.min(overlay.scroll, last), last, rows)));
  return scroll === overlay.scroll ? state : changed(state, { overlay: { ...overlay, scroll } });
}

function movedInMenu(state: State, menu: Extract<Overlay, { kind: "menu" }>, move: Move): State {
  const last = menuRows(state, menu).length - 1;
  const selected = Math.max(0, Math.min(last, move(selectedIn(state, menu), last, last)));
  return selected === menu.selected ? state : changed(state, { overlay: { ...menu, selected } });
}

/** A page is a little less than what the focused panel shows, so that one row stays in sight. */
function pageRows(view: View): number {
  return Math.max(1, view.problemsOnly || view.board !== "overview" ? view.rows - 8 : Math.floor(view.rows / 6));
}

function moved(state: State, move: Move): State {
  const { overlay } = state.view;
  if (overlay.kind === "menu") return movedInMenu(state, overlay, move);
  if (overlay.kind === "mute" && overlay.forMs === null) return movedInMute(state, overlay, move);
  if (overlay.kind !== "none") return scrolled(state, overlay, move);
  const panel = focused(state.view);
  const keys = rowList(drawn(state), panel);
  const last = keys.length - 1;
  if (last < 0) return state;
  const index = Math.max(0, Math.min(last, move(selectedIndex(state, panel, keys), last, pageRows(state.view))));
  const key = keys.keyAt(index);
  return key === undefined ? state : chosen(state, panel, key);
}

function chosen(state: State, panel: PanelId, key: string): State {
  const free = follows(state.view, panel) ? unfollowed(state) : state;
  const after = changed(free, { selected: { ...free.view.selected, [panel]: key } });
  return lateBoardOf(state.view.board)?.moved?.(state, after) ?? after;
}

/** The row and the panel under the pointer become the chosen ones; the row that was chosen already is opened. */
export function pointed(state: State, { panel, key, wheel }: Extract<Event, { type: "pointed" }>): State {
  const { view } = state;
  if (view.command !== null) return state;
  if (view.overlay.kind !== "none") return wheel === 0 ? state : moved(state, (from) => from + wheel);
  if (!(view.problemsOnly ? ["problems"] : panelsOn(view.board)).includes(panel)) return state;
  const there = view.problemsOnly ? state : changed(state, { panel });
  if (wheel !== 0) return moved(there, (from) => from + wheel);
  if (key === null) return there;
  return focused(view) === panel && chosenKey(state, panel) === key ? entered(there) : chosen(there, panel, key);
}

function nextPanel(state: State): State {
  const { view } = state;
  if (view.overlay.kind !== "none" || view.problemsOnly) return state;
  const order = panelsOn(view.board);
  return changed(state, { panel: order[(order.indexOf(view.panel) + 1) % order.length] ?? view.panel });
}

function frozen(state: State): State {
  if (state.view.frozen !== null) return changed(state, { frozen: null });
  return changed(state, { frozen: state });
}

const toggled = (state: State, kind: "help" | "details"): State =>
  changed(state, { overlay: state.view.overlay.kind === kind ? { kind: "none" } : { kind, scroll: 0 } });

/** The row as it came, over its details too. */
function toggledRaw(state: State): State {
  const { overlay } = state.view;
  if (overlay.kind === "details" && overlay.raw) return changed(state, { overlay: { kind: "none" } });
  return changed(state, { overlay: { kind: "details", raw: true, scroll: 0 } });
}

const following = <T>(all: readonly T[], now: T): T => all[(all.indexOf(now) + 1) % all.length] ?? now;

const OVER_DETAILS: ReadonlySet<Overlay["kind"]> = new Set(["confirm", "timeline"]);

function entered(state: State): State {
  const { overlay } = state.view;
  if (overlay.kind === "menu") return chosenInMenu(state, overlay);
  if (overlay.kind === "mute") return chosenMute(state, overlay);
  return OVER_DETAILS.has(overlay.kind) ? state : toggled(state, "details");
}

const same = (state: State): State => state;

const said = (state: State, text: string): State => ({ ...state, note: { at: state.now, text, tone: "plain" } });

function nextTheme(state: State): State {
  const theme = following(themeNames, state.view.theme);
  return said(changed(state, { theme }), `theme: ${theme}`);
}

function toggledMouse(state: State): State {
  const mouse = !state.view.mouse;
  return said(changed(state, { mouse }), mouse ? "the mouse is on: shift selects text; M turns it off" : "the mouse is off");
}

/** What the boards loaded late do is theirs: `act` asks the board in sight first. */
const lateActs: { readonly [A in LateActionId]: (state: State) => State } = {
  "logs-of": (state) => late()?.boards.logs?.acts?.["logs-of"]?.(state) ?? said(state, "the logs are still being loaded"),
  "before-restart": same,
  wrap: same,
  fold: same,
  "least-level": same,
  subsystem: same,
  "next-burst": same,
  "previous-burst": same,
  "usage-group": same,
  dangerous: same,
  older: same,
};

const effects: { readonly [A in ActionId]: (state: State) => State } = {
  ...lateActs,
  help: (state) => toggled(state, "help"),
  details: entered,
  restart: toggledRestart,
  channel: toggledChannel,
  abort: openedAbort,
  force: openedForce,
  // Whoever keeps the mutes answers with what the file says then.
  ack: same,
  snooze: toggledSnooze,
  maintenance: toggledMaintenance,
  problems: (state) => changed(state, { problemsOnly: !state.view.problemsOnly, overlay: { kind: "none" } }),
  overview: (state) => openedBoard(state, "overview"),
  "channels-board": (state) => openedBoard(state, "channels"),
  "sessions-board": (state) => openedBoard(state, "sessions"),
  "logs-board": (state) => openedBoard(state, "logs"),
  "events-board": (state) => openedBoard(state, "events"),
  "usage-board": (state) => openedBoard(state, "usage"),
  "audit-board": (state) => openedBoard(state, "audit"),
  "service-board": (state) => openedBoard(state, "service"),
  sort: sortedNext,
  filter: filterOpened,
  follow: followed,
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
  // Whoever plays the recording has them.
  "step-forward": same,
  "step-back": same,
  raw: toggledRaw,
  command: (state) => late()?.command.opened(state) ?? said(state, "commands are still being loaded"),
  // Onto the clipboard, and into a file: whoever carries out wishes does it.
  copy: same,
  report: same,
  theme: nextTheme,
  mouse: toggledMouse,
  "live-probe": same,
};

/** The state after a key. A key that cannot act now says why, in the note. */
export function act(state: State, action: ActionId): State {
  const why = blockedWhy(state, action);
  if (why !== undefined) return { ...state, note: { at: state.now, text: why, tone: "warn" } };
  return (lateBoardOf(state.view.board)?.acts?.[action] ?? effects[action])(state);
}
