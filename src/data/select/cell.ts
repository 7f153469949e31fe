// What a panel shows, before it is text on a terminal: words with a meaning, never with a colour.

/** `accent` leads the eye, `dim` is labels and what is old, the other three are judgements. */
export type Tone = "plain" | "strong" | "dim" | "accent" | "good" | "warn" | "bad";

/** A state anyone can tell without colour. */
export type Mark = "ok" | "partial" | "off" | "warn" | "bad" | "muted" | "none";

export type Cell = { readonly text: string; readonly tone: Tone };

export const UNKNOWN = "–";

export const cell = (text: string, tone: Tone = "plain"): Cell => ({ text, tone });

export const unknown: Cell = cell(UNKNOWN, "dim");

/** The value as text, or an en dash: unknown is never drawn as zero. */
export function shown<T>(value: T | null | undefined, text: (value: T) => string, tone: Tone = "plain"): Cell {
  return value === null || value === undefined ? unknown : cell(text(value), tone);
}

export const toneOf: { readonly [M in Mark]: Tone } = {
  ok: "good",
  partial: "warn",
  off: "dim",
  warn: "warn",
  bad: "bad",
  muted: "dim",
  none: "plain",
};
