// The lines of what is open over the screen, wrapped to its width, so that scrolling knows where they end.
import type { State, View } from "../state.ts";
import { detailLines } from "./details.ts";
import { helpLines } from "./help.ts";
import type { Line } from "./line.ts";

const BORDERS = 2;
const EDGES = 4;

/** Lines of content an overlay shows: it covers everything between header and footer. */
export const overlayRows = (view: Pick<View, "rows">): number => Math.max(1, view.rows - 2 - BORDERS);

/** Columns of content: borders and one space at each side are taken. */
export const overlayColumns = (view: Pick<View, "columns">): number => Math.max(10, view.columns - EDGES);

export function overlayLines(state: State): readonly Line[] {
  const { overlay } = state.view;
  if (overlay.kind === "help") return helpLines(overlayColumns(state.view));
  if (overlay.kind === "details") return detailLines(state, overlayColumns(state.view));
  return [];
}
