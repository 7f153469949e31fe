// A difference between two texts, as rows.
import type { DiffLine } from "../../data/guard/config/diff.ts";
import { cell, type Tone } from "../../data/select/cell.ts";
import { harmless } from "../../data/harmless.ts";
import type { Row } from "../act/paper.ts";

const LINE_MAX = 500;

const signs: { readonly [K in DiffLine["kind"]]: readonly [sign: string, tone: Tone] } = {
  same: ["  ", "dim"],
  gone: ["- ", "bad"],
  new: ["+ ", "good"],
  "left-out": ["  … ", "dim"],
};

/** Blanks at the start of a line stay: in a config they show what is inside what. */
function lineText(text: string): string {
  const [indent = ""] = /^[ \t]*/u.exec(text) ?? [];
  return `${indent.replaceAll("\t", "  ")}${harmless(text.slice(indent.length), LINE_MAX)}`;
}

export const diffRows = (lines: readonly DiffLine[]): readonly Row[] =>
  lines.map(({ kind, text }) => {
    const [sign, tone] = signs[kind];
    return [cell(`${sign}${lineText(text)}`, tone)];
  });
