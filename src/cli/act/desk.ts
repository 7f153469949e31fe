// What a repairing command works with.
import type { Actor, LinkTap } from "../../data/action/ports.ts";
import type { Preview } from "../../data/action/request.ts";
import type { Event } from "../../data/events.ts";
import type { Target } from "../../data/target.ts";
import { cell, toneOf } from "../../data/select/cell.ts";
import { marks } from "../../ui/theme.ts";
import type { Options } from "../options.ts";
import type { Output } from "../output.ts";
import type { Interruption } from "./interruption.ts";
import type { Teller } from "./teller.ts";

export type Desk = {
  readonly options: Options;
  readonly target: Target;
  readonly link: LinkTap;
  readonly actor: Actor;
  readonly teller: Teller;
  readonly output: Output;
  /** Every line so far is in the journal, and there is at least one. */
  readonly journalKept: () => boolean;
  readonly interrupted: Promise<Interruption>;
  /** Each event of the link and of the actor; returns the way out. */
  readonly listen: (hear: (event: Event) => void) => () => void;
};

/** True: go on. A word is typed as it stands; y is for yes. */
export async function confirmed({ options, teller }: Desk, { choice: { confirmation } }: Preview): Promise<boolean> {
  if (options.yes || confirmation.kind === "none") return true;
  const wanted = confirmation.kind === "word" ? confirmation.word : "y";
  const question = confirmation.kind === "word" ? `type ${wanted} to do it, anything else to leave it:` : "do it? y/n";
  teller.rows([[]]);
  const answer = await teller.ask(question);
  if (answer?.toLowerCase() === wanted || (confirmation.kind === "ask" && answer?.toLowerCase() === "yes")) return true;
  teller.rows([[cell(`${marks.off} `, toneOf.off), cell("left as it is: nothing was done")]]);
  return false;
}

/** Why it is not done: one sentence, and the next step when there is one. */
export function refuse({ output }: Desk, { why, fix }: { readonly why: string; readonly fix: string | null }): void {
  output.err(`gatetop: ${why}\n${fix === null ? "" : `  ${fix}\n`}`);
}
