import { expect, test } from "vitest";
import type { Files } from "../../src/cli/find/files.ts";
import { readonlyReason } from "../../src/cli/own-config.ts";

const FILE = "/home/ann/.config/gatetop/config.json";

const disk = (text: string | null, denied = false): Files => ({
  read: (path) => {
    if (path !== FILE || (text === null && !denied)) return { kind: "missing" };
    return denied ? { kind: "unreadable", why: "permission denied", denied } : { kind: "text", text: text ?? "", mode: 0o600 };
  },
  isThere: (path) => path === FILE && text !== null,
});

type Given = { readonly flag?: boolean; readonly env?: Record<string, string>; readonly text?: string; readonly denied?: boolean };
const reason = ({ flag = false, env = {}, text, denied = false }: Given) =>
  readonlyReason({ flag, env, dir: "/home/ann/.config/gatetop", files: disk(text ?? null, denied) });

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
])("read-only or not: %s", (_, given, expected) => {
  expect(reason(given)).toBe(expected);
});
