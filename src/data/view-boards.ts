// The boards and what a person sets on them: which one, its order, its filter, whether the selection follows the first row.
import type { BoardId, BoardViews, ChannelSort, EarlyBoardId, Filter, SessionSort } from "./boards/board.ts";
import { lateBoardOf } from "./select/rows.ts";
import { pieces } from "./select/text.ts";
import type { EarlyPanelId, PanelId, State, View } from "./state.ts";
import { returned } from "./trail.ts";
import { isCharacter, isTyped, type Typist } from "./typist.ts";

/** The panels of a board in the order of tab; the first one is where keys act when the board opens. */
export const panelsOf: { readonly [B in EarlyBoardId]: readonly EarlyPanelId[] } = {
  overview: ["problems", "gateway", "charts", "channels", "queues", "sessions"],
  channels: ["channels"],
  sessions: ["sessions", "queues"],
};

const isEarlyBoard = (board: BoardId): board is EarlyBoardId => board in panelsOf;

/** None while the part of the program that draws the board is not there. */
export const panelsOn = (board: BoardId): readonly PanelId[] =>
  isEarlyBoard(board) ? panelsOf[board] : (lateBoardOf(board)?.panels ?? []);

const FILTER_MAX = 120;
const noFilter: Filter = { text: "", typing: false };

const channelSorts: readonly ChannelSort[] = ["trouble", "name", "inbound", "restarts"];
const sessionSorts: readonly SessionSort[] = ["trouble", "age", "queue", "tokens", "context", "cost", "name"];

const next = <T>(all: readonly T[], now: T): T => all[(all.indexOf(now) + 1) % all.length] ?? now;

const changed = (state: State, view: Partial<View>): State => ({ ...state, view: { ...state.view, ...view } });

const viewsWith = <B extends BoardId>(state: State, board: B, given: Partial<BoardViews[B]>): State =>
  changed(state, { boardViews: { ...state.view.boardViews, [board]: { ...state.view.boardViews[board], ...given } } });

/** The board whose rows keys sort and filter; null while something else is drawn over it. */
function boardWithRows({ view }: State): BoardId | null {
  return view.problemsOnly || view.overlay.kind !== "none" ? null : view.board;
}

const withoutRows: ReadonlySet<PanelId> = new Set(["gateway", "charts"]);

export function noRowsWhy(state: State): string | undefined {
  if (boardWithRows(state) === null) return "close what is open first: esc";
  return withoutRows.has(state.view.panel) ? "there are no rows to filter here: tab goes to those that have some" : undefined;
}

export function noSortWhy(state: State): string | undefined {
  const board = boardWithRows(state);
  return board === "channels" || board === "sessions" ? undefined : "this is for the channels and the sessions: 2 and 3 show them";
}

export function noFollowWhy(state: State): string | undefined {
  const board = boardWithRows(state);
  return board === "sessions" || board === "logs" ? undefined : "this is for the sessions and the logs: 3 and 4 show them";
}

/** Where a person goes by a key of the board's own there is no way back but esc to the overview. */
export function openedBoard(state: State, board: BoardId): State {
  const [panel] = panelsOn(board);
  if (panel === undefined) {
    return { ...state, note: { at: state.now, text: `the ${board} board is still being loaded`, tone: "plain" } };
  }
  return changed(state, { board, panel, problemsOnly: false, overlay: { kind: "none" }, trail: [] });
}

export function sortedNext(state: State): State {
  const { boardViews } = state.view;
  switch (boardWithRows(state)) {
    case "channels":
      return viewsWith(state, "channels", { sort: next(channelSorts, boardViews.channels.sort) });
    case "sessions":
      return viewsWith(state, "sessions", { sort: next(sessionSorts, boardViews.sessions.sort) });
    default:
      return state;
  }
}

/** The selection is on the first row, whatever it becomes, until the person chooses another. */
export function followed(state: State): State {
  const { follow } = state.view.boardViews.sessions;
  const still = viewsWith(state, "sessions", { follow: !follow });
  return follow ? still : changed(still, { panel: "sessions", selected: without(state.view.selected, "sessions") });
}

function without(selected: View["selected"], panel: PanelId): View["selected"] {
  const { [panel]: _, ...rest } = selected;
  return rest;
}

export const follows = (view: View, panel: PanelId): boolean =>
  view.board === "sessions" && panel === "sessions" && view.boardViews.sessions.follow;

export const unfollowed = (state: State): State => viewsWith(state, "sessions", { follow: false });

/** The filter the board is drawn with. */
export const filterOf = (view: View): Filter => view.boardViews[view.board].filter;

export const isFiltering = (state: State): boolean => {
  const board = boardWithRows(state);
  return board !== null && state.view.boardViews[board].filter.typing;
};

function filtered(state: State, filter: Partial<Filter>): State {
  const board = boardWithRows(state);
  if (board === null) return state;
  return viewsWith(state, board, { filter: { ...state.view.boardViews[board].filter, ...filter } });
}

/** As it would be typed and kept. */
export const filteredBy = (state: State, text: string): State => filtered(state, { text: text.slice(0, FILTER_MAX), typing: false });

export const filterOpened = (state: State): State => filtered(state, { typing: true });

/** One level back: the filter goes, then the way that led here, then the board. Null: there is nothing to leave. */
export function boardLeft(state: State): State | null {
  const board = boardWithRows(state);
  if (board === null) return null;
  const { text, typing } = state.view.boardViews[board].filter;
  if (text !== "" || typing) return filtered(state, noFilter);
  return lateBoardOf(board)?.left?.(state) ?? returned(state) ?? (board === "overview" ? null : openedBoard(state, "overview"));
}

/** Every character belongs to the filter while it is typed, also the space; enter keeps it, esc is an action and drops it. */
const characterOf = (key: string): string | null => (key === "space" ? " " : isCharacter(key) ? key : null);

/** Without what a person would call its last character. */
const shortened = (text: string): string =>
  pieces(text)
    .slice(0, -1)
    .map((piece) => piece.text)
    .join("");

export const filterTypist: Typist = {
  pastes: true,
  takes: (state, key) => isFiltering(state) && (isTyped(key) || key === "space"),
  typed: (state, key) => {
    const board = boardWithRows(state);
    if (board === null) return state;
    const { text } = state.view.boardViews[board].filter;
    if (key === "enter") return filtered(state, { typing: false });
    if (key === "backspace") return filtered(state, text === "" ? noFilter : { text: shortened(text) });
    const character = characterOf(key);
    return character === null ? state : filtered(state, { text: (text + character).slice(0, FILTER_MAX) });
  },
};
