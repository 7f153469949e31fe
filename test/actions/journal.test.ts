import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openJournal } from "../../src/actions/journal/open-journal.ts";
import { operatorOf } from "../../src/actions/journal/operator.ts";
import { createRecorder, type End } from "../../src/actions/journal/record.ts";
import { causeOf } from "../../src/cli/file-errors.ts";
import { ensurePrivateDir } from "../../src/cli/private-files.ts";
import type { JournalEntry } from "../../src/data/action/journal.ts";
import type { Journal } from "../../src/data/action/ports.ts";
import { began, canaries, ended, left } from "./journal-entries.ts";

let home: string;
let dir: string;
const file = (name = "actions.ndjson"): string => path.join(dir, name);
const text = (): string => fs.readFileSync(file(), "utf8");

beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), "gatetop-journal-"));
  dir = path.join(home, "state", "gatetop");
});
afterEach(() => fs.rmSync(home, { recursive: true, force: true }));

const open = (change: { readonly secrets?: readonly string[]; readonly maxBytes?: number } = {}): Journal =>
  openJournal({
    dir,
    ensureDir: ensurePrivateDir,
    causeOf,
    secrets: () => change.secrets ?? [],
    ...(change.maxBytes === undefined ? {} : { maxBytes: change.maxBytes }),
  });

describe("the file", () => {
  test("holds what was appended, oldest first, for its owner only", () => {
    const journal = open();
    expect([began, left, ended].map((entry) => journal.append(entry))).toEqual([null, null, null]);
    expect(journal.read()).toEqual({ entries: [began, left, ended], unreadable: 0 });
    expect(fs.statSync(file()).mode & 0o777).toBe(0o600);
    expect(fs.statSync(dir).mode & 0o777).toBe(0o700);
    expect(fs.readdirSync(dir)).toEqual(["actions.ndjson"]);
  });

  test("one that others may read is closed to them", () => {
    open().append(began);
    fs.chmodSync(file(), 0o644);
    open().append(left);
    expect(fs.statSync(file()).mode & 0o777).toBe(0o600);
  });

  test("nothing is there yet", () => {
    expect(open().read()).toEqual({ entries: [], unreadable: 0 });
    expect(fs.existsSync(dir)).toBe(false);
  });

  test("a half line at the end is counted, and the next entry stands on a line of its own", () => {
    const journal = open();
    journal.append(began);
    fs.appendFileSync(file(), '{"schema":"gatetop-journal/1","entry":"ended","id":"3f9a2c"');
    journal.append(left);
    expect(journal.read()).toEqual({ entries: [began, left], unreadable: 1 });
  });

  test.each([
    ["another schema", JSON.stringify({ ...began, schema: "gatetop-journal/9" })],
    ["an entry without a request", JSON.stringify({ ...began, request: undefined })],
    ["an end without milestones", JSON.stringify({ ...ended, milestones: undefined })],
    ["no object", "42"],
    ["no JSON", "restart"],
  ])("a line that is %s is counted", (_, line) => {
    const journal = open();
    journal.append(began);
    fs.appendFileSync(file(), `${line}\n`);
    expect(journal.read()).toEqual({ entries: [began], unreadable: 1 });
  });

  test("what names a field we do not know is read without it", () => {
    open().append({ ...began, token: "s3cret" } as JournalEntry);
    expect(text()).not.toContain("s3cret");
    expect(open().read().entries).toEqual([began]);
  });

  test("older files keep what no longer fits, five of them, and are read as well", () => {
    const size = JSON.stringify(began).length + 1;
    const journal = open({ maxBytes: size * 2 });
    const entries = Array.from({ length: 15 }, (_, i) => ({ ...began, at: i }));
    for (const entry of entries) journal.append(entry);
    expect(fs.readdirSync(dir).toSorted()).toEqual(["actions.ndjson", ...[1, 2, 3, 4, 5].map((age) => `actions.ndjson.${age}`)]);
    expect(journal.read().entries.map(({ at }) => at)).toEqual(entries.slice(4).map(({ at }) => at));
  });
});

describe("a disk that does not take it", () => {
  test.each([
    ["the directory cannot be made", () => fs.writeFileSync(path.join(home, "state"), "")],
    ["something else has its name", () => fs.mkdirSync(file(), { recursive: true })],
  ])("%s: a sentence, no exception", (_, spoil) => {
    spoil();
    expect(open().append(began)).toMatch(/^this is not in the journal: .*actions\.ndjson cannot be written: \w/u);
  });

  test("a file that cannot be read counts as one thing unreadable", () => {
    fs.mkdirSync(file("actions.ndjson.1"), { recursive: true });
    open().append(began);
    expect(open().read()).toEqual({ entries: [began], unreadable: 1 });
  });
});

describe("secrets", () => {
  const everyText = (entry: JournalEntry, put: string): JournalEntry =>
    JSON.parse(JSON.stringify(entry), (key, value: unknown) =>
      typeof value === "string" && !["schema", "entry"].includes(key) ? put : value,
    ) as JournalEntry;

  test.each(canaries)("%s in any field is not written", (_, secret, carried) => {
    const journal = open({ secrets: [canaries[0][1]] });
    for (const entry of [began, left, ended]) journal.append(everyText(entry, carried));
    expect(text()).not.toContain(secret);
    expect(text()).toContain("[hidden]");
    expect(text().trimEnd().split("\n")).toHaveLength(3);
  });

  test.each(["boot fb29031b-590e-434b-a8c2-7feee21c9e1b", "agent:main:main", "a".repeat(64), "openclaw-gateway-production.service"])(
    "%s is none",
    (id) => {
      const journal = open();
      journal.append({ ...left, why: id });
      expect(journal.read().entries).toEqual([{ ...left, why: id }]);
    },
  );
});

