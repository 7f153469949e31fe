// Against real SQLite files, as the gateway leaves them: while it runs with a write-ahead log beside, after a clean stop without.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { bootHistoryProbe } from "../../../src/probes/local/boot-history.ts";
import { readBoots } from "../../../src/probes/evidence/boot-table.ts";
import { Missing } from "../../../src/probes/probe.ts";
import { target as anyTarget } from "../../support/target.ts";
import { contextFor, worldWithClock } from "../local/stand-in.ts";

type Sqlite = typeof import("node:sqlite");
const sqlite: Sqlite | undefined = process.getBuiltinModule("node:sqlite");
const { world } = worldWithClock();

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gatetop-boots-"));
  mkdirSync(join(folder, "state"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const read = () => readBoots(world, { ...anyTarget, stateDir: folder });
const path = () => join(folder, "state", "openclaw.sqlite");
const schema = "pid INTEGER, started_at_ms INTEGER, completed_at_ms INTEGER, outcome TEXT, startup_reason TEXT, reason TEXT";

/** What it wrote stays in the log beside the file until it is closed. */
function open(columns = `boot_id TEXT, ${schema}`) {
  if (sqlite === undefined) throw new Error("no node:sqlite");
  const database = new sqlite.DatabaseSync(path());
  database.exec(`pragma journal_mode = wal; create table gateway_boot_lifecycle (${columns})`);
  const insert = (...row: readonly (string | number | null)[]): void => {
    database.prepare(`insert into gateway_boot_lifecycle values (${row.map(() => "?").join()})`).run(...row);
  };
  return { database, insert };
}

describe.runIf(sqlite !== undefined)("the gateway's table of its boots", () => {
  test("is read while the gateway writes it, newest first", () => {
    const { database, insert } = open();
    insert("b1", 10, 1_000, 2_000, "planned_restart", null, "restart (SIGUSR2: gatetop 3f9a2c)");
    insert("b2", 10, 2_100, null, null, "gateway.crash_loop_breaker", null);
    const first = { bootId: "b1", pid: 10, startedAt: 1_000, completedAt: 2_000, outcome: "planned_restart", startupReason: null };
    const running = { bootId: "b2", pid: 10, startedAt: 2_100, completedAt: null, outcome: null, reason: null };
    expect(read()).toEqual([
      { ...running, startupReason: "gateway.crash_loop_breaker" },
      { ...first, reason: "restart (SIGUSR2: gatetop 3f9a2c)" },
    ]);
    insert("b3", 11, 3_000, null, null, null, null);
    expect(read()?.[0]).toMatchObject({ bootId: "b3" });
    database.close();
  });

  test("after a clean stop it is read without leaving a file beside it", () => {
    const { database, insert } = open();
    insert("b1", 10, 1_000, 2_000, "clean_stop", null, "stop (SIGTERM)");
    database.close();
    const before = readdirSync(join(folder, "state"));
    expect(read()).toMatchObject([{ bootId: "b1", outcome: "clean_stop" }]);
    expect(readdirSync(join(folder, "state"))).toEqual(before);
    expect(before).toEqual(["openclaw.sqlite"]);
  });

  test("a reason somebody wrote escape sequences into is harmless", () => {
    const { database, insert } = open();
    insert("b1", 10, 1_000, 2_000, "planned_restart", null, "restart (SIGUSR2: \u001b[2Jgone)");
    expect(read()?.[0]?.reason).toBe("restart (SIGUSR2: gone)");
    database.close();
  });

  test("rows without an identity are left out", () => {
    const { database, insert } = open();
    insert(null, 10, 1_000, null, null, null, null);
    insert("b2", "nonsense", 1_000, null, null, null, null);
    expect(read()).toEqual([]);
    database.close();
  });

  test.each([
    ["another schema", () => open(schema).database.close()],
    ["something that is no database", () => writeFileSync(path(), "not a database, though long enough to look at".repeat(40))],
    ["no file", () => undefined],
  ])("%s: null", (_, make) => {
    make();
    expect(read()).toBeNull();
  });
});

test("a gateway elsewhere is not asked for, one without a table may have it later", () => {
  expect(() => bootHistoryProbe.read(world, contextFor({ port: 1, local: false, stateDir: folder }))).toThrow(Missing);
  expect(() => bootHistoryProbe.read(world, contextFor({ port: 1, stateDir: folder }))).toThrow(/kept since OpenClaw 2026.8/u);
});
