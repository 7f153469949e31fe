// The guard's reading link: what was announced over it, and now and then a question that costs the gateway nothing.
import type { Event, Push } from "../../data/events.ts";
import { createAlarm, type Timers } from "../../data/gateway/timers.ts";
import type { Sight } from "../../data/guard/sight.ts";
import type { LinkState } from "../../data/link-state.ts";
import { RpcFailure } from "../../data/gateway/rpc-failure.ts";
import type { LinkRung } from "../../probes/guard/eyes.ts";
import type { TappedLink } from "../tapped-link.ts";

export type WatchingLinkParts = {
  readonly link: TappedLink;
  readonly timers: Timers;
  /** Epoch ms. */
  readonly now: () => number;
  /** For people, once: why the link does not tell anything. */
  readonly say: (sentence: string) => void;
  /** Patience with one question; default 2.5 s. */
  readonly rpcMs?: number;
};

type Announced = NonNullable<Sight["announced"]>;

const RPC_EVERY_MS = 30_000;
/** After one that was not answered. */
const RPC_AGAIN_MS = 5_000;
const RPC_MS = 2_500;
/** A collection of garbage may cost one answer. */
const UNANSWERED = 2;
/** Nothing came back. */
const silences: readonly string[] = ["TIMEOUT", "LINK_CLOSED", "NOT_CONNECTED"];

/** Cheapest first; a release that lists nothing knows the last. */
const questions = ["diagnostics.lanes", "last-heartbeat", "system-presence", "status"] as const;

/** After that nothing came of it, or it is over (openclaw-gateway: a suspension is leased for 120 s). A stop holds until the next hello. */
const lastsMs: { readonly [O in Announced["of"]]: number } = { restart: 60_000, stop: Number.POSITIVE_INFINITY, suspension: 135_000 };

/** Refused credentials are not tried again by the link itself; somebody may have mended them. */
const KNOCK_AGAIN_MS = 300_000;
const KNOCK_AT_LAST_MS = 3_600_000;

const phases: { readonly [P in LinkState["phase"]]: Sight["link"]["phase"] } = {
  idle: "closed",
  connecting: "closed",
  waiting: "closed",
  open: "open",
  refused: "refused",
};

const suspends = (phase: string | null): boolean => phase !== null && phase !== "accepting";

/** Started and stopped by itself; its owner asks over the same link. */
export function watchLink({
  link: { tap, start, stop, methods },
  timers,
  now,
  say,
  rpcMs: patienceMs = RPC_MS,
}: WatchingLinkParts): LinkRung {
  const knock = createAlarm(timers);
  let knockMs = KNOCK_AGAIN_MS;
  let announced: Announced | null = null;
  let told: string | null = null;
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let unanswered = 0;

  function heardPush(push: Push, at: number): void {
    if (push.push === "shutdown") announced = { of: push.announced.kind, at };
    if (push.push === "suspension") announced = suspends(push.phase) ? { of: "suspension", at } : null;
  }

  function heardLink(state: LinkState, at: number): void {
    if (state.phase === "open") {
      // Whoever says hello has come back, or was not away.
      announced = suspends(state.hello.suspension) ? { of: "suspension", at } : null;
      knockMs = KNOCK_AGAIN_MS;
      unanswered = 0;
      told = null;
    }
    if (state.phase !== "refused") return;
    if (state.refusal.code !== told) say(`the gateway is watched without its link: ${state.refusal.why}; ${state.refusal.fix}`);
    told = state.refusal.code;
    if (state.retryAt !== null) return;
    knock.set(tap.retryNow, knockMs);
    knockMs = Math.min(KNOCK_AT_LAST_MS, knockMs * 2);
  }

  const hear = (event: Event): void => {
    if (event.type === "link") heardLink(event.link, event.at);
    if (event.type === "pushed") for (const push of event.pushes) heardPush(push, event.at);
  };

  function question(): string {
    const known = methods() ?? [];
    return questions.find((method) => known.includes(method)) ?? "status";
  }

  /** Round trip; null: no answer. A refusal of this one question is an answer too. */
  async function ask(): Promise<number | null> {
    const began = timers.monotonicMs();
    askedAtMs = began;
    try {
      await tap.request(question(), {}, patienceMs);
    } catch (error) {
      if (!(error instanceof RpcFailure)) throw error;
      if (error.code === "TIMEOUT") unanswered += 1;
      if (silences.includes(error.code)) return null;
    }
    unanswered = 0;
    return timers.monotonicMs() - began;
  }

  const isDue = (): boolean => timers.monotonicMs() - askedAtMs >= (unanswered > 0 ? RPC_AGAIN_MS : RPC_EVERY_MS);

  const leave = tap.listen(hear);
  start();
  return {
    look: async (asks) => {
      const asked = tap.state().phase === "open" && (asks === "now" || (asks === "when-due" && isDue()));
      const rpcMs = asked ? await ask() : null;
      const phase = phases[tap.state().phase];
      return { phase, rpcMs, rpcFailed: phase === "open" && unanswered >= UNANSWERED };
    },
    announced: () => {
      if (announced !== null && now() - announced.at > lastsMs[announced.of]) announced = null;
      return announced;
    },
    close: () => {
      knock.clear();
      leave();
      stop();
    },
  };
}
