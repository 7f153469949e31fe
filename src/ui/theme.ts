// Seven roles in the terminal's own colours, the marks that make them readable without colour, and their ASCII twins.
import { styleText } from "node:util";
import type { Cell, Mark, Tone } from "../data/select/cell.ts";
import { cut, settled, widthOf } from "../data/select/text.ts";

/** How to draw: handed down, never read from the environment here. */
export type Look = { readonly color: boolean; readonly ascii: boolean };

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
function codes(style: Style): readonly [string, string] {
  const [open = "", close = ""] = styleText(style, "\n", { validateStream: false }).split("\n");
  return [open, close];
}

type Codes = { readonly [T in Tone]: readonly [string, string] };
const none: readonly [string, string] = ["", ""];
const table = (of: (style: Style | null) => readonly [string, string]): Codes =>
  Object.fromEntries(Object.entries(roles).map(([tone, style]) => [tone, of(style)])) as unknown as Codes;
const plainCodes = table((style) => (style === null ? none : codes(style)));
const badgeCodes = table((style) =>
  codes(["inverse", "bold", ...(style === null || style === "dim" || style === "bold" ? [] : [style].flat())]),
);

export const marks: { readonly [M in Mark]: string } = { ok: "●", partial: "◐", off: "○", warn: "▲", bad: "✖", none: " " };

const twins = new Map(
  Object.entries({
    "●": "*",
    "◐": "~",
    "○": "o",
    "▲": "!",
    "✖": "X",
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
  }),
);

const ascii = /^[\u0020-\u007e]*$/u;

/** Same width, ASCII only: glyphs by their twins, everything else as question marks. */
export function toAscii(text: string): string {
  if (ascii.test(text)) return text;
  let out = "";
  for (const char of text) out += ascii.test(char) ? char : (twins.get(char) ?? letterOf(char));
  return out;
}

/** `é` is an `e` with something on it. */
function letterOf(char: string): string {
  const base = char.normalize("NFD").charAt(0);
  return ascii.test(base) && widthOf(char) === 1 ? base : "?".repeat(widthOf(char));
}

/** One line of exactly `width` columns. */
export function paint(spans: readonly Span[], width: number, look: Look): string {
  let out = "";
  let left = width;
  for (const span of spans) {
    if (left <= 0) break;
    const text = cut(settled(span.text), left);
    left -= widthOf(text);
    const drawn = look.ascii ? toAscii(text) : text;
    const [open, close] = look.color ? (span.badge === true ? badgeCodes : plainCodes)[span.tone] : none;
    out += drawn.trim() === "" && span.badge !== true ? drawn : `${open}${drawn}${close}`;
  }
  return left > 0 ? out + " ".repeat(left) : out;
}
