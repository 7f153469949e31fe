import { expect, test } from "vitest";
import type { Files } from "../../src/cli/find/files.ts";
import { configNotes, readOwnConfig } from "../../src/cli/own-config.ts";
import { defaultGuard } from "../../src/data/guard/settings.ts";

const DIR = "/home/ann/.config/gatetop";
const FILE = `${DIR}/config.json`;
const FILE5 = `${DIR}/config.json5`;

const disk = (texts: Readonly<Record<string, string>>, denied: readonly string[]): Files => ({
  read: (path) => {
    if (denied.includes(path)) return { kind: "unreadable", why: "permission denied", denied: true };
    const text = texts[path];
    return text === undefined ? { kind: "missing" } : { kind: "text", text, mode: 0o600 };
  },
  isThere: (path) => path in texts,
});

type Given = {
  readonly flag?: boolean;
  readonly env?: Record<string, string>;
  readonly text?: string;
  readonly text5?: string;
  readonly denied?: boolean;
};
const read = ({ flag = false, env = {}, text, text5, denied = false }: Given) => {
  const texts = { ...(text === undefined ? {} : { [FILE]: text }), ...(text5 === undefined ? {} : { [FILE5]: text5 }) };
  return readOwnConfig({ flag, env, dir: DIR, files: disk(texts, denied ? [FILE] : []) });
};

test.each<[string, Given, string | null]>([
  ["nothing is said", {}, null],
  ["the flag", { flag: true }, "--readonly"],
  ["the variable", { env: { GATETOP_READONLY: "1" } }, "GATETOP_READONLY"],
  ["the variable in words", { env: { GATETOP_READONLY: "yes" } }, "GATETOP_READONLY"],
  ["the variable switched off", { env: { GATETOP_READONLY: "0" } }, null],
  ["the variable empty", { env: { GATETOP_READONLY: "" } }, null],
  ["the file", { text: "{ readonly: true } // the night shift looks, nothing more" }, `readonly in ${FILE}`],
  ["the file says no", { text: '{"readonly": false}' }, null],
  ["the file says something else", { text: "{theme: 'dark'}" }, null],
  ["a variable that is off takes nothing back", { env: { GATETOP_READONLY: "0" }, text: "{readonly: true}" }, `readonly in ${FILE}`],
  ["a broken file", { text: "{readonly: tru" }, `${FILE}, which is broken: invalid end of input at 1:15`],
  ["a file that holds a list", { text: "[true]" }, `${FILE}, which is broken: not an object`],
  ["a file that holds a word", { text: '"readonly"' }, `${FILE}, which is broken: not an object`],
  ["a value that is neither", { text: "{readonly: 'yes'}" }, `${FILE}, where readonly is neither true nor false`],
  ["a file that cannot be read", { denied: true }, `${FILE}, which cannot be read: permission denied`],
  ["the JSON5 file", { text5: "{ readonly: true }" }, `readonly in ${FILE5}`],
  [
    "the JSON5 file does not take back what the other says",
    { text5: "{ readonly: false }", text: "{readonly: true}" },
    `readonly in ${FILE}`,
  ],
  ["the JSON5 file is broken", { text5: "{", text: "{readonly: false}" }, `${FILE5}, which is broken: invalid end of input at 1:2`],
])("read-only or not: %s", (_, given, expected) => {
  expect(read(given).readonly).toBe(expected);
});

test("without a file everything is as it is by itself", () => {
  expect(read({})).toEqual({
    config: {
      readonly: false,
      alerts: { rules: {} },
      attention: { bell: true, notify: "osc9", title: true },
      ask: { approvals: false },
      theme: "dark",
      mouse: false,
      view: "overview",
      guard: defaultGuard,
    },
    problems: [],
    file: null,
    unread: null,
    readonly: null,
  });
});

test("config.json5 comes before config.json, which is said", () => {
  const found = read({ text5: "{ ask: { approvals: true } }", text: "{ attention: { bell: false } }" });
  expect(found).toMatchObject({ file: FILE5, unread: FILE, config: { ask: { approvals: true }, attention: { bell: true } } });
  expect(configNotes(found)).toEqual(["config.json is not read: config.json5 is in its place"]);
});

test("config.json goes on to work alone", () => {
  const found = read({ text: '{"attention": {"bell": false}}' });
  expect(found).toMatchObject({ file: FILE, unread: null, config: { attention: { bell: false, title: true } } });
});

test("what is wrong is told as editors find it", () => {
  expect(configNotes(read({ text5: "{\n  readonyl: true }" }))).toEqual([
    "config.json5:2:3: readonyl: there is no such key: did you mean readonly?; it is left out",
  ]);
});
