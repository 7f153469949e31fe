import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { tendCopies, type CopiesDesk } from "../../src/cli/config-restore.ts";
import { copiesDir, createConfigCopies } from "../../src/cli/guard/config-copies.ts";
import type { Row } from "../../src/cli/act/paper.ts";
import { written } from "../../src/cli/act/paper.ts";

let root = "";
let state = "";
let configPath = "";
let now = 0;

const TOKEN = "gwtok-9fQ2rXvLm3ZpTk8sWcYb1nHdJe7uAo5iGx0";
const config = (port: number): string => `{\n  gateway: {\n    port: ${port},\n    auth: { token: "${TOKEN}" },\n  },\n}\n`;

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "gatetop-restore-"));
  state = path.join(root, "state");
  configPath = path.join(root, "openclaw.json");
  now = Date.parse("2026-11-20T12:00:00Z");
  for (const port of [1, 2, 3]) {
    now += 60_000;
    fs.writeFileSync(configPath, config(port), { mode: 0o640 });
    createConfigCopies({ state, configPath, most: () => 5, now: () => now }).keep();
  }
  now += 3_600_000;
});

afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

type Given = {
  readonly copy?: number;
  readonly verb?: "list" | "restore";
  readonly json?: boolean;
  readonly readonly?: string;
  readonly says?: boolean | null;
};

/** What a person read, and what a script. */
async function tend({ copy, verb = "restore", json = false, readonly, says = true }: Given = {}) {
  let read = "";
  let out = "";
  const questions: string[] = [];
  const desk: CopiesDesk = {
    options: { copies: { verb, copy: copy ?? null }, json },
    configPath,
    state,
    readonly: readonly ?? null,
    now: () => now,
    output: { out: (text) => Promise.resolve(void (out += text)) },
    talk: {
      rows: (rows: readonly Row[]) => void (read += written(rows, { look: { color: false, ascii: false }, columns: null })),
      refuse: (why, fix) => void (read += `refused: ${why}${fix === null ? "" : ` (${fix})`}\n`),
      agreed: (question) => {
        questions.push(question);
        return Promise.resolve(says);
      },
    },
  };
  const exit = await tendCopies(desk);
  expect(read + out).not.toContain(TOKEN);
  return { exit, read, out, questions };
}

test("list: newest first, with the one the file is now", async () => {
  fs.writeFileSync(configPath, config(2));
  const { exit, read } = await tend({ verb: "list" });
  expect(exit).toBe(0);
  expect(read.replace(root, "ROOT")).toBe(
    [
      "ROOT/openclaw.json",
      "  1  2026-11-20 12:03:00 UTC      1h ago      101 B",
      "  2  2026-11-20 12:02:00 UTC    1h1m ago      101 B  as the file is now",
      "  3  2026-11-20 12:01:00 UTC    1h2m ago      101 B",
      "",
    ].join("\n"),
  );
});

test("list for a script", async () => {
  const { out, read } = await tend({ verb: "list", json: true });
  expect(read).toBe("");
  expect(JSON.parse(out)).toMatchObject({
    schema: "gatetop-config/1",
    file: configPath,
    copies: [
      { number: 1, current: true, bytes: 101 },
      { number: 2, current: false },
      { number: 3, current: false },
    ],
    restored: null,
  });
});

test("restore: the newest that differs, its difference, a question; mode kept, the replaced one too", async () => {
  const broken = config(9).replace("auth", "auth:");
  fs.writeFileSync(configPath, broken);
  const { exit, read, questions } = await tend();
  expect(exit).toBe(0);
  expect(questions).toEqual(["put it back?"]);
  expect(read).toContain(
    '    gateway: {\n-     port: 9,\n-     auth:: { token: "[hidden]" },\n+     port: 3,\n+     auth: { token: "[hidden]" },\n    },\n',
  );
  expect(fs.readFileSync(configPath, "utf8")).toBe(config(3));
  expect(fs.statSync(configPath).mode & 0o777).toBe(0o640);
  const kept = fs.readdirSync(copiesDir(state, configPath)).filter((name) => name.startsWith("replaced-"));
  expect(kept.map((name) => fs.readFileSync(path.join(copiesDir(state, configPath), name), "utf8"))).toEqual([broken]);
});

test("a config that is gone comes back", async () => {
  fs.rmSync(configPath);
  expect((await tend({ copy: 2 })).exit).toBe(0);
  expect(fs.readFileSync(configPath, "utf8")).toBe(config(2));
  expect(fs.statSync(configPath).mode & 0o777).toBe(0o600);
});

test("an answer for a script names what was put back", async () => {
  const { out } = await tend({ copy: 3, json: true });
  expect(JSON.parse(out)).toMatchObject({ restored: { file: configPath, kept: expect.stringContaining("replaced-") as string } });
});

test("files it includes are not covered, and that is said", async () => {
  now += 60_000;
  fs.writeFileSync(configPath, '{ $include: "./more.json5" }');
  createConfigCopies({ state, configPath, most: () => 5, now: () => now }).keep();
  fs.writeFileSync(configPath, "{}");
  expect((await tend()).read).toContain("files it includes are not part of a copy");
});

test.each<[string, Given, number, string]>([
  ["no", { copy: 1, says: false }, 1, "left as it is: nothing was done"],
  ["nobody to ask", { copy: 1, says: null }, 64, "refused: it asks before it does anything"],
  ["a number there is none of", { copy: 4 }, 64, "refused: there is no copy 4 (gatetop config list)"],
  ["--readonly", { copy: 1, readonly: "--readonly" }, 77, "refused: gatetop only looks: --readonly"],
])("nothing is changed: %s", async (_, given, exit, said) => {
  fs.writeFileSync(configPath, "{ broken");
  const done = await tend(given);
  expect(done.exit).toBe(exit);
  expect(done.read).toContain(said);
  expect(fs.readFileSync(configPath, "utf8")).toBe("{ broken");
});

test("a copy that somebody changed is not put back", async () => {
  const dir = copiesDir(state, configPath);
  const oldest = fs.readdirSync(dir).toSorted()[0] ?? "";
  fs.writeFileSync(path.join(dir, oldest), "{ other: true }");
  const { exit, read } = await tend({ copy: 3 });
  expect(exit).toBe(1);
  expect(read).toContain("is not what it was when it was made");
});

test("without copies: who makes them", async () => {
  fs.rmSync(copiesDir(state, configPath), { recursive: true });
  expect((await tend()).read).toMatch(/^refused: no copy of .* is kept \(gatetop guard makes one/u);
  expect((await tend({ verb: "list" })).read).toContain("no copy is kept: gatetop guard makes one");
});

test("only the last five that were replaced stay", async () => {
  for (let turn = 0; turn < 7; turn += 1) {
    now += 1_000;
    fs.writeFileSync(configPath, `{ turn: ${turn} }`);
    await tend();
  }
  const dir = copiesDir(state, configPath);
  const kept = fs
    .readdirSync(dir)
    .filter((name) => name.startsWith("replaced-"))
    .toSorted();
  expect(kept.map((name) => fs.readFileSync(path.join(dir, name), "utf8"))).toEqual([2, 3, 4, 5, 6].map((turn) => `{ turn: ${turn} }`));
});
