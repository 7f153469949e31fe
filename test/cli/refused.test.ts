import { describe, expect, test } from "vitest";
import { refusedExit, withMissing } from "../../src/cli/refused.ts";

const refusal = (code: string) => ({ code, why: "why", fix: "fix" });
const missing = { why: "no token was found", fix: "give it with --token-file F" };

describe("what the finder adds to a refusal", () => {
  test.each(["AUTH_TOKEN_MISSING", "AUTH_PASSWORD_MISSING", "DEVICE_IDENTITY_REQUIRED"])("%s: where it looked for a credential", (code) => {
    expect(withMissing(refusal(code), missing)).toEqual({ code, why: "why; no token was found", fix: missing.fix });
  });
  test.each(["PAIRING_REQUIRED", "TLS_FINGERPRINT", "TLS_NOT_SPOKEN", "NOT_A_GATEWAY", "PUBLIC_PLAINTEXT", "PROTOCOL_MISMATCH"])(
    "%s: nothing, its own next step stands",
    (code) => {
      expect(withMissing(refusal(code), missing)).toEqual(refusal(code));
    },
  );
});

describe("exit codes of refusals", () => {
  test.each([
    ["AUTH_TOKEN_MISMATCH", 77],
    ["PAIRING_REQUIRED", 77],
    ["SCOPE_MISSING", 77],
    ["AUTH_RATE_LIMITED", 77],
    ["TLS_FINGERPRINT", 77],
    ["PUBLIC_PLAINTEXT", 77],
    ["HTTP_401", 77],
    ["HTTP_403", 77],
    ["HTTP_404", 69],
    ["HTTP_301", 69],
    ["NOT_A_GATEWAY", 69],
    ["NOT_A_WEBSOCKET", 69],
    ["TLS_NOT_SPOKEN", 69],
    ["PROTOCOL_MISMATCH", 69],
  ] as const)("%s → %d", (code, exit) => {
    expect(refusedExit(refusal(code))).toBe(exit);
  });
});
