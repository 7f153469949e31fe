import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { recordedLink, type RecordedLink } from "./recorded-link.ts";
import { scriptedGateway, type ScriptedGateway } from "./scripted-gateway.ts";

const file = (name: string): string => readFileSync(join(import.meta.dirname, "../../fixtures/tls", name), "utf8");
const tls = { key: file("gateway.key"), cert: file("gateway.crt") };
const { fingerprint256 } = new X509Certificate(tls.cert);

let gateway: ScriptedGateway;
let recorded: RecordedLink | null = null;
const started = (url: string, tlsFingerprint: string | null): RecordedLink => {
  recorded = recordedLink(url, { tlsFingerprint });
  recorded.link.start();
  return recorded;
};

beforeEach(async () => {
  gateway = await scriptedGateway({ tls });
});
afterEach(async () => {
  recorded?.link.stop();
  await gateway.close();
});

test.each([
  ["as Node prints it", fingerprint256],
  ["in lower case, without colons", fingerprint256.replaceAll(":", "").toLowerCase()],
])("a self-signed certificate whose fingerprint is pinned %s: open", async (_name, pinned) => {
  const link = started(gateway.url, pinned);
  await (await gateway.peer()).greet();
  await link.phase("open");
});

test("a self-signed certificate, nothing pinned: refused, with the fingerprint to compare; nothing was sent", async () => {
  const { refusal, retryAt } = await started(gateway.url, null).phase("refused");
  expect(refusal.code).toBe("DEPTH_ZERO_SELF_SIGNED_CERT");
  expect(refusal.fix).toContain(`--tls-fingerprint ${fingerprint256}`);
  expect(retryAt).toBeNull();
  expect(gateway.count()).toBe(0);
});

test("another certificate than the pinned one: refused, both named; nothing was sent", async () => {
  const pinned = `${"00:".repeat(31)}00`;
  const { refusal } = await started(gateway.url, pinned).phase("refused");
  expect(refusal.code).toBe("TLS_FINGERPRINT");
  expect(refusal.why).toContain(fingerprint256);
  expect(refusal.why).toContain(pinned);
  expect(gateway.count()).toBe(0);
});

test("wss:// to a port without TLS", async () => {
  const plain = await scriptedGateway();
  const { refusal } = await started(plain.url.replace("ws:", "wss:"), null).phase("refused");
  expect(refusal).toMatchObject({ code: "TLS_NOT_SPOKEN", fix: expect.stringContaining("ws://") as string });
  await plain.close();
});

test("ws:// to a port with TLS", async () => {
  const waiting = await started(gateway.url.replace("wss:", "ws:"), null).phase("waiting");
  expect(waiting.why).toMatch(/broke the connection off.*if it speaks TLS, use wss:/u);
});
