import { expect, test } from "vitest";
import { infoJson, infoText, type Installation } from "../../src/cli/info.ts";
import { ownPaths } from "../../src/cli/own-paths.ts";
import { CONFIG, find, lock, LOCK, type Situation } from "./find/disk.ts";

const installation: Installation = {
  version: "9.9.9",
  node: "v20.19.0",
  platform: "linux x64",
  paths: { state: "/home/ann/.local/state/gatetop", cache: "/home/ann/.cache/gatetop" },
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

test.each<[string, Record<string, string>, string, string]>([
  ["by default below the home", { HOME: "/h" }, "/h/.local/state/gatetop", "/h/.cache/gatetop"],
  ["by the XDG variables", { HOME: "/h", XDG_STATE_HOME: "/s", XDG_CACHE_HOME: "/c" }, "/s/gatetop", "/c/gatetop"],
  ["not by relative ones", { HOME: "/h", XDG_STATE_HOME: "s" }, "/h/.local/state/gatetop", "/h/.cache/gatetop"],
  ["in the account's home without a variable", {}, "/account/.local/state/gatetop", "/account/.cache/gatetop"],
])("gatetop keeps its things %s", (_, env, state, cache) => {
  expect(ownPaths(env, "/account")).toEqual({ state, cache });
});
