// Rows of somebody else's SQLite file, without leaving a trace in it. Null wherever that is not possible.
import fs from "node:fs";
import { pathToFileURL } from "node:url";

export type Row = Readonly<Record<string, unknown>>;
type Sqlite = typeof import("node:sqlite");

let loaded: Sqlite | null | undefined;

/** node:sqlite since Node 22.5. Node 22 calls it experimental on standard error, which belongs to the person's screen. */
function loadSqlite(): Sqlite | null {
  if (loaded !== undefined) return loaded;
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = ((...given: Parameters<typeof emitWarning>) => {
    const kind: unknown = given[1];
    if (kind !== "ExperimentalWarning") emitWarning(...given);
  }) as typeof emitWarning;
  try {
    // Typed as always there; before Node 22.5 it is not.
    const found: Sqlite | undefined = process.getBuiltinModule("node:sqlite");
    return (loaded = found ?? null);
  } finally {
    process.emitWarning = emitWarning;
  }
}

/**
 * A database without a write-ahead log beside it is opened as immutable: SQLite would otherwise make that file, in our name.
 * With one, its owner has it open (or left it), and readers only share it.
 */
export function queryDatabase(path: string, sql: string): readonly Row[] | null {
  const sqlite = loadSqlite();
  if (sqlite === null) return null;
  try {
    const alone = pathToFileURL(path);
    alone.search = "immutable=1";
    const live = fs.existsSync(`${path}-wal`) && fs.existsSync(`${path}-shm`);
    const database = new sqlite.DatabaseSync(live ? path : alone, { readOnly: true, timeout: 100 });
    try {
      return database.prepare(sql).all();
    } finally {
      database.close();
    }
  } catch (error) {
    // A private schema: gone, renamed, locked or damaged is all the same to us. Anything without a code is a mistake of ours.
    if (error instanceof Error && "code" in error) return null;
    throw error;
  }
}
