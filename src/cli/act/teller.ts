// Tells a person what goes on: rows that stay, below them one that is written over, and at times a question.
import type { Readable } from "node:stream";
import { cell } from "../../data/select/cell.ts";
import { readStdinLine } from "../find/stdin-line.ts";
import { written, writtenOver, type Paper, type Row } from "./paper.ts";

export type Teller = {
  /** Above the row that is written over, which they take away. */
  readonly rows: (rows: readonly Row[]) => void;
  /** Drawn in place of the last such row; only on a terminal. */
  readonly now: (row: Row) => void;
  /** What is typed, without the blanks around it; null when the input ended. */
  readonly ask: (question: string) => Promise<string | null>;
};

export type TellerOptions = {
  readonly write: (text: string) => void;
  readonly paper: Paper;
  /** A terminal that can take a row back. */
  readonly movable: boolean;
  readonly keyboard: Readable;
};

/** To the first column, and everything to the right of it away. */
const takeBack = "\r\u001b[K";

export function createTeller({ write, paper, movable, keyboard }: TellerOptions): Teller {
  let shown = "";
  const clear = (): void => {
    if (shown !== "") write(takeBack);
    shown = "";
  };
  return {
    rows: (rows) => {
      clear();
      if (rows.length > 0) write(written(rows, paper));
    },
    now: (row) => {
      const next = movable ? writtenOver(row, paper) : "";
      if (next === shown) return;
      clear();
      write(next);
      shown = next;
    },
    ask: async (question) => {
      clear();
      write(written([[cell(question)]], { ...paper, columns: null }).replace(/\n$/u, " "));
      const answer = await readStdinLine(keyboard);
      return answer === null ? null : answer.trim();
    },
  };
}
