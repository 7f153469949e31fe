// The connect request, the first one on every connection. The gateway refuses keys it does not know, so none are extra.
import { proveDevice, type DeviceIdentity, type DeviceProof } from "./identity.ts";

export type Credentials = { readonly token?: string; readonly password?: string; readonly deviceToken?: string };

/** Payload of the event connect.challenge. */
export type Challenge = { readonly nonce: string; readonly ts: number };

/** One way to introduce ourselves. Without a device only a gateway on its own host grants scopes, and only to a backend. */
export type Manner = "device-shared" | "device-token" | "device-only" | "deviceless";

export type ConnectParams = {
  readonly minProtocol: 3;
  readonly maxProtocol: 4;
  readonly client: {
    readonly id: string;
    readonly displayName: string;
    readonly version: string;
    readonly platform: string;
    readonly mode: string;
    readonly instanceId: string;
  };
  readonly role: string;
  readonly scopes: readonly string[];
  readonly caps: readonly string[];
  readonly auth?: Credentials;
  readonly device?: DeviceProof;
};

// The gateway has no id for third parties; this one is the documented choice and shows up in its presence list.
const CLIENT_ID = "gateway-client";
/** Pinned: the gateway ties the platform to the device, and another value would need a new approval. */
const PLATFORM = "linux";
const ROLE = "operator";
/** Monitoring only reads. */
const READ_ONLY = ["operator.read"] as const;

function authFor(manner: Manner, credentials: Credentials): Credentials {
  const { token, password, deviceToken } = credentials;
  if (manner === "device-only") return {};
  if (manner === "device-token") return deviceToken === undefined ? {} : { deviceToken };
  return { ...(token === undefined ? {} : { token }), ...(password === undefined ? {} : { password }) };
}

export function connectParams(input: {
  readonly manner: Manner;
  readonly credentials: Credentials;
  readonly identity: DeviceIdentity | null;
  readonly challenge: Challenge;
  readonly instanceId: string;
  readonly version: string;
  /** Default: operator.read alone. */
  readonly scopes?: readonly string[];
  /** Default: none. */
  readonly caps?: readonly string[];
}): ConnectParams {
  const { manner, identity, challenge } = input;
  const scopes = input.scopes ?? READ_ONLY;
  const mode = manner === "deviceless" ? "backend" : "ui";
  const auth = authFor(manner, input.credentials);
  const device =
    manner === "deviceless" || identity === null
      ? null
      : proveDevice(identity, {
          clientId: CLIENT_ID,
          clientMode: mode,
          role: ROLE,
          scopes,
          signedAt: challenge.ts,
          token: auth.token ?? auth.deviceToken ?? "",
          nonce: challenge.nonce,
          platform: PLATFORM,
        });
  return {
    minProtocol: 3,
    maxProtocol: 4,
    client: { id: CLIENT_ID, displayName: "gatetop", version: input.version, platform: PLATFORM, mode, instanceId: input.instanceId },
    role: ROLE,
    scopes,
    caps: input.caps ?? [],
    ...(Object.keys(auth).length === 0 ? {} : { auth }),
    ...(device === null ? {} : { device }),
  };
}
