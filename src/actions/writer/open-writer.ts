// The second, short-lived connection an action is done over, with the one right it needs. One round of introductions, no retry.
import type { OpenWriter } from "../../data/action/ports.ts";
import type { Credentials } from "../../data/gateway/connect-params.ts";
import type { DeviceIdentity } from "../../data/gateway/identity.ts";
import { deviceTokenOf, sharedKind } from "../../data/gateway/introductions.ts";
import type { Means } from "../../data/gateway/manner.ts";
import { isLoopback, refusedUrl } from "../../data/gateway/plaintext.ts";
import { systemTimers, type Timers } from "../../data/gateway/timers.ts";
import type { Target } from "../../data/target.ts";
import { credentialRejected, nextWay, type Tried } from "./manner.ts";
import { notOpened, refused } from "./not-opened.ts";
import { openSession } from "./session.ts";

export type OpenWriterOptions = {
  readonly target: Pick<Target, "url" | "tlsFingerprint">;
  /** Asked at every opening, so that a token given meanwhile counts. */
  readonly credentials: () => Credentials;
  /** Null when no key could be kept. */
  readonly identity: DeviceIdentity | null;
  readonly instanceId: string;
  readonly version: string;
  /**
   * A device that asks for more rights is given a new token, and the old one is dead from then on: keep it where the
   * reading link finds it, and keep it out of every log.
   */
  readonly keepDeviceToken: (token: string) => void;
  readonly timers?: Timers;
};

/** `scope` is all that is asked for. Resolves always; a gateway that says no is an answer with the next step in it. */
export function createOpenWriter(options: OpenWriterOptions): OpenWriter {
  const { url, tlsFingerprint } = options.target;
  const { identity, instanceId, version, timers = systemTimers } = options;

  return async (scope, timeoutMs) => {
    const badUrl = refusedUrl(url);
    if (badUrl !== null) return refused(badUrl);
    const { host: where, hostname } = new URL(url);
    const local = isLoopback(hostname);
    const credentials = options.credentials();
    const shared = sharedKind(credentials);
    const means: Means = {
      shared: shared !== "none",
      deviceToken: credentials.deviceToken !== undefined,
      identity: identity !== null,
      local,
    };
    const until = timers.monotonicMs() + timeoutMs;
    const onHello = (payload: unknown): void => {
      const token = deviceTokenOf(payload);
      if (token !== null && token !== credentials.deviceToken) options.keepDeviceToken(token);
    };

    const tried: Tried[] = [];
    for (let manner = nextWay(means, tried); manner !== null; manner = nextWay(means, tried)) {
      const left = Math.max(1, until - timers.monotonicMs());
      const given = { url, tlsFingerprint, local, scope, credentials, identity, instanceId, version, timers };
      const session = await openSession({ ...given, manner, timeoutMs: left, onHello });
      if (session.open) return { ok: true, writer: session.writer };
      tried.push({ manner, ending: session.ending });
    }
    // A wrong credential is what the person can mend, whatever else was tried after it.
    const telling = tried.find(credentialRejected) ?? tried.at(-1);
    if (telling === undefined) throw new Error("there is always a first way");
    return notOpened(telling.ending, { where, local, shared, manner: telling.manner, needs: scope });
  };
}
