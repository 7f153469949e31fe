// Seven roles in the terminal's own colours, the marks that make them readable without colour, and their ASCII twins.
import { styleText } from "node:util";
import type { Cell, Mark, Tone } from "../data/select/cell.ts";
import { BARS } from "../data/select/bars.ts";
import type { ThemeName } from "../data/theme-names.ts";
import { cut, pieces, settled, widthOf } from "../data/select/text.ts";

/** How to draw: handed down, never read from the environment here. */
export type Look = {
  readonly color: boolean;
  readonly ascii: boolean;
  /** A picture nobody presses keys in: what to do is said in words. */
  readonly still?: boolean;
  /** `dark` when it is not said. */
  readonly theme?: ThemeName;
};

/** A cell of the screen; `badge` is drawn inverse. */
export type Span = Cell & { readonly badge?: boolean };

type Style = Parameters<typeof styleText>[0];

type Roles = { readonly [T in Tone]: Style | null };

const dark: Roles = { plain: null, strong: "bold", dim: "dim", accent: "cyan", good: "green", warn: "yellow", bad: "red" };

/** Of the terminal's own sixteen colours: who has chosen them sees them. What they mean is said by a glyph or a word as well. */
const themes: { readonly [N in ThemeName]: Roles } = {
  dark,
  // Yellow and cyan cannot be read on white.
  light: { ...dark, accent: "blue", warn: "magenta" },
  // Nothing is told by red against green.
  "color-blind": { ...dark, good: "blue", bad: ["magentaBright", "bold"] },
  mono: { ...dark, accent: "bold", good: null, warn: "bold", bad: "bold" },
};

/** What a style writes before and after a text, taken from Node's own table. */
function codes(style: Style): Codes {
  const [open = "", close = ""] = styleText(style, "\n", { validateStream: false }).split("\n");
  return [open, close];
}

type Codes = readonly [start: string, end: string];
const none: Codes = ["", ""];
type Table = { readonly [T in Tone]: Codes };

const table = (roles: Roles, of: (style: Style | null) => Codes): Table =>
  Object.fromEntries(Object.entries(roles).map(([tone, style]) => [tone, of(style)])) as unknown as Table;

const shades: ReadonlySet<unknown> = new Set(["dim", "bold", "inverse"]);
const coloursOf = (style: Style | null): readonly Style[] => (style === null ? [] : [style].flat().filter((one) => !shades.has(one)));

type Pens = { readonly plain: Table; readonly badge: Table };

const pensOf = (roles: Roles): Pens => ({
  plain: table(roles, (style) => (style === null ? none : codes(style))),
  badge: table(roles, (style) => codes(["inverse", "bold", ...coloursOf(style)] as Style)),
});

const made = new Map<ThemeName, Pens>();

/** Made when the theme is first drawn with. */
function pensFor(theme: ThemeName): Pens {
  const known = made.get(theme);
  if (known !== undefined) return known;
  const pens = pensOf(themes[theme]);
  made.set(theme, pens);
  return pens;
}

export type ChartColour = "cyan" | "blue" | "green" | "magenta";

const chartColours: { readonly [N in ThemeName]: { readonly [C in ChartColour]?: ChartColour } } = {
  dark: {},
  light: { cyan: "blue" },
  "color-blind": { green: "blue" },
  mono: {},
};

/** A chart's colour in this theme; null: it is drawn without. */
export function chartColour(colour: ChartColour, { color, theme = "dark" }: Look): ChartColour | null {
  return color && theme !== "mono" ? (chartColours[theme][colour] ?? colour) : null;
}

const themed = new WeakMap<Look, Map<ThemeName, Look>>();

/** The same object for the same theme. */
export function inTheme(look: Look, theme: ThemeName): Look {
  if (look.theme === theme) return look;
  const known = themed.get(look) ?? new Map<ThemeName, Look>();
  themed.set(look, known);
  const there = known.get(theme) ?? { ...look, theme };
  known.set(theme, there);
  return there;
}

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
    "▷": ">",
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

function change([, end]: Codes, [start, after]: Codes): string {
  return end === COLOUR_END && after === COLOUR_END ? start : end + start;
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
  const pens = pensFor(look.theme ?? "dark");
  let pen: Codes = none;
  let tone: Tone | null = null;
  let badge = false;
  for (const { text, tone: next, badge: wanted = false } of within(spans, width)) {
    // Blanks have no colour to show, so they take the one that is on, unless it would show behind them.
    const same = (text.trim() === "" && !wanted && !badge) || (tone === next && badge === wanted);
    if (look.color && !same) {
      const codes = (wanted ? pens.badge : pens.plain)[next];
      out += wanted || badge ? pen[1] + codes[0] : change(pen, codes);
      pen = codes;
      tone = next;
      badge = wanted;
    }
    out += look.ascii ? toAscii(text) : text;
  }
  return out + pen[1];
}
