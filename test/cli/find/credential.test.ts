import { expect, test } from "vitest";
import { CONFIG, find, found, origin, type Situation } from "./disk.ts";

const config = (text: string): { readonly disk: Record<string, string> } => ({ disk: { [CONFIG]: text } });
const token = "{gateway: {auth: {mode: 'token', token: 'cfg-token'}}}";
const password = "{gateway: {auth: {mode: 'password', password: 'cfg-pass'}}}";
const both = (mode: string): string => `{gateway: {auth: {${mode} token: 'cfg-token', password: 'cfg-pass'}}}`;
const env = { OPENCLAW_GATEWAY_TOKEN: "env-token" };
const remote = "{gateway: {mode: 'remote', remote: {url: 'wss://far', token: 'far-token'}}}";

test.each<[string, Situation, object, string]>([
  ["the config's token", config(token), { token: "cfg-token" }, `gateway.auth.token in ${CONFIG}`],
  ["the config's password", config(password), { password: "cfg-pass" }, `gateway.auth.password in ${CONFIG}`],
  ["the token when nothing says which", config(both("")), { token: "cfg-token" }, `gateway.auth.token in ${CONFIG}`],
  ["the password when the mode says so", config(both("mode: 'password',")), { password: "cfg-pass" }, `gateway.auth.password in ${CONFIG}`],
  [
    "the variable over the config",
    { ...config(token), env: { ...env, OPENCLAW_GATEWAY_TOKEN: "cfg-token" } },
    { token: "cfg-token" },
    "$OPENCLAW_GATEWAY_TOKEN",
  ],
  ["a password variable", { env: { OPENCLAW_GATEWAY_PASSWORD: "env-pass" } }, { password: "env-pass" }, "$OPENCLAW_GATEWAY_PASSWORD"],
  [
    "the config's password over a token variable of no use",
    { ...config(password), env },
    { password: "cfg-pass" },
    `gateway.auth.password in ${CONFIG}`,
  ],
  [
    "a token file over the variable",
    { env, argv: ["--token-file", "t"], disk: { "/srv/here/t": "\uFEFF  file-token \n" } },
    { token: "file-token" },
    "/srv/here/t",
  ],
  ["a password file", { argv: ["--password-file", "/p"], disk: { "/p": "file-pass" } }, { password: "file-pass" }, "/p"],
  ["standard input", { env, argv: ["--token-stdin"], stdinLine: "stdin-token" }, { token: "stdin-token" }, "--token-stdin"],
  [
    ".env",
    { disk: { "/home/ann/.openclaw/.env": "OPENCLAW_GATEWAY_TOKEN=dot-token" } },
    { token: "dot-token" },
    "$OPENCLAW_GATEWAY_TOKEN in /home/ann/.openclaw/.env",
  ],
  [
    "the variable over .env",
    { env, disk: { "/home/ann/.openclaw/.env": "OPENCLAW_GATEWAY_TOKEN=dot-token" } },
    { token: "env-token" },
    "$OPENCLAW_GATEWAY_TOKEN",
  ],
  [
    "the config's env block",
    config("{env: {vars: {OPENCLAW_GATEWAY_TOKEN: 'blk'}}}"),
    { token: "blk" },
    `env.OPENCLAW_GATEWAY_TOKEN in ${CONFIG}`,
  ],
  [
    "the remote entry when the local one is not set",
    config("{gateway: {remote: {token: 'far-token'}}}"),
    { token: "far-token" },
    `gateway.remote.token in ${CONFIG}`,
  ],
  ["the remote gateway's token", config(remote), { token: "far-token" }, `gateway.remote.token in ${CONFIG}`],
  ["a broken config beside a variable", { ...config("{"), env }, { token: "env-token" }, "$OPENCLAW_GATEWAY_TOKEN"],
])("uses %s", (_, situation, credentials, from) => {
  const gateway = found(situation);
  const kind = Object.keys(credentials)[0] ?? "";
  expect({ credentials: gateway.credentials, missing: gateway.missing, from: origin(gateway, kind) }).toEqual({
    credentials,
    missing: null,
    from,
  });
  expect(gateway.target.credential).toBe(kind);
});

