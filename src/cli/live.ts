// Everything that runs behind a screen, a text frame or a JSON object: store, link, probes and the clock, wired once.
import type { AlertSettings } from "../data/alerts/settings.ts";
import type { Event } from "../data/events.ts";
import type { Source } from "../data/snapshot.ts";
import type { State } from "../data/state.ts";
import { createStore, type Store } from "../data/store.ts";
import { initialState, update } from "../data/update.ts";
import { probes } from "../probes/index.ts";
import type { Probes, World } from "../probes/probe.ts";
import { createSchedule } from "../probes/schedule.ts";
import { createWorld } from "../probes/world.ts";
import type { FirstScreen } from "./first-screen.ts";
import { createTappedLink, type LinkSettings, type TappedLink } from "./tapped-link.ts";

export type LiveOptions = LinkSettings & {
  readonly columns: number;
  readonly rows: number;
  /** Refresh factor, 1 = as in the sources table. */
  readonly rate: number;
  /** Why nothing may be changed from here; null: it may. */
  readonly readonly: string | null;
  readonly settings: AlertSettings;
  /** Colours and mouse; default: dark, and none. */
  readonly screen?: FirstScreen;
  /** The probes begin this much after the link, so that its handshake does not wait for them; default 0. */
  readonly probesAfterMs?: number;
  /** Sources nobody looks at are not asked; default: all are looked at. */
  readonly visible?: (state: State, source: Source) => boolean;
  /** The demo has no process of its own: its local readings replace the probes of this host. */
  readonly localProbes?: Partial<Probes>;
  readonly tap?: (event: Event) => void;
};

export type Live = {
  readonly store: Store;
  /** The reading link, for whoever watches a restart. */
  readonly link: Pick<TappedLink, "tap" | "methods">;
  /** The same door the probes use. */
  readonly send: (event: Event) => void;
  readonly start: () => void;
  /** Ask these sources now; without a list everything, and knock now when the link waits. */
  readonly refresh: (only?: readonly Source[]) => void;
  readonly stop: () => void;
};

const CLOCK_MS = 1_000;

export function createLive(options: LiveOptions): Live {
  const { target, columns, rows, rate, readonly, settings } = options;
  const store = createStore(
    initialState({ now: Date.now(), columns, rows, rate, readonly, settings, ...options.screen }),
    update,
    options.tap,
  );
  const link = createTappedLink(options, (event) => send(event));
  const world: World = createWorld({ request: link.tap.request, methods: link.methods });
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
      if (["waiting", "refused"].includes(store.get().link.phase)) link.tap.retryNow();
    },
  });

  function send(event: Event): void {
    store.send(event);
    schedule.heard(event);
  }

  const tick = (): void => send({ type: "clock", at: Date.now() });
  let clock: NodeJS.Timeout | null = null;
  let probesTimer: NodeJS.Timeout | null = null;
  return {
    store,
    link,
    send,
    start: () => {
      send({ type: "target", at: Date.now(), target: { ...target, ownInstanceId: options.instanceId } });
      link.start();
      if (options.probesAfterMs === undefined) schedule.start();
      else probesTimer = setTimeout(schedule.start, options.probesAfterMs);
      clock = setInterval(tick, CLOCK_MS);
    },
    refresh: (only) => {
      if (only === undefined) link.tap.retryNow();
      for (const source of only ?? (["all"] as const)) schedule.refresh(source);
    },
    stop: () => {
      if (clock) clearInterval(clock);
      if (probesTimer) clearTimeout(probesTimer);
      schedule.stop();
      link.stop();
    },
  };
}
