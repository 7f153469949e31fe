// What is open over the screen, wrapped to its width, so that scrolling knows where it ends.
import { focused } from "../focus.ts";
import type { State, View } from "../state.ts";
import { cell, type Cell } from "./cell.ts";
import { confirmLines, promptLines, requestTitle } from "./confirm.ts";
import { detailLines } from "./details.ts";
import { helpLines } from "./help.ts";
import type { Line } from "./line.ts";
import { menuLines } from "./menu.ts";
import { muteLines, reasonLines } from "./mute-menu.ts";
import { rawLines } from "./raw-row.ts";
import { timelineLines, timelineRight, timelineTitle } from "./timeline.ts";

const BORDERS = 2;
const EDGES = 4;

/** `lines` scroll in `rows`, `foot` stands below them; `selected` is the line of the chosen row. */
export type OverlayView = {
  readonly title: string;
  readonly right: Cell | null;
  readonly lines: readonly Line[];
  readonly foot: readonly Line[];
  readonly rows: number;
  readonly selected: number | null;
};

/** Lines of content an overlay shows: it covers everything between header and footer. */
const overlayRows = (view: Pick<View, "rows">): number => Math.max(1, view.rows - 2 - BORDERS);

/** Columns of content: borders and one space at each side are taken. */
export const overlayColumns = (view: Pick<View, "columns">): number => Math.max(10, view.columns - EDGES);

const target = (state: State): Cell | null => (state.target === null ? null : cell(state.target.name, "dim"));

export function overlayView(state: State): OverlayView {
  const { overlay } = state.view;
  const columns = overlayColumns(state.view);
  const rows = overlayRows(state.view);
  const plain = { right: null, foot: [], rows, selected: null };
  switch (overlay.kind) {
    case "none":
      return { ...plain, title: "", lines: [] };
    case "help":
      return { ...plain, title: "help", lines: helpLines(columns) };
    case "details":
      return overlay.raw === true
        ? { ...plain, title: `${focused(state.view)} · as it came`, lines: rawLines(state, columns) }
        : { ...plain, title: `${focused(state.view)} · details`, lines: detailLines(state, columns) };
    case "menu": {
      const lines = menuLines(state, overlay, columns, rows);
      const selected = lines.findIndex((line) => line.selected);
      return { ...plain, title: overlay.menu, right: target(state), lines: lines.map(({ line }) => line), selected };
    }
    case "confirm": {
      const foot = promptLines(overlay, columns).slice(-Math.max(1, rows - 1));
      const title = requestTitle(overlay.request);
      return {
        ...plain,
        title,
        right: target(state),
        lines: confirmLines(state, overlay, columns),
        foot,
        rows: Math.max(1, rows - foot.length),
      };
    }
    case "mute": {
      const foot = reasonLines(overlay, columns).slice(-Math.max(1, rows - 1));
      const shown = Math.max(1, rows - foot.length);
      const lines = muteLines(state, overlay, columns, shown);
      const selected = lines.findIndex((line) => line.selected);
      return { title: overlay.menu, right: target(state), lines: lines.map(({ line }) => line), foot, rows: shown, selected };
    }
    case "timeline":
      return {
        ...plain,
        title: timelineTitle(state, overlay),
        right: timelineRight(state, overlay),
        lines: timelineLines(state, overlay, columns, rows),
      };
  }
}
