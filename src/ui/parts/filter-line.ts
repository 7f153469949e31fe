// The filter of a board, or of the list the overview has in focus, above its rows: what is typed, how many rows are left of how many.
import { matcherOf } from "../../data/boards/filter.ts";
import { cell } from "../../data/select/cell.ts";
import { cut, settled, widthOf } from "../../data/select/text.ts";
import type { PanelId, View } from "../../data/state.ts";
import { filterOf } from "../../data/view-boards.ts";
import type { PanelLine } from "./panel.tsx";

const CURSOR = "_";

/** `more`: not all of them were looked at yet. */
type Counts = { readonly shown: number; readonly total: number; readonly more?: boolean };

/** On the overview: of the list that keys act on. */
export const panelFilterLines = (view: View, panel: PanelId, counts: Counts, width: number): readonly PanelLine[] =>
  view.board === "overview" && view.panel === panel && !view.problemsOnly ? filterLines(view, counts, width) : [];

/** No line while nothing is typed. */
export function filterLines(view: View, counts: Counts, width: number): readonly PanelLine[] {
  const filter = filterOf(view);
  if (filter.text === "" && !filter.typing) return [];
  const { problem } = matcherOf(filter.text);
  const told = problem ?? `${counts.shown}${counts.more === true ? "+" : ""} of ${counts.total}`;
  const cursor = filter.typing ? CURSOR : "";
  const room = Math.max(8, width - widthOf(told) - 4);
  return [
    {
      spans: [
        cell("/", "accent"),
        cell(`${cut(settled(filter.text), room)}${cursor}`, "strong"),
        cell("  "),
        cell(told, problem === null ? "dim" : "warn"),
      ],
    },
  ];
}
