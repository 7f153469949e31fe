// Text measured in terminal columns. Every width on the screen is decided here.
import stringWidth from "string-width";
import { simpleText } from "./simple-text.ts";

const letter = (flag: string): string => String.fromCodePoint((flag.codePointAt(0) ?? 0x1f1e6) - 0x1f1e6 + 65);

/** The same text in characters whose width terminals agree on. */
export function settled(text: string): string {
  if (simpleText.test(text)) return text;
  return (
    text
      .normalize("NFC")
      // Joined emoji, flags and variation selectors have a different width in every terminal; drawn apart all of them agree.
      .replace(/\u200d|\u20e3|\p{Variation_Selector}|\p{Emoji_Modifier}/gu, "")
      .replace(/[\u{1f1e6}-\u{1f1ff}]/gu, letter)
      // At most one combining mark a letter: piles of them climb out of their row.
      .replace(/(\p{Mn})\p{Mn}+/gu, "$1")
  );
}

// Segmenting and measuring cost far more than a lookup, and a screen draws the same words again and again.
const MEASURED = 4_000;
/** What a person would call a character, and the columns it takes. */
type Piece = { readonly text: string; readonly width: number };
const measured = new Map<string, readonly Piece[]>();
let segmenter: Intl.Segmenter | null = null;

export function pieces(text: string): readonly Piece[] {
  const known = measured.get(text);
  if (known !== undefined) return known;
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  const split = [...segmenter.segment(text)].map(({ segment }) => ({ text: segment, width: stringWidth(segment) }));
  if (measured.size >= MEASURED) measured.clear();
  measured.set(text, split);
  return split;
}

/** Columns `text` takes; expects `settled` text. */
export function widthOf(text: string): number {
  return simpleText.test(text) ? text.length : pieces(text).reduce((sum, piece) => sum + piece.width, 0);
}

/** At most `width` columns; an ellipsis marks a cut. */
export function cut(text: string, width: number): string {
  if (width <= 0) return "";
  if (simpleText.test(text)) return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
  if (widthOf(text) <= width) return text;
  let out = "";
  let used = 0;
  for (const piece of pieces(text)) {
    if (used + piece.width > width - 1) break;
    out += piece.text;
    used += piece.width;
  }
  return `${out}…`;
}

/** The end of it in at most `width` columns, as of a path; an ellipsis marks a cut. */
export function cutFront(text: string, width: number): string {
  if (width <= 0) return "";
  if (widthOf(text) <= width) return text;
  let out = "";
  let used = 0;
  for (const piece of pieces(text).toReversed()) {
    if (used + piece.width > width - 1) break;
    out = piece.text + out;
    used += piece.width;
  }
  return `…${out}`;
}

/** What stands between middle dots, as much of it as fits whole; empty: not even the first. */
export function wholeClauses(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const clauses = text.split(" · ");
  for (let count = clauses.length - 1; count > 0; count -= 1) {
    const fewer = clauses.slice(0, count).join(" · ");
    if (widthOf(fewer) <= width) return fewer;
  }
  return "";
}

/** Exactly `width` columns. */
export function fit(text: string, width: number, align: "left" | "right" = "left"): string {
  const shown = cut(text, width);
  const gap = " ".repeat(Math.max(0, width - widthOf(shown)));
  return align === "left" ? shown + gap : gap + shown;
}

function hardSplit(word: string, width: number): readonly string[] {
  const out: string[] = [];
  let line = "";
  let used = 0;
  for (const piece of pieces(word)) {
    if (used + piece.width > width && line !== "") {
      out.push(line);
      line = "";
      used = 0;
    }
    line += piece.text;
    used += piece.width;
  }
  return line === "" ? out : [...out, line];
}

/** Broken at spaces, and inside words longer than a line. Never empty. */
export function wrapped(text: string, width: number): readonly string[] {
  const room = Math.max(2, width);
  const lines: string[] = [];
  let line = "";
  for (const word of settled(text)
    .split(" ")
    .filter((part) => part !== "")) {
    const joined = line === "" ? word : `${line} ${word}`;
    if (widthOf(joined) <= room) {
      line = joined;
      continue;
    }
    if (line !== "") lines.push(line);
    const parts = widthOf(word) <= room ? [word] : hardSplit(word, room);
    lines.push(...parts.slice(0, -1));
    line = parts.at(-1) ?? "";
  }
  return line === "" && lines.length > 0 ? lines : [...lines, line];
}
