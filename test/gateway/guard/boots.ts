// The gateway's own table of its boots, read without any code of the program under test.
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

export type Boots = {
  /** Of the table, the one that runs included. */
  readonly all: number;
  /** That ended without a word; three within five minutes trip the gateway's crash-loop breaker. */
  readonly unclean: number;
};

export function bootsOf(gateway: { readonly home: string }): Boots {
  const database = new DatabaseSync(join(gateway.home, ".openclaw", "state", "openclaw.sqlite"), { readOnly: true });
  try {
    const rows = database.prepare("select completed_at_ms as ended from gateway_boot_lifecycle order by started_at_ms desc").all();
    // The newest is the boot that runs.
    return { all: rows.length, unclean: rows.slice(1).filter(({ ended }) => ended === null).length };
  } finally {
    database.close();
  }
}
