// The filter of a board, above its rows: what is typed, how many rows are left of how many.
import { matcherOf } from "../../data/boards/filter.ts";
import { cell } from "../../data/select/cell.ts";
import { cut, settled, widthOf } from "../../data/select/text.ts";
import type { View } from "../../data/state.ts";
import { filterOf } from "../../data/view-boards.ts";
import type { PanelLine } from "./panel.tsx";

const CURSOR = "_";

/** No line while nothing is typed. */
export function filterLines(view: View, counts: { readonly shown: number; readonly total: number }, width: number): readonly PanelLine[] {
  const filter = filterOf(view);
  if (filter === null || (filter.text === "" && !filter.typing)) return [];
  const { problem } = matcherOf(filter.text);
  const told = problem ?? `${counts.shown} of ${counts.total}`;
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
