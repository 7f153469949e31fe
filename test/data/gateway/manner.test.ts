import { describe, expect, test } from "vitest";
import type { Manner } from "../../../src/data/gateway/connect-params.ts";
import type { Ending } from "../../../src/data/gateway/ending.ts";
import { wireError } from "../../../src/data/gateway/frames.ts";
import { firstManner, nextManner, type Means } from "../../../src/data/gateway/manner.ts";

const all: Means = { shared: true, deviceToken: true, identity: true, local: true };
const error = (code: string, details: object = {}, message = "no"): Ending => ({
  ended: "error",
  error: wireError({ code: "INVALID_REQUEST", message, details: { code, ...details } }),
});
const mismatch = error("AUTH_TOKEN_MISMATCH", { canRetryWithDeviceToken: true });

describe("how to introduce ourselves", () => {
  test.each([
    ["token and device", all, "device-shared"],
    ["device token only", { ...all, shared: false }, "device-token"],
    ["device only", { ...all, shared: false, deviceToken: false }, "device-only"],
    ["no device", { ...all, identity: false }, "deviceless"],
  ] as const)("%s", (_name, means, manner) => {
    expect(firstManner(means)).toBe(manner);
  });

  test.each([
    ["wrong token, device token invited", all, ["device-shared"], mismatch, "device-token"],
    ["wrong token, not invited", all, ["device-shared"], error("AUTH_TOKEN_MISMATCH"), null],
    ["wrong token, none kept", { ...all, deviceToken: false }, ["device-shared"], mismatch, null],
    ["both wrong", all, ["device-shared", "device-token"], mismatch, null],
    ["device token died", all, ["device-token"], mismatch, "device-shared"],
    ["device token for other rights", all, ["device-token"], error("AUTH_SCOPE_MISMATCH"), "device-shared"],
    ["device token died, no other", { ...all, shared: false }, ["device-token"], mismatch, null],
    ["proof refused on this host", all, ["device-shared"], error("DEVICE_AUTH_SIGNATURE_INVALID"), "deviceless"],
    ["proof refused elsewhere", { ...all, local: false }, ["device-shared"], error("DEVICE_AUTH_SIGNATURE_INVALID"), null],
    ["no such field", all, ["device-shared"], error("INVALID_REQUEST", {}, "at /device: unexpected property 'nonce'"), "deviceless"],
    ["nothing granted", all, ["device-only"], { ended: "scope", granted: [] }, "deviceless"],
    ["nothing granted without device", all, ["deviceless"], { ended: "scope", granted: [] }, null],
    ["pairing is for the person to decide", all, ["device-shared"], error("PAIRING_REQUIRED"), null],
    ["connection refused", all, ["device-shared"], { ended: "socket", code: "ECONNREFUSED", message: "" }, null],
  ] as const)("%s", (_name, means, tried, ending, next) => {
    expect(nextManner(means, tried as readonly Manner[], ending)).toBe(next);
  });
});
