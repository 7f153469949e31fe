// Takes the place of Intl.Segmenter in the bundle: making one costs 7 ms, and almost no text needs it.
import { simpleText } from "../../../src/data/select/simple-text.ts";

type Grapheme = { readonly segment: string; readonly index: number };
type Graphemes = Iterable<Grapheme> & { readonly containing: (index?: number) => Grapheme | undefined };

const controls = /[\u0000-\u000c\u000e-\u001f\u007f]+/g;

/** Graphemes of `text`, one a UTF-16 unit when no two of them can belong together; otherwise by the real thing. */
export function lazySegmenter(locales?: string, options?: Intl.SegmenterOptions): { readonly segment: (text: string) => Graphemes } {
  let real: Intl.Segmenter | null = null;
  return {
    segment: (text) => {
      if (simpleText.test(text) || simpleText.test(text.replace(controls, ""))) return units(text);
      real ??= new Intl.Segmenter(locales, options);
      return real.segment(text);
    },
  };
}

function units(text: string): Graphemes {
  return {
    containing: (index = 0) => (index >= 0 && index < text.length ? { segment: text.charAt(index), index } : undefined),
    *[Symbol.iterator]() {
      for (let index = 0; index < text.length; index++) yield { segment: text.charAt(index), index };
    },
  };
}
