// In which order to introduce ourselves when the first way is not accepted.
import type { Manner } from "./connect-params.ts";
import type { Ending } from "./ending.ts";
import { codeOf } from "./frames.ts";

/** What we have to show. `local`: only on its own host does a gateway grant rights without a device. */
export type Means = { readonly shared: boolean; readonly deviceToken: boolean; readonly identity: boolean; readonly local: boolean };

/** The credential the person gave counts before the one the gateway once gave. */
export function firstManner(means: Means): Manner {
  if (!means.identity) return "deviceless";
  if (means.shared) return "device-shared";
  return means.deviceToken ? "device-token" : "device-only";
}

const rejected = new Set([
  "AUTH_TOKEN_MISMATCH",
  "AUTH_TOKEN_MISSING",
  "AUTH_PASSWORD_MISMATCH",
  "AUTH_PASSWORD_MISSING",
  "AUTH_DEVICE_TOKEN_MISMATCH",
  "AUTH_SCOPE_MISMATCH",
]);

const credentialRejected = (ending: Ending): boolean => ending.ended === "error" && rejected.has(codeOf(ending.error));

const deviceTokenInvited = (ending: Ending): boolean =>
  credentialRejected(ending) && ending.ended === "error" && ending.error.details["canRetryWithDeviceToken"] === true;

/** Releases that do not know the device fields, find fault with the proof, or grant a device nothing. */
const deviceRejected = (ending: Ending): boolean =>
  ending.ended === "scope" ||
  (ending.ended === "error" &&
    (codeOf(ending.error).startsWith("DEVICE_AUTH_") || /unexpected property '(?:device|nonce)'/u.test(ending.error.message)));

type Row = { readonly from: readonly Manner[]; readonly to: Manner; readonly when: (ending: Ending, means: Means) => boolean };

const rows: readonly Row[] = [
  { from: ["device-shared"], to: "device-token", when: (ending, means) => means.deviceToken && deviceTokenInvited(ending) },
  { from: ["device-token"], to: "device-shared", when: (ending, means) => means.shared && credentialRejected(ending) },
  { from: ["device-shared", "device-only"], to: "deviceless", when: (ending, means) => means.local && deviceRejected(ending) },
];

/** The next way worth trying at once after `tried` (newest last), or null. */
export function nextManner(means: Means, tried: readonly Manner[], ending: Ending): Manner | null {
  const current = tried.at(-1);
  const row = rows.find(
    ({ from, to, when }) => current !== undefined && from.includes(current) && !tried.includes(to) && when(ending, means),
  );
  return row?.to ?? null;
}
