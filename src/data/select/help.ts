// Help, from the key table: what is not in the table is not a key.
import { actions } from "../actions.ts";
import { cell, toneOf, type Mark } from "./cell.ts";
import { emptyLine, type Line } from "./line.ts";
import { wrapped } from "./text.ts";

const KEYS = 16;
const MARK = 4;

const glyphs: Readonly<Record<Exclude<Mark, "none">, string>> = { ok: "●", partial: "◐", off: "○", warn: "▲", bad: "✖", muted: "◌" };

const legend: readonly (readonly [Exclude<Mark, "none">, string])[] = [
  ["ok", "well: it answers, runs, is connected"],
  ["partial", "on its way: starting, queued, connecting"],
  ["off", "at rest, off, or not asked"],
  ["warn", "look at it when you can"],
  ["bad", "broken: look at it now"],
  ["muted", "wrong, and somebody said so: acknowledged, snoozed or in maintenance"],
];

const notes: readonly string[] = [
  "– is unknown: it is never drawn as 0.",
  "Dim with an age (3m old) is the last value known, after its source stopped answering.",
  "R, c and x change the gateway: each says what it would do here and asks before it does it. --readonly takes them away.",
  "Keys that are not listed do nothing.",
];

function entry(label: string, width: number, text: string, columns: number, tone: "accent" | "plain" = "accent"): readonly Line[] {
  return wrapped(text, columns - width).map((part, index) => [cell((index === 0 ? label : "").padEnd(width), tone), cell(part)]);
}

export function helpLines(columns: number): readonly Line[] {
  const keys = actions.flatMap((action) => entry(`  ${action.keys.join(" ")}`, KEYS, action.help, columns));
  const marks = legend.flatMap(([mark, text]) =>
    wrapped(text, columns - MARK).map((part, index): Line => [cell(index === 0 ? `  ${glyphs[mark]} ` : "    ", toneOf[mark]), cell(part)]),
  );
  const rest = notes.flatMap((note) => wrapped(note, columns - 2).map((part): Line => [cell(`  ${part}`, "dim")]));
  return [[cell("keys", "strong")], ...keys, emptyLine, [cell("marks", "strong")], ...marks, emptyLine, ...rest];
}

export { glyphs };
