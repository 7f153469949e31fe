// The device identity the gateway pairs: an Ed25519 key pair. Reading and writing the file is the caller's business.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from "node:crypto";

export type DeviceIdentity = {
  /** SHA-256 of the raw public key, hex. */
  readonly deviceId: string;
  /** The raw 32 bytes, base64url. */
  readonly publicKey: string;
  readonly privateKey: KeyObject;
};

/** `device` of the connect request. */
export type DeviceProof = {
  readonly id: string;
  readonly publicKey: string;
  readonly signature: string;
  readonly signedAt: number;
  readonly nonce: string;
};

/** What the signature covers, version 3 of the payload (verified with 2026.3.23 and later). */
export type SignedFields = {
  readonly clientId: string;
  readonly clientMode: string;
  readonly role: string;
  readonly scopes: readonly string[];
  /** `ts` of the challenge, epoch ms. */
  readonly signedAt: number;
  /** Exactly the `auth.token` or `auth.deviceToken` sent, "" when neither is. */
  readonly token: string;
  readonly nonce: string;
  readonly platform: string;
};

/** The raw key is the end of its SPKI form. */
const RAW_BYTES = 32;

function fromPrivateKey(privateKey: KeyObject): DeviceIdentity {
  const raw = createPublicKey(privateKey).export({ format: "der", type: "spki" }).subarray(-RAW_BYTES);
  return { deviceId: createHash("sha256").update(raw).digest("hex"), publicKey: raw.toString("base64url"), privateKey };
}

/**
 * The key leaves the generator as text and is read again: exporting a generated KeyObject stops Node 20 for ever when the garbage
 * collector ends the generator's job meanwhile, because both lock the same key.
 */
export function createIdentity(): DeviceIdentity {
  const { privateKey } = generateKeyPairSync("ed25519", {
    publicKeyEncoding: { format: "der", type: "spki" },
    privateKeyEncoding: { format: "pem", type: "pkcs8" },
  });
  return fromPrivateKey(createPrivateKey(privateKey));
}

/** For a file only its owner may read. */
export function serializeIdentity(identity: DeviceIdentity): string {
  const pem = identity.privateKey.export({ format: "pem", type: "pkcs8" });
  return `${JSON.stringify({ version: 1, deviceId: identity.deviceId, privateKey: pem }, null, 2)}\n`;
}

export type ParsedIdentity = { readonly ok: true; readonly identity: DeviceIdentity } | { readonly ok: false; readonly why: string };

/** Reads what `serializeIdentity` wrote; the reason never quotes the text. */
export function parseIdentity(text: string): ParsedIdentity {
  let stored: unknown;
  try {
    stored = JSON.parse(text);
  } catch {
    return { ok: false, why: "not JSON" };
  }
  const fields = typeof stored === "object" && stored !== null ? (stored as Record<string, unknown>) : {};
  if (fields["version"] !== 1) return { ok: false, why: "not a device key of version 1" };
  if (typeof fields["privateKey"] !== "string") return { ok: false, why: "no privateKey in it" };
  let privateKey: KeyObject;
  try {
    privateKey = createPrivateKey(fields["privateKey"]);
  } catch {
    return { ok: false, why: "privateKey is not a readable PEM key" };
  }
  if (privateKey.asymmetricKeyType !== "ed25519") return { ok: false, why: `a key of type ${privateKey.asymmetricKeyType}, not ed25519` };
  const identity = fromPrivateKey(privateKey);
  if (fields["deviceId"] !== identity.deviceId) return { ok: false, why: "deviceId does not belong to its key" };
  return { ok: true, identity };
}

export function signedPayload(deviceId: string, fields: SignedFields): string {
  return [
    "v3",
    deviceId,
    fields.clientId,
    fields.clientMode,
    fields.role,
    fields.scopes.join(","),
    String(fields.signedAt),
    fields.token,
    fields.nonce,
    fields.platform.toLowerCase(),
    // The device family; we never send one.
    "",
  ].join("|");
}

export function proveDevice(identity: DeviceIdentity, fields: SignedFields): DeviceProof {
  const signature = sign(null, Buffer.from(signedPayload(identity.deviceId, fields)), identity.privateKey).toString("base64url");
  return { id: identity.deviceId, publicKey: identity.publicKey, signature, signedAt: fields.signedAt, nonce: fields.nonce };
}
