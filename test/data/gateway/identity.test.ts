import { createHash, createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createIdentity, parseIdentity, proveDevice, serializeIdentity, signedPayload } from "../../../src/data/gateway/identity.ts";

const fields = {
  clientId: "gateway-client",
  clientMode: "ui",
  role: "operator",
  scopes: ["operator.read"],
  signedAt: 1_795_000_000_000,
  token: "secret",
  nonce: "n-1",
  platform: "Linux",
};

describe("a device identity", () => {
  test("its id is the SHA-256 of the raw public key", () => {
    const identity = createIdentity();
    const raw = Buffer.from(identity.publicKey, "base64url");
    expect(raw).toHaveLength(32);
    expect(identity.deviceId).toBe(createHash("sha256").update(raw).digest("hex"));
  });

  test("two are never the same", () => {
    expect(createIdentity().deviceId).not.toBe(createIdentity().deviceId);
  });

  test("the payload is the third version, fields in order, platform in lower case, no family", () => {
    expect(signedPayload("dev", fields)).toBe("v3|dev|gateway-client|ui|operator|operator.read|1795000000000|secret|n-1|linux|");
  });

  test("its signature verifies with the public key it sends, and only for this payload", () => {
    const identity = createIdentity();
    const proof = proveDevice(identity, fields);
    const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: proof.publicKey }, format: "jwk" });
    const signature = Buffer.from(proof.signature, "base64url");
    const holds = (token: string): boolean =>
      verify(null, Buffer.from(signedPayload(identity.deviceId, { ...fields, token })), key, signature);
    expect(holds("secret")).toBe(true);
    expect(holds("other")).toBe(false);
    expect(proof).toMatchObject({ id: identity.deviceId, signedAt: fields.signedAt, nonce: "n-1" });
  });

  test("it survives being written and read", () => {
    const identity = createIdentity();
    const parsed = parseIdentity(serializeIdentity(identity));
    expect(parsed).toMatchObject({ ok: true, identity: { deviceId: identity.deviceId, publicKey: identity.publicKey } });
  });
});

const rsa = generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey.export({ format: "pem", type: "pkcs8" });

test.each([
  ["not JSON", "{", /not JSON/u],
  ["another version", '{"version":2}', /version 1/u],
  ["a list", "[]", /version 1/u],
  ["no key", '{"version":1}', /no privateKey/u],
  ["garbage for a key", '{"version":1,"privateKey":"secret-garbage"}', /not a readable PEM key/u],
  ["another kind of key", JSON.stringify({ version: 1, privateKey: rsa }), /type rsa/u],
  ["somebody else's id", serializeIdentity(createIdentity()).replace(/"deviceId": "./u, '"deviceId": "x'), /does not belong/u],
])("%s is refused with a reason that quotes nothing", (_name, text, why) => {
  const parsed = parseIdentity(text);
  expect(parsed).toMatchObject({ ok: false, why: expect.stringMatching(why) as string });
  expect(JSON.stringify(parsed)).not.toContain("secret-garbage");
});
