// Is OpenClaw's config one that can be read at all, and if not, where is the slip? The line is told without any of its values.
import JSON5 from "json5";
import { maskedLine } from "../../data/guard/config/masked.ts";
import { harmless } from "../../data/harmless.ts";

export type BrokenConfig = {
  readonly line: number;
  readonly column: number;
  readonly why: string;
  /** Its keys, and no text of any value. */
  readonly shown: string;
};

const WHY_MAX = 80;
const LINE_MAX = 120;

/** Null: it can be read. What it means to the gateway is another matter. */
export function brokenConfig(text: string): BrokenConfig | null {
  const bare = text.replace(/^\uFEFF/u, "");
  try {
    const value = JSON5.parse<unknown>(bare);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? null : { line: 1, column: 1, why: "it is not an object", shown: "" };
  } catch (error) {
    const { lineNumber: line = 1, columnNumber: column = 1 } = error as { readonly lineNumber?: number; readonly columnNumber?: number };
    const said = error instanceof Error ? error.message.replace(/^JSON5: /u, "").replace(/ at \d+:\d+$/u, "") : "not JSON5";
    return { line, column, why: harmless(said, WHY_MAX), shown: harmless(maskedLine(bare, line).replace(/[\s,]+$/u, ""), LINE_MAX) };
  }
}
