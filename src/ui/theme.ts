// Seven roles in the terminal's own colours, the marks that make them readable without colour, and their ASCII twins.
import { styleText } from "node:util";
import type { Cell, Mark, Tone } from "../data/select/cell.ts";
import { BARS } from "../data/select/bars.ts";
import { cut, pieces, settled, widthOf } from "../data/select/text.ts";

/** How to draw: handed down, never read from the environment here. */
export type Look = {
  readonly color: boolean;
  readonly ascii: boolean;
  /** A picture nobody presses keys in: what to do is said in words. */
  readonly still?: boolean;
};

/** A cell of the screen; `badge` is drawn inverse. */
export type Span = Cell & { readonly badge?: boolean };

type Style = Parameters<typeof styleText>[0];

const roles: { readonly [T in Tone]: Style | null } = {
  plain: null,
  strong: "bold",
  dim: "dim",
  accent: "cyan",
  good: "green",
  warn: "yellow",
  bad: "red",
};

/** What a style writes before and after a text, taken from Node's own table. */
function codes(style: Style): Codes {
  const [open = "", close = ""] = styleText(style, "\n", { validateStream: false }).split("\n");
  return [open, close];
}

type Codes = readonly [start: string, end: string];
const none: Codes = ["", ""];
const table = (of: (style: Style | null) => Codes): { readonly [T in Tone]: Codes } =>
  Object.fromEntries(Object.entries(roles).map(([tone, style]) => [tone, of(style)])) as unknown as { readonly [T in Tone]: Codes };
const plainCodes = table((style) => (style === null ? none : codes(style)));
const badgeCodes = table((style) =>
  codes(["inverse", "bold", ...(style === null || style === "dim" || style === "bold" ? [] : [style].flat())]),
);

export const marks: { readonly [M in Mark]: string } = { ok: "●", partial: "◐", off: "○", warn: "▲", bad: "✖", muted: "◌", none: " " };

/** As tall as `BARS`. */
const asciiBars = [" ", ".", ":", "-", "=", "+", "*", "%", "#"];

const twins = new Map(
  Object.entries({
    "●": "*",
    "◐": "~",
    "○": "o",
    "▲": "!",
    "✖": "X",
    "◌": ".",
    "›": ">",
    "▸": ">",
    "…": "~",
    "–": "-",
    "·": "|",
    "→": ">",
    "×": "x",
    "−": "-",
    "▕": "[",
    "▏": "]",
    "╭": "+",
    "╮": "+",
    "╰": "+",
    "╯": "+",
    "─": "-",
    "│": "|",
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
    "┊": "|",
    "\u00a0": " ",
    ...Object.fromEntries(BARS.map((bar, level) => [bar, asciiBars[level] ?? " "])),
  }),
);

const ascii = /^[\u0020-\u007e]*$/u;

/** Same width, ASCII only: glyphs by their twins, letters without their accents, everything else as question marks. */
export function toAscii(text: string): string {
  if (ascii.test(text)) return text;
  return pieces(text).map(asciiPiece).join("");
}

function asciiPiece({ text, width }: { readonly text: string; readonly width: number }): string {
  if (ascii.test(text)) return text;
  const base = twins.get(text) ?? text.normalize("NFD").charAt(0);
  return ascii.test(base) && width === 1 ? base : "?".repeat(width);
}

/** One foreground colour may follow another without a reset between them. */
const COLOUR_END = codes("red")[1];

function change([, end]: Codes, [start]: Codes, from: Tone | null, to: Tone): string {
  return from !== null && end === COLOUR_END && plainCodes[to][1] === COLOUR_END ? start : end + start;
}

/** The spans cut and filled to exactly `width` columns. */
export function within(spans: readonly Span[], width: number): readonly Span[] {
  const out: Span[] = [];
  let left = width;
  for (const span of spans) {
    if (left <= 0) break;
    const text = cut(settled(span.text), left);
    left -= widthOf(text);
    out.push({ ...span, text });
  }
  if (left > 0) out.push({ text: " ".repeat(left), tone: "plain" });
  return out;
}

/** One line of exactly `width` columns, with as few escape sequences as can be: Ink reads each of them several times a frame. */
export function paint(spans: readonly Span[], width: number, look: Look): string {
  let out = "";
  let pen: Codes = none;
  let tone: Tone | null = null;
  let badge = false;
  for (const { text, tone: next, badge: wanted = false } of within(spans, width)) {
    // Blanks have no colour to show, so they take the one that is on, unless it would show behind them.
    const same = (text.trim() === "" && !wanted && !badge) || (tone === next && badge === wanted);
    if (look.color && !same) {
      const codes = (wanted ? badgeCodes : plainCodes)[next];
      out += wanted || badge ? pen[1] + codes[0] : change(pen, codes, tone, next);
      pen = codes;
      tone = next;
      badge = wanted;
    }
    out += look.ascii ? toAscii(text) : text;
  }
  return out + pen[1];
}
