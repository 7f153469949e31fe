import { describe, expect, test } from "vitest";
import { wireError } from "../../../src/data/gateway/frames.ts";
import { reachedNoGateway, refusalFor, refusals, scopeRefusal, type Circumstances } from "../../../src/data/gateway/refusal.ts";

const here: Circumstances = { where: "127.0.0.1:18789", local: true, shared: "token", manner: "device-shared" };
const nothing: Circumstances = { ...here, shared: "none", manner: "device-only" };
const kept: Circumstances = { ...here, shared: "none", manner: "device-token" };

// As the gateway sent them (2026.9.6), but for the codes it only has in its list.
const error = (details: object, over: object = {}) => wireError({ code: "INVALID_REQUEST", message: "said the gateway", details, ...over });

describe("what the person is told", () => {
  test.each([
    ["wrong token", error({ code: "AUTH_TOKEN_MISMATCH" }), here, /does not accept this token/u, /--token-file/u, null],
    [
      "token where a password is wanted",
      error({ code: "AUTH_TOKEN_MISMATCH" }),
      { ...here, shared: "password" },
      /this password/u,
      /TOKEN/u,
      null,
    ],
    ["token gone stale", error({ code: "AUTH_TOKEN_MISMATCH" }), kept, /no longer accepts the device token/u, /--token-file/u, null],
    ["same, named by a later release", error({ code: "AUTH_DEVICE_TOKEN_MISMATCH" }), kept, /device token/u, /--token-file/u, null],
    ["no token", error({ code: "AUTH_TOKEN_MISSING" }), nothing, /wants a token/u, /--token-file/u, null],
    [
      "made-up runtime token",
      error({ code: "AUTH_TOKEN_MISSING" }),
      nothing,
      /wants a token/u,
      /config set gateway\.auth\.mode token/u,
      null,
    ],
    [
      "no token, no device",
      error({ code: "DEVICE_IDENTITY_REQUIRED" }),
      nothing,
      /none was given/u,
      /config set gateway\.auth\.token/u,
      null,
    ],
    ["no device, token given", error({ code: "DEVICE_IDENTITY_REQUIRED" }), here, /no device key/u, /gatetop info/u, null],
    ["no token set", error({ code: "AUTH_TOKEN_NOT_CONFIGURED" }), here, /has no token/u, /gateway\.auth\.token/u, null],
    [
      "wrong password",
      error({ code: "AUTH_PASSWORD_MISMATCH" }),
      { ...here, shared: "password" },
      /this password/u,
      /--password-file/u,
      null,
    ],
    ["no password", error({ code: "AUTH_PASSWORD_MISSING" }), nothing, /wants a password/u, /--password-file/u, null],
    ["no password set", error({ code: "AUTH_PASSWORD_NOT_CONFIGURED" }), here, /has no password/u, /gateway\.auth\.password/u, null],
    ["locked out", error({ code: "AUTH_RATE_LIMITED" }, { retryable: true, retryAfterMs: 299_694 }), here, /locked/u, /wait/u, 300_194],
    ["locked out, no time given", error({ code: "AUTH_RATE_LIMITED" }), here, /locked/u, /wait/u, 60_500],
    ["token for more rights", error({ code: "AUTH_SCOPE_MISMATCH" }), kept, /other rights/u, /--token-file/u, null],
    ["proof refused", error({ code: "DEVICE_AUTH_SIGNATURE_INVALID" }), here, /device key/u, /new one is made/u, null],
    ["proof for another id", error({ code: "DEVICE_AUTH_DEVICE_ID_MISMATCH" }), here, /device key/u, /new one/u, null],
    ["proof too old", error({ code: "DEVICE_AUTH_SIGNATURE_EXPIRED" }), here, /too old/u, /date -u/u, 10_000],
    ["proof of another challenge", error({ code: "DEVICE_AUTH_NONCE_MISMATCH" }), here, /another challenge/u, /tries again/u, 10_000],
    ["older gateway", error({ code: "PROTOCOL_MISMATCH", expectedProtocol: 2 }), here, /protocol 2/u, /openclaw update/u, null],
    ["newer gateway", error({ code: "PROTOCOL_MISMATCH", expectedProtocol: 5 }), here, /protocol 5/u, /update gatetop/u, null],
    ["mismatch without numbers", error({ code: "PROTOCOL_MISMATCH" }), here, /another version/u, /update gatetop/u, null],
    ["origin", error({ code: "CONTROL_UI_ORIGIN_NOT_ALLOWED" }), here, /web page/u, /Origin/u, null],
    ["control ui", error({ code: "CONTROL_UI_DEVICE_IDENTITY_REQUIRED" }), here, /web page/u, /own port/u, null],
    ["no identity from tailscale", error({ code: "AUTH_TAILSCALE_IDENTITY_MISSING" }), here, /proxy/u, /token authentication/u, null],
    ["a code nobody knows", error({ code: "AUTH_MOON_PHASE" }), here, /said the gateway/u, /openclaw doctor/u, 10_000],
    ["a name every object has", error({ code: "constructor" }), here, /said the gateway/u, /openclaw doctor/u, 10_000],
    ["no details at all", wireError({ code: "INVALID_REQUEST", message: "invalid role" }), here, /invalid role/u, /doctor/u, 10_000],
  ] as const)("%s", (_name, given, circumstances, why, fix, retryInMs) => {
    const verdict = refusalFor(given, circumstances);
    expect(verdict.refusal.why).toMatch(why);
    expect(verdict.refusal.fix).toMatch(fix);
    expect(verdict.retryInMs).toBe(retryInMs);
  });

  test("every row has a cause, a next step, and keeps the gateway's code", () => {
    for (const code of Object.keys(refusals)) {
      const { refusal } = refusalFor(error({ code }), here);
      expect(refusal.code).toBe(code);
      expect(refusal.why.length).toBeGreaterThan(10);
      expect(refusal.fix.length).toBeGreaterThan(10);
    }
  });
});

