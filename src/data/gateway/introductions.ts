// Keeps track of how we introduce ourselves: which ways were tried since the last hello, and which one worked.
import type { Refusal } from "../link-state.ts";
import type { Credentials, Manner } from "./connect-params.ts";
import type { Ending } from "./ending.ts";
import { isRecord } from "./frames.ts";
import { firstManner, nextManner, type Means } from "./manner.ts";
import type { Circumstances } from "./refusal.ts";
import { judge } from "./verdict.ts";

export type Introductions = {
  /** The way of the attempt that begins now. */
  readonly manner: () => Manner;
  /** With the newest device token. */
  readonly credentials: () => Credentials;
  readonly circumstances: () => Circumstances;
  /** True when there is another way, worth trying at once. */
  readonly another: (ending: Ending) => boolean;
  /** Takes the undecoded hello-ok; the device token in it when it is a new one, else null. */
  readonly accepted: (payload: unknown) => string | null;
  /** What to tell the person about a round of refusals; the next round begins with the first way again. */
  readonly refused: (last: Refusal) => Refusal;
};

/** The token an undecoded hello-ok gives this device; never part of a decoded one. */
export function deviceTokenOf(payload: unknown): string | null {
  const auth = isRecord(payload) ? payload["auth"] : null;
  const token = isRecord(auth) ? auth["deviceToken"] : null;
  return typeof token === "string" && token !== "" ? token : null;
}

export function sharedKind(credentials: Credentials): Circumstances["shared"] {
  if (credentials.token !== undefined) return "token";
  return credentials.password === undefined ? "none" : "password";
}

export function createIntroductions(options: {
  readonly credentials: Credentials;
  readonly identity: boolean;
  readonly local: boolean;
  readonly where: string;
}): Introductions {
  const { local, where, identity } = options;
  const shared = sharedKind(options.credentials);
  let credentials = options.credentials;
  /** Newest last. */
  let tried: readonly Manner[] = [];
  let firstEnding: Ending | null = null;

  const means = (): Means => ({ shared: shared !== "none", deviceToken: credentials.deviceToken !== undefined, identity, local });
  const manner = (): Manner => tried.at(-1) ?? firstManner(means());
  const circumstances = (): Circumstances => ({ where, local, shared, manner: manner() });

  return {
    manner,
    circumstances,
    credentials: () => credentials,
    another: (ending) => {
      const before = tried.length === 0 ? [manner()] : tried;
      const next = nextManner(means(), before, ending);
      if (next === null) return false;
      firstEnding ??= ending;
      tried = [...before, next];
      return true;
    },
    accepted: (payload) => {
      // The way that worked is the first one next time: showing a refused credential again would count against us.
      tried = [manner()];
      firstEnding = null;
      const token = deviceTokenOf(payload);
      if (token === null || token === credentials.deviceToken) return null;
      credentials = { ...credentials, deviceToken: token };
      return token;
    },
    refused: (last) => {
      const [first] = tried;
      const ending = firstEnding;
      const also = tried.length > 1 && tried.includes("device-token") ? ", nor the device token it once gave gatetop" : "";
      tried = [];
      firstEnding = null;
      if (ending === null || first === undefined) return last;
      // When a second way failed too, the first is the one the person can mend.
      const verdict = judge(ending, { where, local, shared, manner: first });
      return verdict.verdict === "refused" ? { ...verdict.refusal, why: `${verdict.refusal.why}${also}` } : last;
    },
  };
}
