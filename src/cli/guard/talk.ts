// How a command of the guard tells a person something and asks: rows, a refusal, one question.
import { toneOf, cell } from "../../data/select/cell.ts";
import { marks } from "../../ui/theme.ts";
import type { Row } from "../act/paper.ts";
import { createTeller } from "../act/teller.ts";
import { paperFor } from "../act/terminal-paper.ts";
import type { Options } from "../options.ts";
import { output } from "../output.ts";

export type Talk = {
  readonly rows: (rows: readonly Row[]) => void;
  /** What, why, and the next step when there is one. */
  readonly refuse: (why: string, fix: string | null) => void;
  /** Null: there is nobody to ask. */
  readonly agreed: (question: string) => Promise<boolean | null>;
};

export function openTalk(options: Pick<Options, "yes" | "json" | "noColor" | "ascii">): Talk {
  const stream = options.json ? process.stderr : process.stdout;
  const teller = createTeller({
    write: (text) => stream.write(text),
    paper: paperFor(options, stream),
    movable: false,
    keyboard: process.stdin,
  });
  return {
    rows: teller.rows,
    refuse: (why, fix) => output.err(`gatetop: ${why}\n${fix === null ? "" : `  ${fix}\n`}`),
    agreed: async (question) => {
      if (options.yes) return true;
      if (!process.stdin.isTTY || !stream.isTTY) return null;
      const answer = (await teller.ask(`${question} y/n`))?.toLowerCase();
      return answer === "y" || answer === "yes";
    },
  };
}

export const told = (mark: "ok" | "off" | "warn" | "bad", text: string): Row => [cell(`${marks[mark]} `, toneOf[mark]), cell(text)];
