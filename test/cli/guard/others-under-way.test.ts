import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createOthersUnderWay } from "../../../src/cli/guard/others-under-way.ts";
import type { JournalEntry } from "../../../src/data/action/journal.ts";
import { began, ended } from "../../actions/journal-entries.ts";

const NOW = 1_000_000;
const theirs: JournalEntry = { ...began, at: NOW - 12_000, operator: { ...began.operator, peer: null, pid: 99 } };

describe("somebody else's restart", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "gatetop-others-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function rig(entries: readonly JournalEntry[]) {
    const file = join(folder, "actions.ndjson");
    const given = { now: NOW, alive: true, entries };
    let reads = 0;
    const write = (): void => writeFileSync(file, `${JSON.stringify(given.entries)}\n`);
    const under = createOthersUnderWay({
      journal: {
        read: () => {
          reads += 1;
          return { entries: given.entries, unreadable: 0 };
        },
      },
      file,
      url: began.target.url,
      ownPid: 4000,
      now: () => given.now,
      alive: () => given.alive,
    });
    return { under, given, write, reads: () => reads };
  }

  test("is known while it goes on, and the journal is read once for it", () => {
    const { under, write, reads } = rig([theirs]);
    write();
    expect([under(), under()]).toEqual(Array(2).fill("a restart asked for by ana 12s ago is not over"));
    expect(reads()).toBe(1);
  });

  test("is over with its end", () => {
    const { under, given, write } = rig([theirs]);
    write();
    under();
    given.entries = [theirs, { ...ended, id: theirs.id, at: NOW }];
    write();
    expect(under()).toBeNull();
  });

  test.each<[string, Partial<{ now: number; alive: boolean }>]>([
    ["whose gatetop is gone", { alive: false }],
    ["that is ten minutes old", { now: NOW + 600_000 }],
  ])("is not waited for when it is one %s", (_, later) => {
    const { under, given, write } = rig([theirs]);
    write();
    expect(under()).not.toBeNull();
    Object.assign(given, later);
    expect(under()).toBeNull();
  });

  test("by another name of this host it is one of the same gateway", () => {
    const { under, write } = rig([{ ...theirs, target: { ...began.target, url: "ws://localhost:19140" } }]);
    write();
    expect(under()).not.toBeNull();
  });

  test.each<[string, Partial<JournalEntry>]>([
    ["our own", { operator: { ...began.operator, pid: 4000 } }],
    ["of another gateway", { target: { ...began.target, url: "ws://127.0.0.1:9" } }],
    ["no restart", { request: { action: "channel", verb: "stop", channel: "irc", account: "default" } }],
  ])("is none when it is %s", (_, over) => {
    const { under, write } = rig([{ ...theirs, ...over } as JournalEntry]);
    write();
    expect(under()).toBeNull();
  });

  test("nobody ever acted: there is no journal to read", () => {
    const { under, reads } = rig([theirs]);
    expect(under()).toBeNull();
    expect(reads()).toBe(0);
  });
});
