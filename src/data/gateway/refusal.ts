// What the gateway's connect errors mean for the person: one row a code, with the exact next step.
import type { Refusal } from "../link-state.ts";
import type { Manner } from "./connect-params.ts";
import { codeOf, type WireError } from "./frames.ts";
import { lookUp } from "./look-up.ts";

/** What a row may know besides the error. */
export type Circumstances = {
  /** host:port */
  readonly where: string;
  /** The gateway's address is this host's loopback. */
  readonly local: boolean;
  readonly shared: "token" | "password" | "none";
  readonly manner: Manner;
  /** The right asked for; default operator.read. */
  readonly needs?: string;
};

/** `retryInMs` null: knocking again cannot help until the person changed something. */
export type Refused = { readonly verdict: "refused"; readonly refusal: Refusal; readonly retryInMs: number | null };

type Row = { readonly why: string; readonly fix: string; readonly retryInMs?: number };
type RowFor = (error: WireError, circumstances: Circumstances) => Row;

/** Long enough not to be a burden, short enough that an approval is seen while the person still looks. */
const APPROVAL_MS = 5_000;
const SLOW_MS = 10_000;
const RATE_LIMIT_MS = 60_000;

const giveToken = "give gateway.auth.token of its openclaw.json: --token-file FILE, --token-stdin or $OPENCLAW_GATEWAY_TOKEN";
const givePassword = "give gateway.auth.password of its openclaw.json: --password-file FILE or $OPENCLAW_GATEWAY_PASSWORD";
/** Without gateway.auth a gateway makes up a token at every start that nobody else can know. */
const setToken =
  "; if it has no gateway.auth there, set one: openclaw config set gateway.auth.mode token, openclaw config set gateway.auth.token SECRET";
const updateOpenClaw = "on the gateway's host: openclaw doctor, then openclaw update";
const renewKey = "move gatetop's device key aside (gatetop info shows where it is): a new one is made and paired";
const checkClock = "compare `date -u` here and on the gateway's host; signatures are only good for a short time";

const missing: RowFor = () => ({ why: "the gateway wants a token and none was given", fix: `${giveToken}${setToken}` });
const unauthorized: RowFor = (error) => ({
  why: `the gateway did not let us in: ${error.message}`,
  fix: `${giveToken}, or ${givePassword}`,
});
const proxyIdentity: RowFor = (error) => ({
  why: `the gateway trusts a proxy to say who asks, and it did not: ${error.message}`,
  fix: "use the address the proxy serves, or a gateway port with token authentication",
});
const badProof: RowFor = (error) => ({ why: `the gateway does not accept gatetop's device key: ${error.message}`, fix: renewKey });
const controlUi: RowFor = (error) => ({
  why: `the gateway took gatetop for its web page: ${error.message}`,
  fix: "connect to the gateway's own port, not through a proxy that adds an Origin header",
});

/** What a right is for, in the words of a sentence. */
const purposes: Readonly<Record<string, string>> = {
  "operator.read": "reading the gateway's state",
  "operator.write": "aborting runs (operator.write)",
  "operator.admin": "restarting the gateway or its channels (operator.admin)",
};
const purposeOf = ({ needs = "operator.read" }: Circumstances): string => lookUp(purposes, needs) ?? needs;
const acts = ({ needs = "operator.read" }: Circumstances): boolean => needs !== "operator.read";

const pairingReasons: Readonly<Record<string, (circumstances: Circumstances) => string>> = {
  "not-paired": () => "the gateway does not know this device yet",
  "role-upgrade": () => "the device was approved for another role",
  "scope-upgrade": (circumstances) => `the device was approved for less than ${purposeOf(circumstances)}`,
  "metadata-upgrade": () => "the device's description changed since it was approved",
};

/** Fit to stand in a command line: the gateway's own pattern for these ids. */
const requestIdPattern = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/u;

const pairing: RowFor = ({ details, message }, circumstances) => {
  const { requestId, reason, pauseReconnect } = details;
  const id = typeof requestId === "string" && requestIdPattern.test(requestId) ? requestId : null;
  // Watching goes on by itself once it is approved; an action is only ever done when it is asked for.
  const after = acts(circumstances) ? ", then ask for it again" : "";
  return {
    why: `${lookUp(pairingReasons, reason)?.(circumstances) ?? message}; it must be approved on the gateway's host`,
    fix: `${id === null ? "openclaw devices list, then openclaw devices approve REQUEST" : `openclaw devices approve ${id}`}${after}`,
    ...(pauseReconnect === true ? {} : { retryInMs: APPROVAL_MS }),
  };
};

const protocolMismatch: RowFor = ({ details }) => {
  const { expectedProtocol } = details;
  const theirs = typeof expectedProtocol === "number" ? expectedProtocol : null;
  const older = theirs !== null && theirs < 3;
  return {
    why: `the gateway speaks protocol ${theirs ?? "of another version"}, gatetop speaks 3 and 4`,
    fix: older ? updateOpenClaw : "update gatetop: npm install -g gatetop@latest",
  };
};

const rateLimited: RowFor = ({ retryAfterMs }) => ({
  why: "the gateway locked this address out after too many wrong credentials",
  fix: "wait, gatetop tries again by itself; a lock-out also ends when the gateway restarts. Then check the token",
  retryInMs: (retryAfterMs ?? RATE_LIMIT_MS) + 500,
});

const tokenMismatch: RowFor = (_error, { manner, shared }) =>
  manner === "device-token" && shared === "none"
    ? { why: "the gateway no longer accepts the device token it once gave gatetop", fix: giveToken }
    : shared === "none"
      ? { why: "the gateway wants a token and none was given", fix: `${giveToken}${setToken}` }
      : { why: `the gateway does not accept this ${shared}`, fix: giveToken };

