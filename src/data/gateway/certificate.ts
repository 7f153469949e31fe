// May we talk to whoever shows this certificate? Judged before anything is sent.
import type { Refusal } from "../link-state.ts";

export type Shown = {
  /** The chain leads to a trusted authority and the name fits. */
  readonly trusted: boolean;
  /** OpenSSL's or Node's code when not trusted. */
  readonly problem: string | null;
  /** SHA-256 of the certificate, as Node prints it (AA:BB:…); null when none was shown. */
  readonly fingerprint: string | null;
};

const problems: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: "the gateway's certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "the gateway's certificate comes from an authority this host does not know",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "the gateway's certificate comes from an authority this host does not know",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the gateway's certificate comes from an authority this host does not know",
  CERT_HAS_EXPIRED: "the gateway's certificate has expired",
  CERT_NOT_YET_VALID: "the gateway's certificate is not valid yet; is this host's clock right?",
  ERR_TLS_CERT_ALTNAME_INVALID: "the gateway's certificate is for another name",
};

/** Hex digits only, so that AA:BB, aabb and "SHA256 Fingerprint=…" compare equal. */
const digits = (fingerprint: string): string =>
  fingerprint
    .replace(/^.*=/u, "")
    .replace(/[^0-9a-f]/giu, "")
    .toUpperCase();

const ask = "compare it on the gateway's host: openssl x509 -in CERT.pem -noout -fingerprint -sha256";

/** Null when the connection may go on. A pinned fingerprint decides alone; without one only a trusted chain passes. */
export function refusedCertificate(shown: Shown, pinned: string | null): Refusal | null {
  const seen = shown.fingerprint ?? "none";
  if (pinned !== null) {
    if (shown.fingerprint !== null && digits(shown.fingerprint) === digits(pinned)) return null;
    return {
      code: "TLS_FINGERPRINT",
      why: `the gateway shows certificate ${seen}, expected ${pinned}`,
      fix: `if the certificate was renewed, ${ask}, then --tls-fingerprint ${seen}; if not, somebody else answers there`,
    };
  }
  if (shown.trusted) return null;
  const problem = shown.problem ?? "unknown";
  return {
    code: problem,
    why: `${problems[problem] ?? `the gateway's certificate is not trusted (${problem})`}; its fingerprint is ${seen}`,
    fix: `${ask}; when equal: --tls-fingerprint ${seen}`,
  };
}
