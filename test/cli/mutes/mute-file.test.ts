import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startTicksOf } from "../../../src/actions/start-ticks.ts";
import { memoryMutes, openMuteFile, type MuteShelf } from "../../../src/cli/mutes/mute-file.ts";
import type { MuteRequest } from "../../../src/data/alerts/mute.ts";

const TARGET = "ws://127.0.0.1:18789";
const MINUTE = 60_000;

let home: string;
let dir: string;
let now: number;
const file = (name = "mutes.json"): string => path.join(dir, name);
const onDisk = (): unknown => JSON.parse(fs.readFileSync(file(), "utf8"));
const put = (text: string): void => {
  fs.mkdirSync(dir, { recursive: true });
  fs.writeFileSync(file(), text, { mode: 0o600 });
};
const mode = (name: string): number => fs.statSync(name).mode & 0o777;

beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), "gatetop-mutes-"));
  dir = path.join(home, "state", "gatetop");
  now = Date.UTC(2026, 10, 20, 15, 0);
});
afterEach(() => fs.rmSync(home, { recursive: true, force: true }));

const open = (by = "ana", target = TARGET): MuteShelf => openMuteFile({ dir, target, by, now: () => now });

const ack: MuteRequest = { ask: "ack", key: "link/gateway" };

describe("what is asked for", () => {
  test.each<[string, MuteRequest, object]>([
    ["acknowledge", ack, { kind: "ack", key: "link/gateway", until: null, reason: null }],
    ["snooze", { ask: "snooze", key: "a/b", forMs: 15 * MINUTE }, { kind: "snooze", key: "a/b", until: Date.UTC(2026, 10, 20, 15, 15) }],
    ["snooze until it is over", { ask: "snooze", key: "a/b", forMs: null }, { kind: "snooze", key: "a/b", until: null }],
    [
      "maintenance",
      { ask: "maintenance", forMs: 60 * MINUTE, reason: "disk\u001b[31m swap" },
      { kind: "maintenance", key: null, until: Date.UTC(2026, 10, 20, 16, 0), reason: "disk swap" },
    ],
  ])("%s: is there, and another gatetop reads it", (_, request, expected) => {
    const { mutes, trouble, failed } = open().ask([request]);
    expect({ trouble, failed }).toEqual({ trouble: null, failed: false });
    expect(mutes).toEqual([
      expect.objectContaining({ ...expected, since: now, by: "ana", id: expect.stringMatching(/^[\da-f]{6}$/u) as string }),
    ]);
    expect(open("ben").read()).toEqual({ mutes, trouble: null });
    expect([mode(dir), mode(file())]).toEqual([0o700, 0o600]);
  });

  test("a newer word on the same problem takes the place of the older, of another problem it does not", () => {
    const shelf = open();
    shelf.ask([ack, { ask: "ack", key: "cpu/gateway" }]);
    const { mutes } = shelf.ask([{ ask: "snooze", key: "link/gateway", forMs: MINUTE }]);
    expect(mutes.map(({ kind, key }) => `${kind} ${key}`)).toEqual(["ack cpu/gateway", "snooze link/gateway"]);
  });

  test("one window at a time; ending it leaves the rest", () => {
    const shelf = open();
    shelf.ask([ack, { ask: "maintenance", forMs: MINUTE, reason: "one" }]);
    const { mutes } = shelf.ask([{ ask: "maintenance", forMs: MINUTE, reason: "two" }]);
    expect(mutes.map(({ reason }) => reason)).toEqual([null, "two"]);
    expect(shelf.ask([{ ask: "lift", key: null }]).mutes.map(({ kind }) => kind)).toEqual(["ack"]);
  });

  test("what was lifted is not in the file any more, and lifting nothing writes nothing", () => {
    const shelf = open();
    shelf.ask([ack]);
    shelf.ask([{ ask: "lift", key: "link/gateway" }]);
    expect(onDisk()).toEqual({ schema: "gatetop-mutes/1", targets: {} });
    const before = shelf.version();
    expect(shelf.ask([{ ask: "lift", key: "cpu/gateway" }]).failed).toBe(false);
    expect(shelf.version()).toBe(before);
  });

  test("what has ended goes when something is written, of every gateway", () => {
    open("ana", "ws://other:1").ask([{ ask: "snooze", key: "a/b", forMs: MINUTE }]);
    open().ask([{ ask: "snooze", key: "c/d", forMs: MINUTE }, ack]);
    now += 2 * MINUTE;
    open().ask([{ ask: "ack", key: "cpu/gateway" }]);
    expect(onDisk()).toEqual({
      schema: "gatetop-mutes/1",
      targets: { [TARGET]: [expect.objectContaining({ key: "link/gateway" }), expect.objectContaining({ key: "cpu/gateway" })] },
    });
  });

  test("of another gateway nothing is heard", () => {
    open("ana", "ws://other:1").ask([ack]);
    expect(open().read().mutes).toEqual([]);
  });
});