export const refusals: Readonly<Record<string, RowFor>> = {
  AUTH_TOKEN_MISMATCH: tokenMismatch,
  AUTH_DEVICE_TOKEN_MISMATCH: tokenMismatch,
  AUTH_TOKEN_MISSING: missing,
  AUTH_REQUIRED: missing,
  AUTH_TOKEN_NOT_CONFIGURED: () => ({
    why: "the gateway is set to token authentication but has no token",
    fix: "on its host: openclaw config set gateway.auth.token SECRET",
  }),
  AUTH_PASSWORD_MISMATCH: (_error, { shared }) => ({
    why: `the gateway does not accept this ${shared === "none" ? "login" : shared}`,
    fix: givePassword,
  }),
  AUTH_PASSWORD_MISSING: () => ({ why: "the gateway wants a password and none was given", fix: givePassword }),
  AUTH_PASSWORD_NOT_CONFIGURED: () => ({
    why: "the gateway is set to password authentication but has no password",
    fix: "on its host: openclaw config set gateway.auth.password SECRET",
  }),
  AUTH_RATE_LIMITED: rateLimited,
  AUTH_SCOPE_MISMATCH: (_error, circumstances) => ({
    why: `the device token was given for other rights than ${purposeOf(circumstances)}`,
    fix: giveToken,
  }),
  AUTH_BOOTSTRAP_TOKEN_INVALID: unauthorized,
  AUTH_UNAUTHORIZED: unauthorized,
  AUTH_TAILSCALE_IDENTITY_MISSING: proxyIdentity,
  AUTH_TAILSCALE_PROXY_MISSING: proxyIdentity,
  AUTH_TAILSCALE_WHOIS_FAILED: proxyIdentity,
  AUTH_TAILSCALE_IDENTITY_MISMATCH: proxyIdentity,
  AUTH_IDENTITY_HEADER_REQUIRED: proxyIdentity,
  AUTH_VERIFIED_USER_REQUIRED: proxyIdentity,
  PAIRING_REQUIRED: pairing,
  NOT_PAIRED: pairing,
  DEVICE_IDENTITY_REQUIRED: (_error, { shared }) =>
    shared === "none"
      ? { why: "the gateway wants a credential and none was given", fix: `${giveToken}${setToken}` }
      : {
          why: "the gateway only lets paired devices in, and gatetop has no device key",
          fix: "make gatetop's state directory writable (gatetop info shows it)",
        },
  DEVICE_AUTH_INVALID: badProof,
  DEVICE_AUTH_DEVICE_ID_MISMATCH: badProof,
  DEVICE_AUTH_PUBLIC_KEY_INVALID: badProof,
  DEVICE_AUTH_SIGNATURE_INVALID: badProof,
  DEVICE_AUTH_SIGNATURE_EXPIRED: () => ({ why: "the gateway finds gatetop's signature too old", fix: checkClock, retryInMs: SLOW_MS }),
  DEVICE_AUTH_NONCE_REQUIRED: badProof,
  DEVICE_AUTH_NONCE_MISMATCH: () => ({
    why: "the gateway expected the answer to another challenge",
    fix: "wait, gatetop tries again; if it stays, something between mixes up connections",
    retryInMs: SLOW_MS,
  }),
  PROTOCOL_MISMATCH: protocolMismatch,
  CLIENT_VERSION_MISMATCH: () => ({ why: "the gateway wants a newer gatetop", fix: "npm install -g gatetop@latest" }),
  CONTROL_UI_ORIGIN_NOT_ALLOWED: controlUi,
  CONTROL_UI_DEVICE_IDENTITY_REQUIRED: controlUi,
  CONTROL_UI_BUILD_MISMATCH: controlUi,
};

/** Every error has an answer; one nobody foresaw says what the gateway said, and is tried again slowly. */
export function refusalFor(error: WireError, circumstances: Circumstances): Refused {
  const code = codeOf(error);
  const row = lookUp(refusals, code)?.(error, circumstances) ?? {
    why: `the gateway refused the connection: ${error.message}`,
    fix: "on the gateway's host: openclaw doctor; then update whichever of gatetop and OpenClaw is older",
    retryInMs: SLOW_MS,
  };
  return { verdict: "refused", refusal: { code, why: row.why, fix: row.fix }, retryInMs: row.retryInMs ?? null };
}

/** Connected without the right that was asked for: without operator.read nothing but liveness would ever be answered. */
export function scopeRefusal(granted: readonly string[], circumstances: Circumstances): Refused {
  const { needs = "operator.read" } = circumstances;
  const given = granted.length === 0 ? "no rights at all" : granted.join(", ");
  const fix =
    circumstances.manner === "deviceless"
      ? "make gatetop's state directory writable (gatetop info shows it), so that it can pair as a device"
      : "openclaw devices list on the gateway's host, then openclaw devices approve the request of gatetop";
  return {
    verdict: "refused",
    refusal: { code: "SCOPE_MISSING", why: `the gateway granted ${given}, not ${needs}`, fix },
    retryInMs: null,
  };
}

const noGateway = /^(?:NOT_A_|TLS_NOT_SPOKEN$|BAD_HELLO$|BAD_URL$|PROTOCOL_MISMATCH$|CLIENT_VERSION_MISMATCH$|HTTP_(?!401|403|407))/u;

/** True for a refusal by something that is no gateway, or speaks another language: it was not reached, rather than not allowed. */
export const reachedNoGateway = ({ code }: Refusal): boolean => noGateway.test(code);