describe("two writers", () => {
  const writer = fileURLToPath(new URL("./journal-writer.ts", import.meta.url));
  const write = (name: string, lines: number) =>
    promisify(execFile)(process.execPath, [
      "--disable-warning=ExperimentalWarning",
      "--experimental-strip-types",
      writer,
      dir,
      name,
      String(lines),
    ]);

  test("append 200 lines each, none is lost or torn, while files are moved", async () => {
    await Promise.all([write("aaaaaa", 200), write("bbbbbb", 200)]);
    const { entries, unreadable } = open().read();
    expect(unreadable).toBe(0);
    for (const name of ["aaaaaa", "bbbbbb"])
      expect(entries.filter(({ id }) => id === name).map(({ at }) => at)).toEqual(Array.from({ length: 200 }, (_, i) => i));
    expect(fs.readdirSync(dir).length).toBeGreaterThan(1);
  });

  test.each([
    ["a process that is gone", "999999999 1\n"],
    ["a process of the same number that is another one", `${process.pid} 1\n`],
  ])("the lock of %s holds nobody up", (_, owner) => {
    fs.mkdirSync(dir, { recursive: true });
    fs.writeFileSync(file("actions.lock"), owner);
    expect(open().append(began)).toBeNull();
    expect(fs.readdirSync(dir)).toEqual(["actions.ndjson"]);
  });

  test("a lock that is not given back does not cost the record, only the moving of files", () => {
    fs.mkdirSync(dir, { recursive: true });
    const held = `${process.pid} -\n`;
    fs.writeFileSync(file("actions.lock"), held);
    const journal = open({ maxBytes: 10 });
    expect([journal.append(began), journal.append(left)]).toEqual([null, null]);
    expect(journal.read().entries).toEqual([began, left]);
    expect(fs.readFileSync(file("actions.lock"), "utf8")).toBe(held);
  });
});

describe("the operator", () => {
  const facts = { env: {}, pid: 12, uid: 1000, account: "ana" };
  test.each([
    ["at the host", facts, { user: "ana", uid: 1000, peer: null, pid: 12 }],
    [
      "over ssh",
      { ...facts, env: { SSH_CONNECTION: "100.64.0.7 51812 100.64.0.1 22" } },
      { user: "ana", uid: 1000, peer: "100.64.0.7", pid: 12 },
    ],
    ["without a name", { ...facts, account: null }, { user: "uid 1000", uid: 1000, peer: null, pid: 12 }],
    ["without a number", { ...facts, account: null, uid: null }, { user: "unknown", uid: null, peer: null, pid: 12 }],
  ])("%s", (_, given, operator) => expect(operatorOf(given)).toEqual(operator));
});

describe("what is recorded", () => {
  const end: End = { verdict: null, outcome: null, after: null, milestones: [], tookMs: 5 };
  const recorder = (journal: Journal, change: Partial<Parameters<typeof createRecorder>[0]> = {}) =>
    createRecorder({
      journal,
      operator: began.operator,
      by: "command",
      target: () => began.target,
      now: () => 1_000,
      alive: (pid) => pid !== 88,
      onTrouble: () => {},
      ...change,
    });

  test("an end is written once, and whoever leaves afterwards adds nothing", () => {
    const journal = open();
    const record = recorder(journal).began("3f9a2c", began.request, null);
    record.ended(end);
    record.left("hang-up", []);
    expect(journal.read().entries.map(({ entry }) => entry)).toEqual(["began", "ended"]);
  });

  test("leaving before the end says why and how far it came", () => {
    const journal = open();
    recorder(journal)
      .began("3f9a2c", began.request, null)
      .left("hang-up", [{ name: "closed", ms: 63, detail: "1012" }]);
    expect(journal.read().entries.at(-1)).toMatchObject({ entry: "left", why: "hang-up", milestones: [{ name: "closed", ms: 63 }] });
  });

  test("what could not be kept is told", () => {
    const told: string[] = [];
    recorder(
      { append: () => "the disk is full", read: () => ({ entries: [], unreadable: 0 }) },
      { onTrouble: (text) => told.push(text) },
    ).began("3f9a2c", began.request, null);
    expect(told).toEqual(["the disk is full"]);
  });

  test("others' restarts that are not over are known: same gateway, not too old, not our own, and their gatetop lives", () => {
    const other = { ...began, at: 990, operator: { ...began.operator, pid: 77 } };
    const entries: JournalEntry[] = [
      { ...other, id: "111111" },
      { ...other, id: "222222", target: { ...began.target, url: "ws://127.0.0.1:9" } },
      { ...other, id: "333333", at: 10 },
      { ...began, id: "444444", at: 995 },
      { ...other, id: "555555" },
      { ...ended, id: "555555" },
      { ...other, id: "666666" },
      { ...other, id: "777777", operator: { ...began.operator, pid: 88 } },
    ];
    const found = recorder({ append: () => null, read: () => ({ entries, unreadable: 0 }) }).othersOpen(100);
    expect(found.map(({ id }) => id)).toEqual(["666666", "111111"]);
  });
});
