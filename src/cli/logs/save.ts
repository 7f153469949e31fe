// `:save FILE`: the lines that are shown, oldest first, into a file that was not there.
import path from "node:path";
import { lineAt } from "../../data/logs/line-at.ts";
import type { LogBook } from "../../data/logs/log-book.ts";
import { causeOf, codeOf } from "../file-errors.ts";
import { createPrivate } from "../private-files.ts";

/** What became of it, in one sentence. `raw`: a line as it came; what is not held so any more is written as it is known. */
export function saveLines(file: string, numbers: Iterable<number>, book: LogBook, raw: (line: number) => string | null): string {
  const lines: string[] = [];
  for (const number of numbers) {
    const line = raw(number) ?? JSON.stringify(lineAt(book, number));
    lines.push(line);
  }
  if (lines.length === 0) return "there is no line to save";
  const full = path.resolve(file);
  try {
    if (!createPrivate(full, `${lines.join("\n")}\n`)) return `${full} is there already: it stays as it is; name another file`;
  } catch (error) {
    if (codeOf(error) === "") throw error;
    return `${full} cannot be written: ${causeOf(error)}`;
  }
  return `${lines.length} lines saved in ${full}`;
}
