import { expect, test } from "vitest";
import { infoJson, infoText, type Installation } from "../../src/cli/info.ts";
import { ownPaths } from "../../src/cli/own-paths.ts";
import { CONFIG, find, lock, LOCK, type Situation } from "./find/disk.ts";

const installation: Installation = {
  version: "9.9.9",
  node: "v20.19.0",
  platform: "linux x64",
  paths: { state: "/home/ann/.local/state/gatetop", cache: "/home/ann/.cache/gatetop", config: "/home/ann/.config/gatetop" },
  readonly: null,
  config: { file: null, unread: null, problems: [] },
};

const situations: readonly (readonly [string, Situation])[] = [
  [
    "found",
    {
      disk: {
        [CONFIG]: "{gateway: {port: 19001, auth: {mode: 'token', token: 'canary-4711'}}}",
        [LOCK]: lock({ pid: 2343, port: 19_001 }),
        "/proc/self/stat": "",
        "/proc/2343/stat": "",
      },
    },
  ],
  [
    "troubled",
    {
      argv: ["--profile", "ops"],
      env: { OPENCLAW_GATEWAY_PORT: "many" },
      disk: { "/home/ann/.openclaw-ops/openclaw.json": "{gateway: {auth: {token: {source: 'exec', provider: 'vault', id: 'gate'}}}}" },
    },
  ],
  ["failed", { env: { OPENCLAW_GATEWAY_URL: "nowhere" } }],
];

test.each(situations)("gatetop info, %s", async (name, situation) => {
  const text = infoText(find(situation), installation);
  expect(text).not.toContain("canary");
  await expect(text).toMatchFileSnapshot(`./info-${name}.txt`);
});

test("as JSON it says the same, secrets apart", () => {
  const [, situation] = situations[0] ?? ["", {}];
  const text = infoJson(find(situation), installation);
  expect(text).not.toContain("canary");
  expect(JSON.parse(text)).toMatchObject({
    schema: "gatetop-info/1",
    target: { url: "ws://127.0.0.1:19001", credential: "token" },
    warnings: [],
    missing: null,
    failed: null,
    gatetop: { version: "9.9.9", paths: installation.paths },
  });
  expect(JSON.parse(text)).toHaveProperty(
    "facts",
    expect.arrayContaining([{ name: "token", value: "set (11 characters)", from: `gateway.auth.token in ${CONFIG}` }]),
  );
});

test("what failed is in the JSON, and every key is there", () => {
  expect(JSON.parse(infoJson(find({ env: { OPENCLAW_GATEWAY_URL: "nowhere" } }), installation))).toMatchObject({
    target: null,
    facts: [],
    missing: null,
    failed: { why: '"nowhere" is not a ws:// or wss:// address ($OPENCLAW_GATEWAY_URL)' },
  });
});

test("a path with an escape sequence reaches the terminal harmless", () => {
  const found = find({ env: { OPENCLAW_STATE_DIR: "/x\u001b[31m\u009b2J\u202ey" } });
  for (const text of [infoText(found, installation), infoJson(found, installation)]) expect(text).not.toMatch(/[\u001b\u009b\u202e]/u);
});

const below = (home: string) => ({
  state: `${home}/.local/state/gatetop`,
  cache: `${home}/.cache/gatetop`,
  config: `${home}/.config/gatetop`,
});

test.each<[string, Record<string, string>, Installation["paths"]]>([
  ["by default below the home", { HOME: "/h" }, below("/h")],
  [
    "by the XDG variables",
    { HOME: "/h", XDG_STATE_HOME: "/s", XDG_CACHE_HOME: "/c", XDG_CONFIG_HOME: "/e" },
    { state: "/s/gatetop", cache: "/c/gatetop", config: "/e/gatetop" },
  ],
  ["not by relative ones", { HOME: "/h", XDG_STATE_HOME: "s", XDG_CONFIG_HOME: "./e" }, below("/h")],
  ["in the account's home without a variable", {}, below("/account")],
])("gatetop keeps its things %s", (_, env, paths) => {
  expect(ownPaths(env, "/account")).toEqual(paths);
});

test.each([
  [null, /^read-only +no /mu],
  ["GATETOP_READONLY", /^read-only +yes +GATETOP_READONLY$/mu],
])("whether anything may be changed from here is told: %s", (readonly, row) => {
  expect(infoText(find(situations[0]?.[1] ?? {}), { ...installation, readonly })).toMatch(row);
});

test.each<[string, Partial<Installation["config"]>, RegExp]>([
  ["which file it is from", { file: "/c/config.json5" }, /^own config +\/c\/config\.json5 +all of it applies$/mu],
  [
    "what is wrong in it, by line and column",
    { file: "/c/config.json5", problems: [{ file: "/c/config.json5", line: 2, column: 3, path: "readonyl", why: "there is no such key" }] },
    /1 thing wrong in it[\s\S]*^warning: config\.json5:2:3: readonyl: there is no such key$/mu,
  ],
  ["which other file is not read", { file: "/c/config.json5", unread: "/c/config.json" }, /^warning: config\.json is not read/mu],
])("of gatetop's own config: %s, with a gateway and without", (_, config, expected) => {
  const own = { ...installation, config: { ...installation.config, ...config } };
  for (const [, situation] of situations) expect(infoText(find(situation), own)).toMatch(expected);
});
