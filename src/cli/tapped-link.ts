// The reading link with a second outlet: whoever watches a restart hears each event as it comes, before the store folds it.
import { decodeHello } from "../data/gateway/decode/hello.ts";
import { decodePush } from "../data/gateway/decode/push.ts";
import type { DeviceIdentity } from "../data/gateway/identity.ts";
import { createLink, type Link, type LinkEvent } from "../data/gateway/link.ts";
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
  /** Says more about a refusal than the gateway can: what the finder saw. */
  readonly explain?: (refusal: Refusal) => Refusal;
};

export type TappedLink = Pick<Link, "start" | "stop" | "methods"> & { readonly tap: LinkTap };

export function createTappedLink(settings: LinkSettings, send: (event: Event) => void): TappedLink {
  const { target, credentials, identity, instanceId, onDeviceToken, explain, scopes } = settings;
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
      request: link.request,
      retryNow: link.retryNow,
      listen: (heard) => {
        listeners.add(heard);
        return () => listeners.delete(heard);
      },
    },
  };
}
