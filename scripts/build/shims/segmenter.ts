// Takes the place of Intl.Segmenter in the bundle: making one costs 7 ms, and almost no text needs it.
import { simpleText } from "../../../src/ui/cells/simple-text.ts";

type Graphemes = Iterable<{ readonly segment: string; readonly index: number }>;

const controls = /[\u0000-\u000c\u000e-\u001f\u007f]+/g;

/** Graphemes of `text`, one a UTF-16 unit when no two of them can belong together; otherwise by the real thing. */
export function lazySegmenter(locales?: string, options?: Intl.SegmenterOptions): { segment: (text: string) => Graphemes } {
  let real: Intl.Segmenter | null = null;
  return {
    segment: (text) => {
      if (simpleText.test(text) || simpleText.test(text.replace(controls, ""))) return units(text);
      real ??= new Intl.Segmenter(locales, options);
      return real.segment(text);
    },
  };
}

function* units(text: string): Generator<{ readonly segment: string; readonly index: number }, void> {
  for (let index = 0; index < text.length; index++) yield { segment: text.charAt(index), index };
}
