// A cell of the screen → the panel there, and the row of it.
import { focused } from "../data/focus.ts";
import type { PanelId, State } from "../data/state.ts";
import type { Layout } from "./layout.ts";
import type { Seen } from "./seen.ts";

export type Hit = { readonly panel: PanelId; readonly key: string | null };

const HEADER = 1;
const BORDER = 1;

const keyIn = (seen: Seen, panel: PanelId, line: number): string | null => seen.get(panel)?.[line - BORDER] ?? null;

/** Null: there is nothing to point at. What is open over the screen has no rows: the wheel scrolls it. */
export function hitAt(state: State, layout: Layout, seen: Seen, at: { readonly column: number; readonly row: number }): Hit | null {
  const { view } = state;
  if (view.overlay.kind !== "none") return { panel: focused(view), key: null };
  const line = at.row - HEADER - layout.verdictRows - layout.ladderRows;
  if (line < 0 || line >= layout.bodyRows || at.column < 0 || at.column >= layout.columns) return null;
  if (view.problemsOnly) return { panel: "problems", key: keyIn(seen, "problems", line) };
  let top = 0;
  for (const { height, boxes } of layout.bands) {
    if (line < top + height) {
      let left = 0;
      const box = boxes.find(({ width }) => at.column < (left += width));
      return box === undefined || box.panel === "explain" ? null : { panel: box.panel, key: keyIn(seen, box.panel, line - top) };
    }
    top += height;
  }
  return null;
}
