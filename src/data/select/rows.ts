// The rows of a panel by key, in the order they are drawn: what selection moves over.
import { lateBoardIds, type BoardId } from "../boards/board.ts";
import { late, type LateBoard, type RowList } from "../late/late.ts";
import type { EarlyPanelId, PanelId, State } from "../state.ts";
import { channelBoard } from "./channel-board.ts";
import { listedChannels, listedLanes, listedProblems } from "./listed.ts";
import { sessionBoard } from "./session-board.ts";
import { sessionView } from "./sessions.ts";

const keysOf: { readonly [P in EarlyPanelId]: (state: State) => readonly string[] } = {
  problems: (state) => listedProblems(state).map(({ key }) => key),
  gateway: () => [],
  charts: () => [],
  channels: (state) => (state.view.board === "channels" ? channelBoard(state).rows : listedChannels(state)).map((row) => row.key),
  queues: (state) => listedLanes(state).map((row) => row.key),
  sessions: (state) => (state.view.board === "sessions" ? sessionBoard(state) : sessionView(state)).keys(),
};

export const isEarly = (panel: PanelId): panel is EarlyPanelId => panel in keysOf;

/** The late board a person is on; null on the others, and before its part of the program is there. */
export function lateBoardOf(board: BoardId): LateBoard | null {
  const id = lateBoardIds.find((one) => one === board);
  return id === undefined ? null : (late()?.boards[id] ?? null);
}

/** The rows of a panel that belongs to the board a person is on. */
export function rowList(state: State, panel: PanelId): RowList {
  if (isEarly(panel)) return listed(keysOf[panel](state));
  return lateBoardOf(state.view.board)?.rows(state, panel) ?? listed([]);
}

export const listed = (keys: readonly string[]): RowList => ({
  length: keys.length,
  keyAt: (index) => keys[index],
  indexOf: (key) => keys.indexOf(key),
});

export function rowKeys(state: State, panel: EarlyPanelId): readonly string[] {
  return keysOf[panel](state);
}

/** The index of the selected row; 0 when nothing was chosen or the row is gone; -1 without rows. */
export function selectedIndex(state: State, panel: PanelId, keys: Pick<RowList, "length" | "indexOf">): number {
  if (keys.length === 0) return -1;
  const key = state.view.selected[panel];
  return key === undefined ? 0 : Math.max(0, keys.indexOf(key));
}

/** The row the panel draws as selected. */
export function chosenKey(state: State, panel: PanelId): string | null {
  const rows = rowList(state, panel);
  return rows.keyAt(selectedIndex(state, panel, rows)) ?? null;
}
