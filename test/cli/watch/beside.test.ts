// Files that other gatetops write are seen by whoever watches, on a real disk.
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { tmpdir } from "node:os";
import { afterEach, beforeEach, expect, test } from "vitest";
import { guardFiles } from "../../../src/cli/guard/target-key.ts";
import { openMuteFile } from "../../../src/cli/mutes/mute-file.ts";
import { lookBeside, type Beside } from "../../../src/cli/watch/beside.ts";
import type { Event } from "../../../src/data/events.ts";
import type { GuardFile } from "../../../src/data/guard/state-file.ts";
import type { Change } from "../../../src/data/json/changes.ts";
import { guardFile } from "../../support/guard-file.ts";
import { target } from "../../support/target.ts";

const START = Date.UTC(2026, 10, 20, 14, 0, 0);
const guard = guardFile({
  target: target.url,
  guard: { pid: 77, startTicks: 5, version: "0.1.0", since: START },
  at: START,
  since: START,
  acts: false,
});

let dir: string;
let now: number;
let beside: Beside;
let sent: Event[];
let told: Change[];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "gatetop-beside-"));
  now = START;
  sent = [];
  told = [];
  beside = lookBeside({
    dir,
    target,
    mutes: shelf(),
    send: (event) => sent.push(event),
    tell: (change) => told.push(change),
    now: () => now,
  });
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const shelf = () => openMuteFile({ dir, target: target.url, by: "ann", now: () => now });

function keepGuard(state: GuardFile): void {
  const { state: file } = guardFiles(dir, target);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(state));
  utimesSync(file, now / 1_000, now / 1_000);
}

test("nothing there, nothing told", () => {
  beside.look();
  beside.look();
  expect({ sent, told }).toEqual({ sent: [], told: [] });
});

test("a mute of another gatetop reaches the state, once", () => {
  beside.look();
  shelf().ask([{ ask: "maintenance", forMs: 60_000, reason: "disk swap" }]);
  beside.look();
  beside.look();
  expect(sent).toMatchObject([{ type: "mutes", mutes: [{ kind: "maintenance", reason: "disk swap" }] }]);
});

test("what the guard was before is not told, what it becomes is", () => {
  keepGuard(guard);
  beside.look();
  expect(told).toEqual([]);
  now += 5_000;
  keepGuard({ ...guard, standing: "frozen", strikes: [now] });
  beside.look();
  beside.look();
  expect(told).toMatchObject([{ type: "guard", standing: "frozen", strikes: 1, watching: true }]);
  now += 60_000;
  beside.look();
  expect(told.at(-1)).toMatchObject({ watching: false });
});

test("a guard's file that is torn is none, and no error", () => {
  keepGuard(guard);
  beside.look();
  writeFileSync(guardFiles(dir, target).state, '{"schema":"gatetop-gua');
  beside.look();
  expect(told).toMatchObject([{ type: "guard", watching: false }]);
});

test("what is done from elsewhere to this gateway is told, to others not", () => {
  const entry = (id: string, url: string): string =>
    JSON.stringify({
      schema: "gatetop-journal/1",
      id,
      at: START,
      operator: { user: "ann", uid: 1000, peer: null, pid: 7 },
      target: { url, name: "here", local: true, version: "2026.9.6" },
      entry: "began",
      request: { action: "restart", aim: "graceful", drainBudgetMs: null },
      by: "command",
      before: null,
    });
  const file = join(dir, "actions.ndjson");
  writeFileSync(file, `${entry("aaaaaa", target.url)}\n`);
  beside.look();
  writeFileSync(file, `${entry("aaaaaa", target.url)}\n${entry("bbbbbb", "ws://other:1")}\n${entry("cccccc", target.url)}\n`);
  beside.look();
  expect(told).toMatchObject([{ type: "run", id: "cccccc", entry: "began", about: "graceful", by: "command" }]);
});
