// In which order to introduce ourselves when something is to be changed: the way that leaves the least behind comes first.
import type { Manner } from "../../data/gateway/connect-params.ts";
import type { Ending } from "../../data/gateway/ending.ts";
import { codeOf } from "../../data/gateway/frames.ts";
import type { Means } from "../../data/gateway/manner.ts";

/** One way that did not work, and how it ended. */
export type Tried = { readonly manner: Manner; readonly ending: Ending };

type Row = { readonly manner: Manner; readonly when: (means: Means, tried: readonly Tried[]) => boolean };

const errorCode = (ending: Ending): string => (ending.ended === "error" ? codeOf(ending.error) : "");

/** The credential itself was turned down: showing it again in another way would only count against us. */
const wrongCredential = new Set(["AUTH_TOKEN_MISMATCH", "AUTH_PASSWORD_MISMATCH", "AUTH_DEVICE_TOKEN_MISMATCH"]);
export const credentialRejected = ({ ending }: Tried): boolean => wrongCredential.has(errorCode(ending));

/** Nothing granted (2026.3.23 on loopback, any release elsewhere), or no entry without a device. */
const wantsDevice = ({ ending }: Tried): boolean =>
  ending.ended === "scope" || ["DEVICE_IDENTITY_REQUIRED", "NOT_PAIRED", "PAIRING_REQUIRED"].includes(errorCode(ending));

/** Without a device a gateway on this host grants exactly what is asked and keeps nothing: no pairing, no token, no presence. */
const rows: readonly Row[] = [
  { manner: "deviceless", when: (means) => !means.identity || (means.local && (means.shared || !means.deviceToken)) },
  {
    manner: "device-shared",
    when: (means, tried) => means.identity && means.shared && tried.every(wantsDevice),
  },
  {
    manner: "device-token",
    when: (means, tried) => means.identity && means.deviceToken && (!means.shared || tried.some(credentialRejected)),
  },
  { manner: "device-only", when: (means, tried) => means.identity && !means.shared && !means.deviceToken && tried.every(wantsDevice) },
];

const settled = new Set<Ending["ended"]>(["error", "scope"]);

/** The next way worth trying at once after those that did not work, or null. Only a gateway's own no leads on to another way. */
export function nextWay(means: Means, tried: readonly Tried[]): Manner | null {
  if (tried.some(({ ending }) => !settled.has(ending.ended) || errorCode(ending) === "UNAVAILABLE")) return null;
  const row = rows.find(({ manner, when }) => tried.every((one) => one.manner !== manner) && when(means, tried));
  return row?.manner ?? null;
}
