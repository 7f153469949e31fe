import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { profilePort } from "../../../src/cli/find/address.ts";
import { CONFIG, find, found, lock, LOCK, origin, type Situation } from "./disk.ts";

const alive = { "/proc/self/stat": "", "/proc/2343/stat": "" };
const config = (text: string): { readonly disk: Record<string, string> } => ({ disk: { [CONFIG]: text } });

test.each<[string, Situation, string, string]>([
  ["nothing", {}, "ws://127.0.0.1:18789", "default"],
  ["the config", config("{gateway: {port: 19001}}"), "ws://127.0.0.1:19001", `gateway.port in ${CONFIG}`],
  [
    "a variable over the config",
    { ...config("{gateway: {port: 19001}}"), env: { OPENCLAW_GATEWAY_PORT: "19002" } },
    "ws://127.0.0.1:19002",
    "$OPENCLAW_GATEWAY_PORT",
  ],
  ["a variable with an address", { env: { OPENCLAW_GATEWAY_PORT: "0.0.0.0:19002" } }, "ws://127.0.0.1:19002", "$OPENCLAW_GATEWAY_PORT"],
  ["a variable with an IPv6 address", { env: { OPENCLAW_GATEWAY_PORT: "[::]:19002" } }, "ws://127.0.0.1:19002", "$OPENCLAW_GATEWAY_PORT"],
  [
    "a flag over all",
    { ...config("{gateway: {port: 1}}"), env: { OPENCLAW_GATEWAY_PORT: "2", OPENCLAW_GATEWAY_URL: "ws://x:3" }, argv: ["--port", "4"] },
    "ws://127.0.0.1:4",
    "--port",
  ],
  [
    "an address variable over ports",
    { env: { OPENCLAW_GATEWAY_PORT: "2", OPENCLAW_GATEWAY_URL: "ws://10.0.0.3:3" } },
    "ws://10.0.0.3:3",
    "$OPENCLAW_GATEWAY_URL",
  ],
  [
    "an address flag over its variable",
    { env: { OPENCLAW_GATEWAY_URL: "ws://10.0.0.3:3" }, argv: ["--url", "wss://g.example"] },
    "wss://g.example",
    "command line",
  ],
  [
    ".env beside the config",
    { disk: { "/home/ann/.openclaw/.env": "OPENCLAW_GATEWAY_PORT=19005\n" } },
    "ws://127.0.0.1:19005",
    "$OPENCLAW_GATEWAY_PORT in /home/ann/.openclaw/.env",
  ],
  [
    "the old gateway.env",
    { disk: { "/home/ann/.config/openclaw/gateway.env": 'export OPENCLAW_GATEWAY_PORT="19006"' } },
    "ws://127.0.0.1:19006",
    "$OPENCLAW_GATEWAY_PORT in /home/ann/.config/openclaw/gateway.env",
  ],
  ["the running gateway's lock", { disk: { ...alive, [LOCK]: lock({ pid: 2343, port: 19007 }) } }, "ws://127.0.0.1:19007", LOCK],
  [
    "not the lock of a dead gateway",
    { disk: { "/proc/self/stat": "", [LOCK]: lock({ pid: 2343, port: 19007 }) } },
    "ws://127.0.0.1:18789",
    "default",
  ],
  ["not a lock half written", { disk: { ...alive, [LOCK]: '{"pid":2343,"po' } }, "ws://127.0.0.1:18789", "default"],
  ["a profile's own port", { argv: ["--profile", "x"] }, "ws://127.0.0.1:22695", "default of profile x"],
  ["the dev profile's port", { argv: ["--profile", "dev"] }, "ws://127.0.0.1:19001", "--profile dev"],
  [
    "the remote gateway",
    config('{gateway: {mode: "remote", port: 5, remote: {url: "wss://far.ts.net"}}}'),
    "wss://far.ts.net",
    `gateway.remote.url in ${CONFIG}`,
  ],
  [
    "a remote address made of a variable",
    { ...config('{gateway: {mode: "remote", remote: {url: "wss://${FAR}:8443"}}}'), env: { FAR: "far.ts.net" } },
    "wss://far.ts.net:8443",
    `gateway.remote.url in ${CONFIG}`,
  ],
  [
    "--port over the remote gateway",
    { ...config('{gateway: {mode: "remote", remote: {url: "wss://far.ts.net"}}}'), argv: ["--port", "9"] },
    "ws://127.0.0.1:9",
    "--port",
  ],
  ["TLS", config("{gateway: {tls: {enabled: true}}}"), "wss://127.0.0.1:18789", "default"],
])("the address comes from %s", (_, situation, url, from) => {
  const gateway = found(situation);
  expect({ url: gateway.target.url, from: origin(gateway, "gateway") }).toEqual({ url, from });
});

