import { describe, expect, test } from "vitest";
import { refusedCertificate } from "../../../src/data/gateway/certificate.ts";

const fingerprint = "AB:CD:".repeat(15) + "AB:CD";
const plain = fingerprint.replaceAll(":", "").toLowerCase();
const other = "00:".repeat(31) + "00";
const trusted = { trusted: true, problem: null, fingerprint };
const selfSigned = { trusted: false, problem: "DEPTH_ZERO_SELF_SIGNED_CERT", fingerprint };

describe("a certificate", () => {
  test.each([
    ["trusted, nothing pinned", trusted, null],
    ["self-signed, pinned", selfSigned, fingerprint],
    ["pinned in lower case without colons", selfSigned, plain],
    ["pinned as openssl prints it", selfSigned, `sha256 Fingerprint=${fingerprint}`],
  ])("%s: goes on", (_name, shown, pinned) => {
    expect(refusedCertificate(shown, pinned)).toBeNull();
  });

  test.each([
    ["another one than pinned", selfSigned, other],
    ["trusted, but another one than pinned", trusted, other],
  ])("%s: both fingerprints are named", (_name, shown, pinned) => {
    const refusal = refusedCertificate(shown, pinned);
    expect(refusal).toMatchObject({ code: "TLS_FINGERPRINT" });
    expect(refusal?.why).toContain(fingerprint);
    expect(refusal?.why).toContain(other);
  });

  test.each([
    ["DEPTH_ZERO_SELF_SIGNED_CERT", /self-signed/u],
    ["CERT_HAS_EXPIRED", /expired/u],
    ["CERT_NOT_YET_VALID", /clock/u],
    ["ERR_TLS_CERT_ALTNAME_INVALID", /another name/u],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", /authority/u],
    ["SOMETHING_ELSE", /SOMETHING_ELSE/u],
  ])("%s, nothing pinned: refused with the fingerprint to pin", (problem, why) => {
    const refusal = refusedCertificate({ ...selfSigned, problem }, null);
    expect(refusal).toMatchObject({ code: problem, why: expect.stringMatching(why) as string });
    expect(refusal?.fix).toContain(`--tls-fingerprint ${fingerprint}`);
  });

  test("an empty pin or no certificate never passes", () => {
    expect(refusedCertificate({ ...selfSigned, fingerprint: null }, "")).not.toBeNull();
    expect(refusedCertificate(selfSigned, "")).not.toBeNull();
  });
});
