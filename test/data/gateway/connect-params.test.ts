import { createPublicKey, verify } from "node:crypto";
import { describe, expect, test } from "vitest";
import { connectParams, type Manner } from "../../../src/data/gateway/connect-params.ts";
import { createIdentity, signedPayload } from "../../../src/data/gateway/identity.ts";

const identity = createIdentity();
const build = (manner: Manner, credentials: Parameters<typeof connectParams>[0]["credentials"] = { token: "t", deviceToken: "d" }) =>
  connectParams({ manner, credentials, identity, challenge: { nonce: "n", ts: 5 }, instanceId: "i", version: "0.1.0" });

// The gateway closes with "unexpected property" on any other key (schema ConnectParams, additionalProperties false).
const allowed = ["minProtocol", "maxProtocol", "client", "role", "scopes", "caps", "auth", "device"];
const allowedClient = ["id", "displayName", "version", "platform", "mode", "instanceId"];

describe("the connect request", () => {
  test.each(["device-shared", "device-token", "device-only", "deviceless"] as const)("%s: no key the gateway does not know", (manner) => {
    const params = build(manner);
    expect(allowed).toEqual(expect.arrayContaining(Object.keys(params)));
    expect(Object.keys(params.client).toSorted()).toEqual(allowedClient.toSorted());
    expect(Object.values(JSON.parse(JSON.stringify(params)) as object)).not.toContain(null);
  });

  test("asks to read, nothing more, and speaks both protocols", () => {
    expect(build("device-shared")).toMatchObject({ minProtocol: 3, maxProtocol: 4, role: "operator", scopes: ["operator.read"] });
  });

  test("an action asks for the one right it needs, and its device signs for exactly that", () => {
    const given = { credentials: { token: "t" }, identity, challenge: { nonce: "n", ts: 5 }, instanceId: "i", version: "0.1.0" };
    const params = connectParams({ ...given, manner: "device-shared", scopes: ["operator.admin"] });
    expect(params.scopes).toEqual(["operator.admin"]);
    const signed = {
      clientId: "gateway-client",
      clientMode: "ui",
      role: "operator",
      signedAt: 5,
      token: "t",
      nonce: "n",
      platform: "linux",
    };
    const payload = signedPayload(identity.deviceId, { ...signed, scopes: ["operator.admin"] });
    const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: identity.publicKey }, format: "jwk" });
    expect(verify(null, Buffer.from(payload), key, Buffer.from(params.device?.signature ?? "", "base64url"))).toBe(true);
  });

  test.each([
    ["device-shared", { token: "t", deviceToken: "d" }, { token: "t" }, "ui", "t"],
    ["device-shared", { password: "p", deviceToken: "d" }, { password: "p" }, "ui", ""],
    ["device-shared", { token: "t", password: "p" }, { token: "t", password: "p" }, "ui", "t"],
    ["device-token", { token: "t", deviceToken: "d" }, { deviceToken: "d" }, "ui", "d"],
    ["device-only", {}, undefined, "ui", ""],
  ] as const)("%s with %j sends %j, mode %s, and signs exactly that token", (manner, credentials, auth, mode, signed) => {
    const params = build(manner, credentials);
    expect(params.auth).toEqual(auth);
    expect(params.client).toMatchObject({ id: "gateway-client", mode, platform: "linux", displayName: "gatetop" });
    const payload = signedPayload(identity.deviceId, {
      clientId: "gateway-client",
      clientMode: mode,
      role: "operator",
      scopes: ["operator.read"],
      signedAt: 5,
      token: signed,
      nonce: "n",
      platform: "linux",
    });
    const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: identity.publicKey }, format: "jwk" });
    expect(verify(null, Buffer.from(payload), key, Buffer.from(params.device?.signature ?? "", "base64url"))).toBe(true);
  });

  test("without a device it is a backend, the only client a gateway on this host trusts without one", () => {
    expect(build("deviceless")).toMatchObject({ client: { mode: "backend" }, auth: { token: "t" } });
    expect(build("deviceless").device).toBeUndefined();
  });

  test.each<[string, { readonly caps?: readonly string[] }, readonly string[]]>([
    ["nothing is said of the client by default", {}, []],
    ["one that wants no events of others' sessions says so", { caps: ["session-scoped-events"] }, ["session-scoped-events"]],
  ])("%s", (_, given, caps) => {
    const common = { credentials: { token: "t" }, identity, challenge: { nonce: "n", ts: 5 }, instanceId: "i", version: "0.1.0" };
    expect(connectParams({ ...common, manner: "device-shared", ...given }).caps).toEqual(caps);
  });
});