// Every mode listens on 127.0.0.1 too since 2026.8, and a new device is let in only there.
test.each<[string, string]>([
  ['bind: "loopback"', "127.0.0.1"],
  ['bind: "lan"', "127.0.0.1"],
  ['bind: "auto"', "127.0.0.1"],
  ['bind: "tailnet"', "127.0.0.1"],
  ['bind: "custom", customBindHost: "0.0.0.0"', "127.0.0.1"],
  ['bind: "custom", customBindHost: "10.1.2.3"', "127.0.0.1"],
])("with %s it is %s", (bind, host) => {
  expect(found(config(`{gateway: {${bind}}}`)).target.host).toBe(host);
});

test.each([
  ["2026.2.26", "10.1.2.3"],
  ["2026.7.1", "10.1.2.3"],
  ["2026.8.1", "127.0.0.1"],
  ["2026.10.2", "127.0.0.1"],
])("a custom address of release %s is asked at %s", (release, host) => {
  const text = `{meta: {lastTouchedVersion: "${release}"}, gateway: {bind: "custom", customBindHost: "10.1.2.3"}}`;
  expect(found(config(text)).target.host).toBe(host);
});

test.each<[string, Situation, boolean, string]>([
  ["loopback", {}, true, "box"],
  ["localhost", { argv: ["ws://localhost:1"] }, true, "box"],
  ["IPv6 loopback", { argv: ["ws://[::1]:1"] }, true, "box"],
  ["any address", { argv: ["ws://0.0.0.0:1"] }, true, "box"],
  ["its own address", { argv: ["ws://192.168.7.2:1"] }, true, "box"],
  ["its own IPv6 address", { argv: ["ws://[fd00::2]:1"], addresses: ["fd00::2"] }, true, "box"],
  ["its own name", { argv: ["wss://box:1"] }, true, "box"],
  ["another address", { argv: ["ws://192.168.7.3:1"] }, false, "192.168.7.3"],
  ["another name", { argv: ["wss://far.ts.net"] }, false, "far.ts.net"],
  // gateway.mode remote means that no gateway runs here: the near end of a tunnel.
  [
    "a loopback address of a remote gateway",
    config('{gateway: {mode: "remote", remote: {url: "ws://127.0.0.1:18789"}}}'),
    false,
    "127.0.0.1",
  ],
  ["a remote address with a pid", { argv: ["ws://192.168.7.3:1", "--pid", "5"] }, true, "box"],
])("%s is this host: %#", (_, situation, local, name) => {
  const { target } = found(situation);
  expect({ local: target.local, name: target.name }).toEqual({ local, name });
});

test("state and config of this host say nothing of a gateway elsewhere", () => {
  const { target } = found({ ...config("{}"), argv: ["wss://far.ts.net"] });
  expect(target).toMatchObject({ port: 443, stateDir: null, configPath: null });
});

test.each<[string, Situation, RegExp]>([
  ["a bad port variable", { env: { OPENCLAW_GATEWAY_PORT: "many" } }, /^\$OPENCLAW_GATEWAY_PORT is not a port, so it is ignored$/u],
  ["a port that is a text", config('{gateway: {port: "19001"}}'), /^gateway\.port in .* is not a port, so it is ignored$/u],
  ["a port out of range", config("{gateway: {port: 99999}}"), /^gateway\.port in .* is not a port/u],
  [
    "a gateway that listens elsewhere",
    { disk: { ...alive, [CONFIG]: "{gateway: {port: 1}}", [LOCK]: lock({ pid: 2343, port: 2 }) } },
    /pid 2343\) listens on 2, the config says 1: try --port 2/u,
  ],
  ["an address without a port", { argv: ["ws://127.0.0.1"] }, /has no port, so 80 is used/u],
  [
    "a named config that is not there",
    { env: { OPENCLAW_CONFIG_PATH: "/gone.json" } },
    /^there is no config \/gone\.json \(\$OPENCLAW_CONFIG_PATH\)$/u,
  ],
  [
    "a broken config",
    config("{gateway:\n}"),
    /broken: invalid character '\}' at line 2, column 1; flags, environment and defaults still count$/u,
  ],
])("warns of %s and goes on", (_, situation, warning) => {
  expect(found(situation).warnings).toEqual([expect.stringMatching(warning)]);
});

