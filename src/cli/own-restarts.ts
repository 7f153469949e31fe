// Restarts gatetop asked for in the last day, told from its journal: the counters know then who asked.
import os from "node:os";
import type { Event } from "../data/events.ts";
import { causeOf } from "./file-errors.ts";
import type { Opened } from "./opened.ts";
import { ownPaths } from "./own-paths.ts";
import { ensurePrivateDir } from "./private-files.ts";

/** Only reads; an invented gateway has no history on this host. */
export async function tellOwnRestarts({ target, demo }: Pick<Opened, "target" | "demo">, send: (event: Event) => void): Promise<void> {
  if (demo !== null) return;
  const { openJournal } = await import("../actions/journal/open-journal.ts");
  const { restartsInJournal } = await import("../data/restart/journal-restarts.ts");
  const journal = openJournal({ dir: ownPaths(process.env, os.homedir()).state, ensureDir: ensurePrivateDir, causeOf, secrets: () => [] });
  const restarts = restartsInJournal(journal.read().entries, target.url);
  if (restarts.length > 0) send({ type: "journal", at: Date.now(), restarts });
}