describe("pairing", () => {
  const pairing = (details: object) =>
    refusalFor(wireError({ code: "NOT_PAIRED", message: "m", details: { code: "PAIRING_REQUIRED", ...details } }), here);

  test.each([
    ["not-paired", /does not know this device/u],
    ["scope-upgrade", /less than reading/u],
    ["metadata-upgrade", /changed since it was approved/u],
    ["role-upgrade", /another role/u],
    ["something-new", /^m;/u],
  ])("%s: the exact command, and it is tried again by itself", (reason, why) => {
    const verdict = pairing({ reason, requestId: "1721e858-bfab-4db8-bb25-66322a3a1c7f" });
    expect(verdict.refusal).toMatchObject({
      code: "PAIRING_REQUIRED",
      fix: "openclaw devices approve 1721e858-bfab-4db8-bb25-66322a3a1c7f",
      why: expect.stringMatching(why) as string,
    });
    expect(verdict.retryInMs).toBe(5_000);
  });

  test.each([["; rm -rf ~"], ["$(id)"], ["a b"], [7], [undefined]])("the request id %j never becomes part of a command", (requestId) => {
    expect(pairing({ requestId }).refusal.fix).toBe("openclaw devices list, then openclaw devices approve REQUEST");
  });

  test("a gateway that asks us to pause is not asked again", () => {
    expect(pairing({ requestId: "r", pauseReconnect: true }).retryInMs).toBeNull();
  });
});

describe("for an action", () => {
  const acting: Circumstances = { ...here, needs: "operator.admin" };

  test("an approval is needed: the right it was asked for, and that nothing is done by itself afterwards", () => {
    const details = { code: "PAIRING_REQUIRED", reason: "scope-upgrade", requestId: "r1" };
    const { refusal } = refusalFor(wireError({ code: "NOT_PAIRED", message: "m", details }), acting);
    expect(refusal.why).toMatch(/approved for less than restarting the gateway or its channels \(operator\.admin\)/u);
    expect(refusal.fix).toBe("openclaw devices approve r1, then ask for it again");
  });

  test("a device token for reading", () => {
    expect(refusalFor(error({ code: "AUTH_SCOPE_MISMATCH" }), { ...acting, needs: "operator.write" }).refusal.why).toBe(
      "the device token was given for other rights than aborting runs (operator.write)",
    );
  });

  test("less granted than asked", () => {
    expect(scopeRefusal(["operator.read"], acting).refusal.why).toBe("the gateway granted operator.read, not operator.admin");
  });
});

test.each([
  ["NOT_A_GATEWAY", true],
  ["HTTP_502", true],
  ["HTTP_403", false],
  ["AUTH_TOKEN_MISMATCH", false],
  ["PAIRING_REQUIRED", false],
])("%s: no gateway reached is %s", (code, expected) => {
  expect(reachedNoGateway({ code, why: "w", fix: "f" })).toBe(expected);
});

test.each([
  ["deviceless", [], /no rights at all/u, /state directory/u],
  ["device-shared", ["operator.talk"], /operator\.talk/u, /devices approve/u],
] as const)("connected as %s without operator.read", (manner, granted, why, fix) => {
  const { refusal } = scopeRefusal(granted, { ...here, manner });
  expect(refusal).toMatchObject({
    code: "SCOPE_MISSING",
    why: expect.stringMatching(why) as string,
    fix: expect.stringMatching(fix) as string,
  });
});
