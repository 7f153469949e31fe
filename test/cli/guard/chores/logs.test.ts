// Real files with real ages in a folder of their own.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { removeLogs } from "../../../../src/actions/housekeeping/remove-logs.ts";
import { cleanLogs } from "../../../../src/cli/guard/chores/logs.ts";

const DAY_MS = 86_400_000;
const now = Date.parse("2026-11-20T12:00:00Z");
const uid = process.getuid?.() ?? 0;
let root = "";
let folder = "";

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "gatetop-old-logs-"));
  folder = path.join(root, "openclaw");
  fs.mkdirSync(folder);
});

afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

function put(name: string, daysOld: number, bytes = 1_000): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, "");
  fs.truncateSync(file, bytes);
  fs.utimesSync(file, (now - daysOld * DAY_MS) / 1_000, (now - daysOld * DAY_MS) / 1_000);
  return file;
}

type Given = { readonly clean?: boolean; readonly current?: string | null; readonly profile?: string };

function tend({ clean = false, current = null, profile }: Given = {}) {
  const name = profile === undefined ? "openclaw" : `openclaw-${profile}`;
  const usual = [path.join(folder, `${name}-2026-11-20.log`), path.join(root, "elsewhere", `${name}-2026-11-20.log`)];
  return cleanLogs({ places: { usual, current }, uid, now, clean });
}

const left = (): readonly string[] => fs.readdirSync(folder).toSorted();

test("young and small ones are nobody's trouble", async () => {
  put("openclaw-2026-11-18.log", 2);
  expect(await tend()).toBeNull();
});

test("told, and left where they are", async () => {
  put("openclaw-2026-11-01.log", 19);
  put("openclaw-2026-11-02.3.log", 18);
  put("openclaw-2026-11-18.log", 2);
  expect(await tend()).toEqual({
    what: "logs",
    edge: "once",
    severity: "info",
    subject: "openclaw logs",
    sentence: `2 log files of OpenClaw in ${folder}, 1.95 KiB: older than 7 days, or beyond 50 MB together; --clean-logs removes them`,
  });
  expect(left()).toHaveLength(3);
});

test("removed where that was asked for", async () => {
  put("openclaw-2026-11-01.log", 19);
  put("openclaw-2026-11-18.log", 2);
  expect((await tend({ clean: true }))?.sentence).toMatch(/^1 log file of OpenClaw removed from /u);
  expect(left()).toEqual(["openclaw-2026-11-18.log"]);
});

test("beyond 50 MB together the oldest go, no more of them than it takes", async () => {
  put("openclaw-2026-11-15.log", 5, 20_000_000);
  put("openclaw-2026-11-16.log", 4, 20_000_000);
  put("openclaw-2026-11-17.log", 3, 20_000_000);
  await tend({ clean: true });
  expect(left()).toEqual(["openclaw-2026-11-16.log", "openclaw-2026-11-17.log"]);
});

describe("never removed, however old", () => {
  test.each<[string, () => Given]>([
    ["today's, or one that was written within a day", () => (put("openclaw-2026-11-20.log", 0.5, 60_000_000), {})],
    ["the one the gateway names", () => ({ current: put("openclaw-2026-11-01.log", 19) })],
    ["another profile's", () => (put("openclaw-work-2026-11-01.log", 19), {})],
    ["that of no profile, for a guard of one", () => (put("openclaw-2026-11-01.log", 19), { profile: "work" })],
    [
      "what is called otherwise",
      () => (put("openclaw-2026-11-01.log.gz", 19), put("openclaw-2026-11-01.log.1", 19), put("notes.log", 19), {}),
    ],
    [
      "a link",
      () => {
        const other = path.join(root, "mine");
        fs.writeFileSync(other, "");
        fs.symlinkSync(other, path.join(folder, "openclaw-2026-11-01.log"));
        fs.lutimesSync(path.join(folder, "openclaw-2026-11-01.log"), 1, 1);
        return {};
      },
    ],
    ["a file that has another name too", () => (fs.linkSync(put("openclaw-2026-11-01.log", 19), path.join(root, "mine")), {})],
    ["a folder", () => (fs.mkdirSync(path.join(folder, "openclaw-2026-11-01.log")), {})],
    [
      "anything, where the folder is a link",
      () => {
        put("openclaw-2026-11-01.log", 19);
        fs.renameSync(folder, path.join(root, "other"));
        fs.symlinkSync(path.join(root, "other"), folder);
        return {};
      },
    ],
  ])("%s", async (_, make) => {
    const given = make();
    const before = left();
    expect(await tend({ clean: true, ...given })).toBeNull();
    expect(left()).toEqual(before);
  });
});

test("a profile's own, and only those", async () => {
  put("openclaw-work-2026-11-01.log", 19);
  put("openclaw-2026-11-01.log", 19);
  await tend({ clean: true, profile: "work" });
  expect(left()).toEqual(["openclaw-2026-11-01.log"]);
});

test("a file that became another one since it was looked at stays, and that is said", async () => {
  const file = put("openclaw-2026-11-01.log", 19);
  const { dev, ino } = fs.lstatSync(file);
  expect(
    await removeLogs(
      [
        { path: file, dev, ino: ino + 1 },
        { path: path.join(folder, "gone"), dev, ino },
      ],
      uid,
    ),
  ).toEqual({
    removed: [],
    failed: [
      { path: file, code: "it is another file by now" },
      { path: path.join(folder, "gone"), code: "ENOENT" },
    ],
  });
  expect(left()).toHaveLength(1);
});
