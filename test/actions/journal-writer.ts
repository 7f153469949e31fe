// A second process that appends to the journal: DIR ID LINES.
import { openJournal } from "../../src/actions/journal/open-journal.ts";
import { causeOf } from "../../src/cli/file-errors.ts";
import { ensurePrivateDir } from "../../src/cli/private-files.ts";
import { began } from "./journal-entries.ts";

const [dir = "", id = "", lines = "0"] = process.argv.slice(2);
// Small files, so that they are moved while both write; five of them hold all lines.
const journal = openJournal({ dir, ensureDir: ensurePrivateDir, causeOf, secrets: () => [], maxBytes: 100_000 });
for (let at = 0; at < Number(lines); at += 1) {
  const trouble = journal.append({ ...began, id, at });
  if (trouble !== null) throw new Error(trouble);
}
