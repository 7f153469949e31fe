// The reading link with a second outlet: whoever watches a restart hears each event as it comes, before the store folds it.
import { decodeHello } from "../data/gateway/decode/hello.ts";
import { decodePush } from "../data/gateway/decode/push.ts";
import type { DeviceIdentity } from "../data/gateway/identity.ts";
import { createLink } from "../data/gateway/link.ts";
import type { Link, LinkEvent } from "../data/gateway/link-options.ts";
import { PREFLIGHT, withoutOwn } from "../data/gateway/own-requests.ts";
import { systemTimers } from "../data/gateway/timers.ts";
import type { LinkTap } from "../data/action/ports.ts";
import type { Event } from "../data/events.ts";
import type { LinkState, Refusal } from "../data/link-state.ts";
import type { Target } from "../data/target.ts";
import { version } from "./version.ts";

export type LinkSettings = {
  readonly target: Target;
  readonly credentials: { readonly token?: string; readonly password?: string; readonly deviceToken?: string };
  readonly identity: DeviceIdentity | null;
  readonly instanceId: string;
  readonly onDeviceToken: (token: string) => void;
  /** Beyond operator.read; what a person asked for in the config file. */
  readonly scopes?: readonly string[];
  /** As of LinkOptions. */
  readonly caps?: readonly string[];
  /** Says more about a refusal than the gateway can: what the finder saw. */
  readonly explain?: (refusal: Refusal) => Refusal;
};

export type TappedLink = Pick<Link, "start" | "stop" | "methods"> & { readonly tap: LinkTap };

/** Our own questions are answered in a few ms; a gateway that takes longer is asked all the same. */
const ANSWERED_MS = 500;

/** Asked when nothing else of ours is under way; what is asked meanwhile is left out where the answer names it. */
async function askPreflight(link: Link, params: unknown, timeoutMs: number): Promise<unknown> {
  const before = link.unanswered();
  if (before.length > 0) await orAfter(link.answered(), ANSWERED_MS);
  const payload = await link.request(PREFLIGHT, params, timeoutMs);
  return withoutOwn(payload, [...before, ...link.unanswered()]);
}

async function orAfter(done: Promise<void>, ms: number): Promise<void> {
  let timer: unknown = null;
  const late = new Promise<void>((resolve) => {
    timer = systemTimers.set(resolve, ms);
  });
  await Promise.race([done, late]);
  systemTimers.clear(timer);
}

export function createTappedLink(settings: LinkSettings, send: (event: Event) => void): TappedLink {
  const { target, credentials, identity, instanceId, onDeviceToken, explain, scopes, caps } = settings;
  let state: LinkState = { phase: "idle" };
  const listeners = new Set<(event: Event) => void>();

  function hear(event: Event): void {
    if (event.type === "link") state = event.link;
    for (const heard of listeners) heard(event);
    send(event);
  }

  function onEvent(event: LinkEvent): void {
    if (event.type === "device-token") return onDeviceToken(event.token);
    const refused = event.type === "link" && event.link.phase === "refused" && explain !== undefined;
    hear(refused ? { ...event, link: { ...event.link, refusal: explain(event.link.refusal) } } : event);
  }

  const link = createLink({
    url: target.url,
    credentials,
    identity,
    tlsFingerprint: target.tlsFingerprint,
    instanceId,
    version,
    ...(scopes === undefined ? {} : { scopes: ["operator.read", ...scopes] }),
    ...(caps === undefined ? {} : { caps }),
    now: Date.now,
    random: Math.random,
    onEvent,
    decodeHello,
    decodePush,
  });
  return {
    start: link.start,
    stop: link.stop,
    methods: link.methods,
    tap: {
      state: () => state,
      request: (method, params, timeoutMs) =>
        method === PREFLIGHT ? askPreflight(link, params, timeoutMs) : link.request(method, params, timeoutMs),
      retryNow: link.retryNow,
      listen: (heard) => {
        listeners.add(heard);
        return () => listeners.delete(heard);
      },
    },
  };
}
