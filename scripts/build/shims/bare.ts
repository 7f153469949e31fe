// Ink asks four times a frame what a text is without its colours: here it is answered once.
import { simpleText } from "../../../src/data/select/simple-text.ts";

const sgr = /\u001b\[[\d;]*m/g;
const MOST = 2_000;
/** Longer ones come once: names of ten thousand characters are cut before they are drawn. */
const LONGEST = 1_000;
const known = new Map<string, string | null>();

/** `text` without colours, one column each of its UTF-16 units; null when it is not as simple as that. */
export function simpleBare(text: string): string | null {
  let bare = known.get(text);
  if (bare === undefined) {
    bare = text.includes("\u001b") ? text.replace(sgr, "") : text;
    if (!simpleText.test(bare)) bare = null;
    if (known.size === MOST) known.clear();
    if (text.length <= LONGEST) known.set(text, bare);
  }
  return bare;
}
