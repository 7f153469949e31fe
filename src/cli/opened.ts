// What every way of running needs, opened in order and closed in reverse, also when only half of it could be opened.
import os from "node:os";
import type { Refusal } from "../data/link-state.ts";
import type { Target } from "../data/target.ts";
import { openDemo, type Demo } from "./demo-gateway.ts";
import type { FoundGateway } from "./find/gateway.ts";
import { gatewayKey, memoryIdentityStore, openIdentityStore, type IdentityStore } from "./identity-store.ts";
import { openLog, type Log } from "./log.ts";
import type { Options } from "./options.ts";
import { ownPaths } from "./own-paths.ts";
import { withMissing } from "./refused.ts";
import type { LinkSettings } from "./tapped-link.ts";

export type Opened = {
  readonly target: Target;
  readonly log: Log;
  readonly demo: Demo | null;
  readonly link: LinkSettings;
  /** As they are now: a device token may be replaced by a newer one. */
  readonly credentials: () => LinkSettings["credentials"];
  readonly identities: IdentityStore;
  /** Texts that must never be written: of the finder, of the gateway, grows. */
  readonly secrets: ReadonlySet<string>;
  /** One sentence each, to be told first. */
  readonly notes: readonly string[];
  /** Keeps the token a gateway gave this device, and off the log; a sentence when it could not be kept. */
  readonly keepDeviceToken: (token: string) => string | null;
};

export type OpenedFor = {
  readonly dashboard: boolean;
  readonly onTrouble: (sentence: string) => void;
  /** Of the log; null: it grows. */
  readonly turnLogAtBytes?: number | null;
};

/** `run` gets everything; what it gives is given back once all is closed. */
export async function withOpened<T>(
  { log: logFile }: Pick<Options, "log">,
  found: FoundGateway,
  { dashboard, onTrouble, turnLogAtBytes = null }: OpenedFor,
  run: (opened: Opened) => Promise<T>,
): Promise<T> {
  const notes: string[] = [...found.warnings];
  const log = openLog({ file: logFile, now: Date.now, turnAtBytes: turnLogAtBytes, onFailure: (sentence) => notes.push(sentence) });
  const secrets = new Set<string>();
  const conceal = (secret: string): void => {
    secrets.add(secret);
    log.conceal(secret);
  };
  let demo: Demo | null = null;
  try {
    Object.values(found.credentials).forEach(conceal);
    const identities = found.target.demo === null ? openIdentityStore(ownPaths(process.env, os.homedir()).state) : memoryIdentityStore();
    notes.push(...identities.notes);
    if (found.target.demo !== null) demo = await openDemo(found.target, dashboard);
    const target = demo?.target ?? found.target;
    const key = gatewayKey(target);
    const credentials = (): LinkSettings["credentials"] => {
      if (demo !== null) return { token: demo.token };
      const deviceToken = identities.deviceToken(key);
      if (deviceToken === null) return found.credentials;
      conceal(deviceToken);
      return { ...found.credentials, deviceToken };
    };
    const keepDeviceToken = (token: string): string | null => {
      conceal(token);
      return identities.keepDeviceToken(key, token);
    };
    const { missing } = found;
    const link: LinkSettings = {
      target,
      credentials: credentials(),
      // A key that cannot be kept would leave a new device at every start; a gateway on this host takes us without one.
      identity: identities.stored || !target.local ? identities.identity : null,
      instanceId: identities.instanceId,
      onDeviceToken: (token) => {
        const trouble = keepDeviceToken(token);
        if (trouble !== null) onTrouble(trouble);
      },
      ...(missing === null ? {} : { explain: (refusal: Refusal) => withMissing(refusal, missing) }),
    };
    return await run({ target, log, demo, link, credentials, identities, secrets, notes, keepDeviceToken });
  } finally {
    await demo?.close();
    log.close();
  }
}
