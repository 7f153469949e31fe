// `i`, `:report [FILE]`: what is on the screen and why, as Markdown in a file, and where that file is.
import path from "node:path";
import type { JournalEntry } from "../../data/action/journal.ts";
import type { Store } from "../../data/store.ts";
import { drawn } from "../../data/view.ts";
import { understandsStrings } from "../../ui/call.ts";
import type { CellDiff } from "../../ui/cell-diff.ts";
import { clipboardBytes } from "../../ui/osc52.ts";
import { causeOf, codeOf } from "../file-errors.ts";
import { createPrivate, ensurePrivateDir } from "../private-files.ts";
import { askedErrors, heldErrors, type Request } from "../report/error-lines.ts";
import { ofGateway } from "../audit/journal-file.ts";
import { markdownOf, withJournal } from "../report/report.ts";
import type { Say } from "./say.ts";
import { stamp } from "./stamp.ts";

export type ReportOptions = {
  readonly store: Pick<Store, "get">;
  /** Asks the gateway; null: it is not to be asked. */
  readonly request: Request | null;
  /** What was done from here, to any gateway, oldest first. */
  readonly journal: () => readonly JournalEntry[];
  readonly secrets: () => Iterable<string>;
  /** gatetop's state directory, for a report without a file. */
  readonly dir: string;
  readonly names: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Pick<CellDiff, "call">;
  readonly say: Say;
};

type Report = (wish: { readonly file: string | null }) => Promise<void>;

export function createReport({ store, request, journal, secrets, dir, names, env, stdout, say }: ReportOptions): Report {
  return async ({ file }) => {
    const held = heldErrors(store.get());
    const asks = held === null && request !== null && store.get().link.phase === "open";
    const errorLines = asks ? await askedErrors(request, secrets()) : held;
    const shown = drawn(store.get());
    const state = withJournal(shown, ofGateway(journal(), shown.target?.url ?? null));
    const into = path.resolve(file ?? path.join(dir, `gatetop-report-${stamp(Date.now())}.md`));
    try {
      if (file === null) ensurePrivateDir(dir);
      const text = markdownOf(state, names, errorLines);
      if (!createPrivate(into, text)) return say(`${into} is there already: give another file`, "warn");
    } catch (error) {
      if (codeOf(error) === "") throw error;
      return say(`the report cannot be written to ${into}: ${causeOf(error)}`, "warn");
    }
    const bytes = understandsStrings(env["TERM"]) ? clipboardBytes(into, { tmux: (env["TMUX"] ?? "") !== "" }) : null;
    if (bytes !== null) stdout.call(bytes);
    say(`report written to ${into}${bytes === null ? "" : "; its path is on the clipboard"}`);
  };
}
