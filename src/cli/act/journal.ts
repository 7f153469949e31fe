// `gatetop journal`: what was done from here, by whom, and how it ended. Only this user's journal; no gateway is contacted.
import { openJournal } from "../../actions/journal/open-journal.ts";
import { causeOf } from "../file-errors.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import type { Options } from "../options.ts";
import type { Output } from "../output.ts";
import { ensurePrivateDir } from "../private-files.ts";
import { journalRows } from "./journal-text.ts";
import { written } from "./paper.ts";
import { paperFor } from "./terminal-paper.ts";

type Printing = { readonly dir: string; readonly options: Pick<Options, "json" | "noColor" | "ascii">; readonly output: Output };

/** As JSON: one entry a line, as in the file, oldest first. */
export async function printJournal({ dir, options, output }: Printing): Promise<ExitCode> {
  const journal = openJournal({ dir, ensureDir: ensurePrivateDir, causeOf, secrets: () => [] });
  const { entries, unreadable } = journal.read();
  const paper = paperFor(options, process.stdout);
  if (options.json) await output.out(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
  else if (entries.length > 0) await output.out(written(journalRows(entries), paper));
  else if (unreadable === 0) await output.out(`nothing was done from here yet: ${dir} holds no journal\n`);
  if (unreadable === 0) return exitCodes.done;
  const what = unreadable === 1 ? "one line or file" : `${unreadable} lines or files`;
  output.err(`gatetop: ${what} of the journal in ${dir} cannot be read\n`);
  return exitCodes.done;
}