describe("a file that is not as it should be", () => {
  test("half a file mutes nothing, is told, and is kept aside when something is written", () => {
    put('{"schema":"gatetop-mutes/1","targ');
    expect(open().read()).toEqual({ mutes: [], trouble: `${file()} cannot be read, so nothing is muted: it is not JSON` });
    const { mutes, trouble, failed } = open().ask([ack]);
    expect({ keys: mutes.map(({ key }) => key), failed }).toEqual({ keys: ["link/gateway"], failed: false });
    expect(trouble).toMatch(/was broken: it is mutes\.json\.broken-/u);
    const [aside = ""] = fs.readdirSync(dir).filter((name) => name.startsWith("mutes.json.broken-"));
    expect(fs.readFileSync(file(aside), "utf8")).toBe('{"schema":"gatetop-mutes/1","targ');
  });

  test("a file of a later gatetop is not written over", () => {
    const text = '{"schema":"gatetop-mutes/2","rules":{}}';
    put(text);
    expect(open().ask([ack])).toMatchObject({
      failed: true,
      trouble: expect.stringMatching(/another gatetop \(gatetop-mutes\/2\)/u) as string,
    });
    expect(fs.readFileSync(file(), "utf8")).toBe(text);
    expect(fs.readdirSync(dir)).toEqual(["mutes.json"]);
  });

  test("entries of a kind not known here stay as they are", () => {
    const theirs = { id: "abcdef", kind: "hush", key: "a/b", loud: 3 };
    put(JSON.stringify({ schema: "gatetop-mutes/1", targets: { [TARGET]: [theirs, null], "ws://other:1": { later: true } } }));
    expect(open().read()).toEqual({ mutes: [], trouble: null });
    open().ask([ack]);
    expect(onDisk()).toMatchObject({ targets: { [TARGET]: [theirs, null, { key: "link/gateway" }], "ws://other:1": { later: true } } });
  });

  test("silence for ever is nothing anybody could have asked for", () => {
    const entry = { id: "1", kind: "maintenance", key: null, since: 0, until: null, by: "x", reason: "y" };
    put(JSON.stringify({ schema: "gatetop-mutes/1", targets: { [TARGET]: [entry, { ...entry, kind: "ack" }] } }));
    expect(open().read().mutes).toEqual([]);
  });

  test("a file others may read is closed to them, which is told", () => {
    put(JSON.stringify({ schema: "gatetop-mutes/1", targets: {} }));
    fs.chmodSync(file(), 0o644);
    expect(open().read().trouble).toMatch(/was open to others/u);
    expect(mode(file())).toBe(0o600);
  });

  test("a directory that cannot be made: nothing is muted, and why", () => {
    fs.writeFileSync(path.join(home, "state"), "a file where the directory should be");
    expect(open().read()).toMatchObject({ mutes: [] });
    expect(open().ask([ack])).toMatchObject({ failed: true, trouble: expect.stringMatching(/cannot be written: /u) as string });
  });

  test("a lock somebody holds: nothing is written past it", () => {
    fs.mkdirSync(dir, { recursive: true });
    fs.writeFileSync(file("mutes.lock"), `${process.pid} ${startTicksOf(process.pid) ?? "-"}\n`);
    expect(open().ask([ack])).toMatchObject({ failed: true });
    expect(fs.existsSync(file())).toBe(false);
  });
});

test("five processes that write at once lose nothing of each other", async () => {
  const writer = fileURLToPath(new URL("./mute-writer.ts", import.meta.url));
  const write = (name: string): Promise<unknown> =>
    promisify(execFile)(process.execPath, ["--disable-warning=ExperimentalWarning", "--experimental-strip-types", writer, dir, name, "1"]);
  const names = ["ana", "ben", "cem", "dot", "eva"];
  await Promise.all(names.map(write));
  const { mutes } = open().read();
  for (const name of names) expect(mutes.filter(({ by }) => by === name).map(({ key }) => key)).toEqual([`link/${name}-0`]);
  expect(fs.readdirSync(dir)).toEqual(["mutes.json"]);
});

test("an invented gateway's mutes are nowhere on this host", () => {
  const shelf = memoryMutes({ target: TARGET, by: "ana", now: () => now });
  expect(shelf.ask([ack]).mutes).toHaveLength(1);
  expect(shelf.read().mutes).toHaveLength(1);
  expect(fs.existsSync(dir)).toBe(false);
});
