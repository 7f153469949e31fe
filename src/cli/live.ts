// Everything that runs behind a screen, a text frame or a JSON object: store, link, probes and the clock, wired once.
import { createLink, type Link, type LinkEvent } from "../data/gateway/link.ts";
import { decodeHello } from "../data/gateway/decode/hello.ts";
import { decodePush } from "../data/gateway/decode/push.ts";
import type { DeviceIdentity } from "../data/gateway/identity.ts";
import type { Event } from "../data/events.ts";
import type { Refusal } from "../data/link-state.ts";
import type { Source } from "../data/snapshot.ts";
import type { State } from "../data/state.ts";
import { createStore, type Store } from "../data/store.ts";
import type { Target } from "../data/target.ts";
import { initialState, update } from "../data/update.ts";
import { probes } from "../probes/index.ts";
import type { Probes, World } from "../probes/probe.ts";
import { createSchedule } from "../probes/schedule.ts";
import { createWorld } from "../probes/world.ts";
import { version } from "./version.ts";

export type LiveOptions = {
  readonly target: Target;
  readonly credentials: { readonly token?: string; readonly password?: string; readonly deviceToken?: string };
  readonly identity: DeviceIdentity | null;
  readonly instanceId: string;
  readonly columns: number;
  readonly rows: number;
  /** Refresh factor, 1 = as in the sources table. */
  readonly rate: number;
  /** The probes begin this much after the link, so that its handshake does not wait for them; default 0. */
  readonly probesAfterMs?: number;
  /** Sources nobody looks at are not asked; default: all are looked at. */
  readonly visible?: (state: State, source: Source) => boolean;
  /** The demo has no process of its own: its local readings replace the probes of this host. */
  readonly localProbes?: Pick<Probes, "process" | "host" | "unit">;
  readonly onDeviceToken: (token: string) => void;
  /** Says more about a refusal than the gateway can: what the finder saw. */
  readonly explain?: (refusal: Refusal) => Refusal;
  readonly tap?: (event: Event) => void;
};

export type Live = {
  readonly store: Store;
  readonly start: () => void;
  /** Ask these sources now; without a list everything, and knock now when the link waits. */
  readonly refresh: (only?: readonly Source[]) => void;
  readonly stop: () => void;
};

const CLOCK_MS = 1_000;

export function createLive(options: LiveOptions): Live {
  const { target, columns, rows, rate } = options;
  const store = createStore(initialState({ now: Date.now(), columns, rows, rate }), update, options.tap);
  const links: { current: Link | null } = { current: null };
  const world: World = createWorld({
    request: (method, params, timeoutMs) => requireLink(links.current).request(method, params, timeoutMs),
    methods: () => links.current?.methods() ?? null,
  });
  const schedule = createSchedule({
    world,
    probes: { ...probes, ...options.localProbes },
    target,
    state: store.get,
    send: (event) => send(event),
    setTimer: (run, ms) => setTimeout(run, ms),
    clearTimer: (timer) => clearTimeout(timer as NodeJS.Timeout),
    random: Math.random,
    visible: (source) => options.visible?.(store.get(), source) ?? true,
    onReachable: () => {
      // A gateway that came back may also have other credentials, or a mended certificate.
      if (["waiting", "refused"].includes(store.get().link.phase)) links.current?.retryNow();
    },
  });

  function send(event: Event): void {
    store.send(event);
    schedule.heard(event);
  }

  function onLinkEvent(event: LinkEvent): void {
    if (event.type === "device-token") options.onDeviceToken(event.token);
    else if (event.type === "link" && event.link.phase === "refused" && options.explain)
      send({ ...event, link: { ...event.link, refusal: options.explain(event.link.refusal) } });
    else send(event);
  }

  links.current = createLink({
    url: target.url,
    credentials: options.credentials,
    identity: options.identity,
    tlsFingerprint: target.tlsFingerprint,
    instanceId: options.instanceId,
    version,
    now: Date.now,
    random: Math.random,
    onEvent: onLinkEvent,
    decodeHello,
    decodePush,
  });

  const tick = (): void => send({ type: "clock", at: Date.now() });
  let clock: NodeJS.Timeout | null = null;
  let probesTimer: NodeJS.Timeout | null = null;
  return {
    store,
    start: () => {
      send({ type: "target", at: Date.now(), target });
      links.current?.start();
      if (options.probesAfterMs === undefined) schedule.start();
      else probesTimer = setTimeout(schedule.start, options.probesAfterMs);
      clock = setInterval(tick, CLOCK_MS);
    },
    refresh: (only) => {
      if (only === undefined) links.current?.retryNow();
      for (const source of only ?? (["all"] as const)) schedule.refresh(source);
    },
    stop: () => {
      if (clock) clearInterval(clock);
      if (probesTimer) clearTimeout(probesTimer);
      schedule.stop();
      links.current?.stop();
    },
  };
}

function requireLink(link: Link | null): Link {
  if (link === null) throw new Error("asked before the link was made");
  return link;
}
