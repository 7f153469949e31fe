// Values in a row.
import { cell, type Cell } from "../../data/select/cell.ts";
import { settled, widthOf } from "../../data/select/text.ts";
import type { Span } from "../theme.ts";

/** Words that fit as a whole: half a figure is worse than none. */
export function fittingWords(words: readonly Cell[], room: number): readonly Span[] {
  const spans: Span[] = [];
  let left = room;
  for (const [index, one] of words.entries()) {
    const gap = index === 0 ? 2 : one.text.startsWith("of ") ? 1 : 2;
    left -= widthOf(settled(one.text)) + gap;
    if (left < 0) break;
    spans.push(cell(" ".repeat(gap)), one);
  }
  return spans;
}