test.each<[string, string, Record<string, string>, string]>([
  ['"${NAME}"', "{gateway: {auth: {token: '${LAB_TOKEN}'}}}", {}, "$LAB_TOKEN, named by gateway.auth.token"],
  ['"$NAME"', "{gateway: {auth: {token: '$LAB_TOKEN'}}}", {}, "$LAB_TOKEN, named by gateway.auth.token"],
  ["a part of a text", "{gateway: {auth: {token: 'lab-${LAB_PART}'}}}", {}, `gateway.auth.token in ${CONFIG}`],
  [
    "an env reference",
    "{gateway: {auth: {token: {source: 'env', provider: 'default', id: 'LAB_TOKEN'}}}}",
    {},
    "$LAB_TOKEN, named by gateway.auth.token",
  ],
  [
    "an env reference without provider",
    "{gateway: {auth: {token: {source: 'env', id: 'LAB_TOKEN'}}}}",
    {},
    "$LAB_TOKEN, named by gateway.auth.token",
  ],
  [
    "a file reference into JSON",
    "{secrets: {providers: {f: {source: 'file', path: '~/s.json'}}}, gateway: {auth: {token: {source: 'file', provider: 'f', id: '/gate/a~1b/t~0k'}}}}",
    { "/home/ann/s.json": '{"gate":{"a/b":{"t~k":"lab-secret"}}}' },
    "/home/ann/s.json (secret reference of gateway.auth.token)",
  ],
  [
    "a file reference to a whole file, by the default provider",
    "{secrets: {defaults: {file: 'f'}, providers: {f: {source: 'file', path: '/s.txt', mode: 'singleValue'}}}, gateway: {auth: {token: {source: 'file', id: 'value'}}}}",
    { "/s.txt": "lab-secret\n" },
    "/s.txt (secret reference of gateway.auth.token)",
  ],
])("opens %s", (_, text, files, from) => {
  const gateway = found({ disk: { [CONFIG]: text, ...files }, env: { LAB_TOKEN: "lab-secret", LAB_PART: "secret" } });
  expect({ credentials: gateway.credentials, from: origin(gateway, "token"), warnings: gateway.warnings }).toEqual({
    credentials: { token: "lab-secret" },
    from,
    warnings: [],
  });
});

const fix = "give it with --token-file F, --token-stdin or $OPENCLAW_GATEWAY_TOKEN";
const fileRef = (more = ""): string => `{${more}gateway: {auth: {token: {source: 'file', provider: 'f', id: '/a'}}}}`;
const fileProvider = "secrets: {providers: {f: {source: 'file', path: '/s.json'}}}, ";

test.each<[string, string, Record<string, string>, string]>([
  [
    "an unset variable",
    "{gateway: {auth: {token: '${GONE}'}}}",
    {},
    "the token is $GONE, which is not set here (gateway.auth.token in the config names it)",
  ],
  ["a part that is not set", "{gateway: {auth: {token: 'a-${GONE}'}}}", {}, "the token is made of $GONE, which is not set here"],
  [
    "an exec reference",
    "{gateway: {auth: {token: {source: 'exec', provider: 'vault', id: 'gate/token'}}}}",
    {},
    "the token is a secret reference (exec:vault:gate/token): only OpenClaw can open it",
  ],
  [
    "a store reference",
    "{gateway: {auth: {token: {source: 'store', provider: 'default', id: 'TOKEN'}}}}",
    {},
    "the token is a secret reference (store:default:TOKEN): only OpenClaw can open it",
  ],
  [
    "an unknown source",
    "{gateway: {auth: {token: {source: 'cloud', provider: 'x', id: 'y'}}}}",
    {},
    "the token is a secret reference (cloud:x:y): its source is unknown",
  ],
  [
    "a variable the provider forbids",
    "{secrets: {providers: {p: {source: 'env', allowlist: []}}}, gateway: {auth: {token: {source: 'env', provider: 'p', id: 'LAB'}}}}",
    {},
    "the token is a secret reference (env:p:LAB): its allowlist forbids it",
  ],
  [
    "a file reference without provider",
    fileRef(),
    {},
    "the token is a secret reference (file:f:/a): secrets.providers.f is not a file provider",
  ],
  ["a secrets file that is gone", fileRef(fileProvider), {}, "the token is a secret reference (file:f:/a): /s.json does not exist"],
  [
    "a secrets file without that entry",
    fileRef(fileProvider),
    { "/s.json": '{"b":"hush"}' },
    "the token is a secret reference (file:f:/a): /s.json has no text there",
  ],
  [
    "a broken secrets file",
    fileRef(fileProvider),
    { "/s.json": '{"a":"hush' },
    "the token is a secret reference (file:f:/a): /s.json has no text there",
  ],
  [
    "a number",
    "{gateway: {auth: {token: {value: 5}}}}",
    {},
    `the token is neither text nor a secret reference (gateway.auth.token in ${CONFIG})`,
  ],
  [
    "a copy of config.get",
    "{gateway: {auth: {token: '__OPENCLAW_REDACTED__'}}}",
    {},
    `the token is blacked out in ${CONFIG} (__OPENCLAW_REDACTED__)`,
  ],
  ["nothing at all", "{gateway: {auth: {mode: 'token'}}}", {}, "no token or password was found"],
])("names %s and the way out", (_, text, files, why) => {
  const gateway = found({ disk: { [CONFIG]: text, ...files }, env: { LAB: "x" } });
  expect(gateway).toMatchObject({ credentials: {}, missing: { why, fix }, target: { credential: "none" } });
});

test("a token that cannot be opened is not replaced by a password nobody asked for", () => {
  const text = "{gateway: {auth: {token: {source: 'exec', provider: 'v', id: 'i'}, password: 'cfg-pass'}}}";
  expect(found(config(text)).credentials).toEqual({});
});

test("a password that cannot be opened has its own way out", () => {
  const { missing } = found(config("{gateway: {auth: {mode: 'password', password: '$GONE'}}}"));
  expect(missing).toMatchObject({ fix: "give it with --password-file F or $OPENCLAW_GATEWAY_PASSWORD" });
});

