// A window is opened, seen by everyone who reads the mutes, and ended, on a real file.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepMaintenance } from "../../src/cli/maintenance.ts";
import { openMuteFile, type MuteShelf } from "../../src/cli/mutes/mute-file.ts";
import { parseArguments, type Options } from "../../src/cli/options.ts";

const URL = "ws://127.0.0.1:18789";
const START = Date.UTC(2026, 10, 20, 14, 0, 0);

let dir: string;
let now: number;
let shelf: MuteShelf;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "gatetop-maintenance-"));
  now = START;
  shelf = openMuteFile({ dir, target: URL, by: "ann", now: () => now });
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function options(...argv: string[]): Options {
  const parsed = parseArguments(["maintenance", ...argv]);
  if (parsed.kind !== "run") throw new Error(`expected options, got ${JSON.stringify(parsed)}`);
  return parsed.options;
}

async function run(argv: readonly string[], flagFile: string | null = null) {
  const said = { out: "", err: "" };
  const code = await keepMaintenance({
    options: options(...argv),
    name: URL,
    shelf,
    flagFile: () => flagFile,
    now: () => now,
    output: { out: async (text) => void (said.out += text), err: (text) => void (said.err += text) },
  });
  return { code, ...said };
}
const windows = () => shelf.read().mutes.filter(({ kind }) => kind === "maintenance");

test("on: an hour, by whom and why, for every gatetop of this user", async () => {
  const { code, out } = await run(["on", "--reason", "disk swap"]);
  expect(code).toBe(0);
  expect(out).toMatch(/^ws:\/\/127\.0\.0\.1:18789: maintenance until \d\d:\d\d, 1h left: "disk swap" \(ann, since \d\d:\d\d\)\n$/u);
  expect(windows()).toMatchObject([{ since: START, until: START + 3_600_000, by: "ann", reason: "disk swap" }]);
});

test("on again, for another time: the new one takes the place of the old", async () => {
  await run(["on", "--for", "30m"]);
  now += 60_000;
  await run(["on", "--for", "2h"]);
  expect(windows()).toMatchObject([{ since: now, until: now + 7_200_000, reason: "maintenance" }]);
});

test("it ends by itself, and by hand", async () => {
  await run(["on", "--for", "30m"]);
  expect((await run(["status"])).out).toContain("30m left");
  now += 30 * 60_000;
  expect((await run([])).out).toBe(`no maintenance window is open for ${URL}\n`);
  await run(["on"]);
  expect(await run(["off"])).toEqual({ code: 0, out: `no maintenance window is open for ${URL}\n`, err: "" });
  expect(windows()).toEqual([]);
});

test("off leaves what is snoozed or acknowledged as it is", async () => {
  shelf.ask([{ ask: "ack", key: "silent/gateway" }]);
  await run(["on"]);
  await run(["off"]);
  expect(shelf.read().mutes).toMatchObject([{ kind: "ack", key: "silent/gateway" }]);
});

test("as JSON, with the flag file that holds the guard too", async () => {
  await run(["on", "--for", "15m", "--reason", "update"]);
  const { code, out } = await run(["status", "--json"], "/home/ann/.openclaw/maintenance");
  expect({ code, told: JSON.parse(out) as unknown }).toEqual({
    code: 0,
    told: {
      schema: "gatetop-maintenance/1",
      at: START,
      target: URL,
      window: { since: START, until: START + 900_000, by: "ann", reason: "update" },
      flagFile: "/home/ann/.openclaw/maintenance",
    },
  });
  expect((await run(["status"], "/home/ann/.openclaw/maintenance")).out).toContain(
    "held while the file /home/ann/.openclaw/maintenance is there",
  );
});

test("a file of another gatetop is not written over: it fails, and says so", async () => {
  const file = join(dir, "mutes.json");
  writeFileSync(file, '{"schema":"gatetop-mutes/2"}', { mode: 0o600 });
  const { code, out, err } = await run(["on"]);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toMatch(/written by another gatetop.*\n {2}nothing was changed: no window was opened/u);
  expect(readFileSync(file, "utf8")).toBe('{"schema":"gatetop-mutes/2"}');
});
