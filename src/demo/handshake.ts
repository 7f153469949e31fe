// Whether a connect request is let in, and what is said when not: code, words and close code as the real gateway has them.
import type { WireError } from "./methods.ts";
import type { Client } from "./payloads/presence.ts";
import type { World } from "./world.ts";

type Fields = Readonly<Record<string, unknown>>;

export type Refused = { readonly admitted: false; readonly error: WireError; readonly closeCode: number };
export type Admission = { readonly admitted: true; readonly client: Client } | Refused;

const fieldsOf = (value: unknown): Fields => (typeof value === "object" && value !== null ? (value as Fields) : {});
const textOf = (value: unknown, otherwise: string): string => (typeof value === "string" && value !== "" ? value : otherwise);

const refuse = (closeCode: number, error: WireError): Refused => ({ admitted: false, error, closeCode });

export const notConnected = refuse(1008, {
  code: "INVALID_REQUEST",
  message: "invalid handshake: first request must be connect",
});

function protocolMismatch(world: World, params: Fields): Refused | null {
  const old = world.scenario.release === "2026.5.7";
  const expectedProtocol = old ? 3 : 4;
  const { minProtocol, maxProtocol } = params;
  if (
    typeof minProtocol === "number" &&
    typeof maxProtocol === "number" &&
    minProtocol <= expectedProtocol &&
    maxProtocol >= expectedProtocol
  ) {
    return null;
  }
  const range = old ? {} : { clientMinProtocol: minProtocol, clientMaxProtocol: maxProtocol, minimumProbeProtocol: 3 };
  const details = { code: "PROTOCOL_MISMATCH", ...range, expectedProtocol };
  return refuse(1002, { code: "INVALID_REQUEST", message: "protocol mismatch", details });
}

function wrongToken(params: Fields, token: string): Refused | null {
  const auth = fieldsOf(params["auth"]);
  if (auth["token"] === token) return null;
  if (auth["token"] === undefined && auth["deviceToken"] === undefined) {
    return refuse(1008, {
      code: "NOT_PAIRED",
      message: "device identity required",
      details: { code: "DEVICE_IDENTITY_REQUIRED" },
    });
  }
  return refuse(1008, {
    code: "INVALID_REQUEST",
    message: "unauthorized: gateway token mismatch (provide gateway auth token)",
    details: {
      code: "AUTH_TOKEN_MISMATCH",
      authReason: "token_mismatch",
      canRetryWithDeviceToken: false,
      recommendedNextStep: "update_auth_credentials",
    },
  });
}

const stillStarting = refuse(1013, {
  code: "UNAVAILABLE",
  message: "gateway starting; retry shortly",
  retryable: true,
  retryAfterMs: 500,
  details: { reason: "startup-sidecars" },
});

/** `token` is the one the gateway knows. Any device is taken as paired. */
export function admit(world: World, params: unknown, token: string): Admission {
  const asked = fieldsOf(params);
  if (world.phase.phase === "starting") return stillStarting;
  const refused = protocolMismatch(world, asked) ?? wrongToken(asked, token);
  if (refused !== null) return refused;
  const client = fieldsOf(asked["client"]);
  const device = fieldsOf(asked["device"]);
  const scopes = Array.isArray(asked["scopes"]) ? asked["scopes"].filter((scope): scope is string => typeof scope === "string") : [];
  return {
    admitted: true,
    client: {
      displayName: textOf(client["displayName"], textOf(client["id"], "gateway-client")),
      version: textOf(client["version"], "0"),
      platform: textOf(client["platform"], "linux"),
      mode: textOf(client["mode"], "backend"),
      deviceId: typeof device["id"] === "string" ? device["id"] : null,
      instanceId: typeof client["instanceId"] === "string" ? client["instanceId"] : null,
      scopes,
      since: world.now,
    },
  };
}