test("a gateway without authentication needs nothing", () => {
  const gateway = found({ ...config("{gateway: {auth: {mode: 'none'}}}"), env });
  expect(gateway).toMatchObject({ credentials: {}, missing: null });
  expect(origin(gateway, "credential")).toBe("gateway.auth.mode is none");
});

const kept = "the config's token is not sent to wss://far, which the config does not name";

test.each<[string, Situation, object, string | null]>([
  ["an address by flag gets nothing of the config", { ...config(token), argv: ["wss://far"] }, {}, kept],
  ["nor of .env", { disk: { "/home/ann/.openclaw/.env": "OPENCLAW_GATEWAY_TOKEN=dot-token" }, argv: ["wss://far"] }, {}, kept],
  ["but a variable of the process", { ...config(token), env, argv: ["wss://far"] }, { token: "env-token" }, null],
  [
    "or a file",
    { disk: { [CONFIG]: token, "/t": "file-token" }, argv: ["wss://far", "--token-file", "/t"] },
    { token: "file-token" },
    null,
  ],
  [
    "an address by variable gets nothing of the config",
    { ...config(token), env: { OPENCLAW_GATEWAY_URL: "wss://far" } },
    {},
    "no token or password was found",
  ],
  ["but variables", { ...config(token), env: { ...env, OPENCLAW_GATEWAY_URL: "wss://far" } }, { token: "env-token" }, null],
  [
    "a loopback port the config does not know may be a tunnel",
    { ...config(token), argv: ["ws://127.0.0.1:4000"] },
    {},
    "the config's token is not sent to ws://127.0.0.1:4000, which the config does not name",
  ],
  ["the config's own address by flag is the config's", { ...config(token), argv: ["ws://localhost:18789"] }, { token: "cfg-token" }, null],
  ["so is its remote address", { ...config(remote), argv: ["wss://far/"] }, { token: "far-token" }, null],
  ["--port means this host's gateway", { ...config(token), argv: ["--port", "4000"] }, { token: "cfg-token" }, null],
])("%s", (_, situation, credentials, why) => {
  const gateway = found(situation);
  expect({ credentials: gateway.credentials, why: gateway.missing?.why ?? null }).toEqual({ credentials, why });
});

test.each<[string, Situation, RegExp]>([
  [
    "a variable that differs from the config",
    { ...config(token), env },
    /^\$OPENCLAW_GATEWAY_TOKEN differs from gateway\.auth\.token in .*; the environment's is used$/u,
  ],
  [
    "a token file others can read",
    { argv: ["--token-file", "/t"], disk: { "/t": { text: "x", mode: 0o644 } } },
    /^\/t can be read by others \(mode 0644\): chmod 600 \/t$/u,
  ],
  ["a token file the group can write", { argv: ["--token-file", "/t"], disk: { "/t": { text: "x", mode: 0o620 } } }, /mode 0620/u],
  [
    "a secrets file others can read",
    { disk: { [CONFIG]: fileRef(fileProvider), "/s.json": { text: '{"a":"x"}', mode: 0o640 } } },
    /^\/s\.json can be read by others \(mode 0640\)/u,
  ],
])("warns of %s", (_, situation, warning) => {
  expect(found(situation).warnings).toEqual([expect.stringMatching(warning)]);
});

test.each<[string, Situation, string, number]>([
  ["missing", { argv: ["--token-file", "t"] }, "the token file /srv/here/t does not exist", 64],
  ["empty", { argv: ["--token-file", "/t"], disk: { "/t": " \n" } }, "the token file /t is empty", 64],
  ["of many lines", { argv: ["--token-file", "/t"], disk: { "/t": "a\nb\n" } }, "the token file /t has more than one line", 64],
  [
    "forbidden",
    { argv: ["--token-file", "/t"], disk: { "/t": { why: "permission denied", denied: true } } },
    "the token file /t cannot be read: permission denied",
    77,
  ],
  [
    "a directory",
    { argv: ["--password-file", "/t"], disk: { "/t": { why: "it is a directory", denied: false } } },
    "the password file /t cannot be read: it is a directory",
    64,
  ],
  ["empty standard input", { argv: ["--token-stdin"], stdinLine: " " }, "--token-stdin found no token on standard input", 64],
])("fails on a credential that is %s", (_, situation, sentence, exit) => {
  expect(find(situation)).toMatchObject({ kind: "failed", sentence, exit, hint: expect.any(String) });
});

test("no secret is in anything that may be shown", () => {
  const gateway = found({ ...config(both("")), env: { OPENCLAW_GATEWAY_TOKEN: "canary-4711" } });
  const { credentials, ...shown } = gateway;
  expect(credentials).toEqual({ token: "canary-4711" });
  expect(JSON.stringify(shown)).not.toMatch(/canary|4711|cfg-token|cfg-pass/u);
  expect(gateway.facts).toContainEqual({ name: "token", value: "set (11 characters)", from: "$OPENCLAW_GATEWAY_TOKEN" });
});