test.each<[string, Situation, string, string]>([
  [
    "a remote gateway without address",
    config('{gateway: {mode: "remote"}}'),
    `gateway.mode in ${CONFIG} is remote, but gateway.remote.url is not set`,
    "set it, or give --url or --port",
  ],
  [
    "a remote address made of nothing",
    config('{gateway: {mode: "remote", remote: {url: "${FAR}"}}}'),
    `gateway.remote.url in ${CONFIG} needs $FAR, which is not set`,
    "set $FAR, or give --url",
  ],
  [
    "a bad address variable",
    { env: { OPENCLAW_GATEWAY_URL: "10.0.0.1:5" } },
    '"10.0.0.1:5" is not a ws:// or wss:// address ($OPENCLAW_GATEWAY_URL)',
    "did you mean ws://10.0.0.1:5?",
  ],
  [
    "a config by flag that is not there",
    { argv: ["--config", "c.json"] },
    "there is no config /srv/here/c.json",
    "--config F takes OpenClaw's openclaw.json",
  ],
])("fails on %s", (_, situation, sentence, hint) => {
  expect(find(situation)).toEqual({ kind: "failed", sentence, hint, exit: 64 });
});

test("a profile's port is OpenClaw's", () => {
  // From `OPENCLAW_PROFILE=x openclaw gateway status --json` of 2026.9.6.
  expect(profilePort("x")).toBe(22_695);
});

const pem = readFileSync(new URL("certificate.pem", import.meta.url), "utf8");
// From `openssl x509 -noout -fingerprint -sha256`.
const print = "48b67f66e906132b757f5342cd8e8b79717b6a999cf0f40e823b8148ba915e03";
const tls = "{gateway: {tls: {enabled: true}}}";

test.each<[string, Situation, string | null]>([
  ["the gateway's own file", { disk: { [CONFIG]: tls, "/home/ann/.openclaw/gateway/tls/gateway-cert.pem": pem } }, print],
  [
    "the file the config names",
    { disk: { [CONFIG]: '{gateway: {tls: {enabled: true, certPath: "~/c.pem"}}}', "/home/ann/c.pem": pem } },
    print,
  ],
  ["a flag", { ...config(tls), argv: ["--tls-fingerprint", "ab".repeat(32)] }, "ab".repeat(32)],
  [
    "the remote gateway's entry",
    config(`{gateway: {mode: "remote", remote: {url: "wss://far", tlsFingerprint: "${"CD:".repeat(31)}CD"}}}`),
    "cd".repeat(32),
  ],
  [
    "nowhere for an address the config does not name",
    { disk: { [CONFIG]: tls, "/home/ann/.openclaw/gateway/tls/gateway-cert.pem": pem }, argv: ["wss://far"] },
    null,
  ],
])("the certificate comes from %s", (_, situation, fingerprint) => {
  const { target, warnings } = found(situation);
  expect({ fingerprint: target.tlsFingerprint, warnings }).toEqual({ fingerprint, warnings: [] });
});

test.each<[string, Situation, RegExp]>([
  ["missing", config(tls), /gateway-cert\.pem does not exist; give --tls-fingerprint SHA256/u],
  [
    "not one",
    { disk: { [CONFIG]: tls, "/home/ann/.openclaw/gateway/tls/gateway-cert.pem": "x" } },
    /gateway-cert\.pem is not a certificate/u,
  ],
  [
    "wrongly pinned",
    config('{gateway: {mode: "remote", remote: {url: "wss://far", tlsFingerprint: "x"}}}'),
    /tlsFingerprint in .* is not a SHA-256 fingerprint/u,
  ],
])("a certificate that is %s is a warning", (_, situation, warning) => {
  const { target, warnings } = found(situation);
  expect({ fingerprint: target.tlsFingerprint, warnings }).toEqual({ fingerprint: null, warnings: [expect.stringMatching(warning)] });
});

test("the demo reads neither files nor variables", () => {
  const gateway = found({
    argv: ["--demo", "frozen"],
    env: { OPENCLAW_GATEWAY_URL: "ws://elsewhere", OPENCLAW_GATEWAY_TOKEN: "t" },
    ...config("{gateway: {port: 5, auth: {token: 'x'}}}"),
  });
  expect(gateway).toMatchObject({
    credentials: {},
    warnings: [],
    target: { demo: "frozen", name: "demo", stateDir: null, configPath: null },
  });
});
