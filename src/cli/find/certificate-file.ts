// A local gateway with TLS usually signs its own certificate: the file on this host says which one to expect.
import { X509Certificate } from "node:crypto";
import path from "node:path";
import type { Found } from "../../data/target.ts";
import type { Files } from "./files.ts";
import { expandHome, type Paths } from "./paths.ts";
import { textAt } from "./records.ts";

/** SHA-256 of the certificate the local gateway serves, or why it is unknown. */
export function localFingerprint(config: unknown, paths: Paths, files: Files): Found<string> | { readonly why: string } {
  const written = textAt(config, "gateway.tls.certPath");
  const file =
    written === null ? path.join(paths.configDir, "gateway", "tls", "gateway-cert.pem") : path.resolve(expandHome(written, paths.home));
  const read = files.read(file);
  if (read.kind === "missing") return { why: `${file} does not exist` };
  if (read.kind === "unreadable") return { why: `${file} cannot be read: ${read.why}` };
  try {
    return { value: new X509Certificate(read.text).fingerprint256.replaceAll(":", "").toLowerCase(), from: file };
  } catch {
    // OpenSSL's message names internals only; that it is no certificate is all there is to say.
    return { why: `${file} is not a certificate` };
  }
}
