// The rows of a panel by key, in the order they are drawn: what selection moves over.
import { problemRows } from "../alerts/problems.ts";
import type { PanelId, State } from "../state.ts";
import { channelBoard } from "./channel-board.ts";
import { channelRows } from "./channels.ts";
import { laneRows } from "./queues.ts";
import { sessionBoard } from "./session-board.ts";
import { sessionView } from "./sessions.ts";

const keysOf: { readonly [P in PanelId]: (state: State) => readonly string[] } = {
  problems: (state) => problemRows(state).map(({ key }) => key),
  gateway: () => [],
  charts: () => [],
  channels: (state) => (state.view.board === "channels" ? channelBoard(state).rows : channelRows(state)).map((row) => row.key),
  queues: (state) => laneRows(state).map((row) => row.key),
  sessions: (state) => (state.view.board === "sessions" ? sessionBoard(state) : sessionView(state)).keys(),
};

export function rowKeys(state: State, panel: PanelId): readonly string[] {
  return keysOf[panel](state);
}

/** The index of the selected row; 0 when nothing was chosen or the row is gone; -1 without rows. */
export function selectedIndex(state: State, panel: PanelId, keys: readonly string[]): number {
  if (keys.length === 0) return -1;
  const key = state.view.selected[panel];
  return key === undefined ? 0 : Math.max(0, keys.indexOf(key));
}

/** The row the panel draws as selected. */
export function chosenKey(state: State, panel: PanelId): string | null {
  const keys = rowKeys(state, panel);
  return keys[selectedIndex(state, panel, keys)] ?? null;
}
