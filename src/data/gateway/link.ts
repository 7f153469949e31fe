// Our connection to the gateway, kept: dials, introduces itself, hands over what is pushed, asks, and comes back.
import type { Announced, LinkState, Refusal } from "../link-state.ts";
import type { Hello } from "../model/gateway.ts";
import { backoffMs, inRestartWindow, paceOf, type Loss } from "./backoff.ts";
import { connectParams } from "./connect-params.ts";
import { deadlines, openConnection, type Connection } from "./connection.ts";
import type { Ending } from "./ending.ts";
import type { Frame } from "./frames.ts";
import { createIntroductions } from "./introductions.ts";
import { OWN_SESSIONS, type Link, type LinkOptions } from "./link-options.ts";
import { createPending } from "./pending.ts";
import { isLoopback, refusedUrl } from "./plaintext.ts";
import { createPushBatch } from "./push-batch.ts";
import { RpcFailure } from "./rpc-failure.ts";
import { createAlarm, systemTimers } from "./timers.ts";
import { judge, type Verdict } from "./verdict.ts";

const BATCH_MS = 100;
const ROUND_TRIP_EVERY_MS = 250;
const SUBSCRIBE_TIMEOUT_MS = 10_000;
/** An attempt that fails within this is not shown as "connecting": several a second would only flicker. */
const REVEAL_MS = 250;
/** A connection that broke sooner does not reset the back-off, or a gateway that accepts and breaks would be hammered. */
const STABLE_MS = 1_000;

export function createLink(options: LinkOptions): Link {
  const { now, onEvent } = options;
  const timers = options.timers ?? systemTimers;
  const parsed = URL.canParse(options.url) ? new URL(options.url) : null;
  const local = parsed !== null && isLoopback(parsed.hostname);
  const where = parsed?.host ?? "the gateway";

  let state: LinkState = { phase: "idle" };
  let connection: Connection | null = null;
  let generation = 0;
  let failures = 0;
  let lostAt = 0;
  let lastCode: number | null = null;
  let announced: Announced | null = null;
  let lastRoundTripAt = Number.NEGATIVE_INFINITY;

  const retry = createAlarm(timers);
  const reveal = createAlarm(timers);
  const pending = createPending(timers);
  const introductions = createIntroductions({ credentials: options.credentials, identity: options.identity !== null, local, where });
  const batch = createPushBatch({
    timers,
    batchMs: options.batchMs ?? BATCH_MS,
    onPushed: (pushes) => onEvent({ type: "pushed", at: now(), pushes }),
    onGap: (from, to) => onEvent({ type: "gap", at: now(), from, to }),
  });

  function become(next: LinkState): void {
    state = next;
    onEvent({ type: "link", at: now(), link: next });
  }

  const loss = (): Loss => ({ local, now: now(), lostAt, restart: announced?.kind === "restart" ? announced : null });

  /** `shown` false keeps the screen on what it says now unless the attempt takes a while. */
  function attempt(shown: boolean): void {
    retry.clear();
    const refusal = refusedUrl(options.url);
    if (refusal !== null) return refuse(refusal, null);
    const connecting: LinkState = { phase: "connecting", attempt: failures, since: now() };
    if (shown) become(connecting);
    else reveal.set(() => become(connecting), REVEAL_MS);
    // Whoever heard of it may have stopped us.
    if (!shown || state === connecting) dialNow();
  }

  function dialNow(): void {
    generation += 1;
    batch.newConnection();
    const { url, tlsFingerprint, identity, instanceId, version, scopes, caps, decodeHello } = options;
    const asked = { ...(scopes === undefined ? {} : { scopes }), ...(caps === undefined ? {} : { caps }) };
    const manner = introductions.manner();
    const credentials = introductions.credentials();
    connection = openConnection({
      url,
      tlsFingerprint,
      timers,
      deadlines: !local ? deadlines.remote : inRestartWindow(loss()) ? deadlines.restart : deadlines.local,
      silenceMs: options.silenceMs ?? null,
      connectParams: (challenge) => connectParams({ manner, credentials, identity, challenge, instanceId, version, ...asked }),
      decodeHello,
      onHello,
      onFrame,
      onEnd,
    });
  }

  function onHello(hello: Hello, payload: unknown): void {
    reveal.clear();
    announced = null;
    lastCode = null;
    const token = introductions.accepted(payload);
    if (token !== null) onEvent({ type: "device-token", token });
    become({ phase: "open", since: now(), generation, hello });
    const wantsSessions = options.caps?.includes(OWN_SESSIONS) !== true;
    if (wantsSessions && (hello.methods.includes("sessions.subscribe") || hello.methods.length === 0)) subscribe();
  }

  /** Without it the gateway does not push session changes; the subscription ends with the connection. */
  function subscribe(): void {
    const asked = connection;
    request("sessions.subscribe", {}, SUBSCRIBE_TIMEOUT_MS).catch((error: unknown) => {
      if (!(error instanceof RpcFailure)) throw error;
      // The connection it was asked on is gone, and its end has been told.
      if (asked === null || asked !== connection) return;
      // 2026.3.23 lets a client without a device in, names no scopes, and then answers nothing.
      if (error.message.includes("missing scope: operator.read")) asked.fail({ ended: "scope", granted: [] });
      else batch.add({ push: "broken", name: "sessions.subscribe", why: error.message });
    });
  }

  function onFrame(frame: Frame): void {
    if (frame.frame === "event") {
      batch.saw(frame.seq);
      const push = options.decodePush(frame.name, frame.payload, now());
      if (push?.push === "shutdown") announced = push.announced;
      if (push !== null) batch.add(push);
    } else if (frame.frame === "unreadable") batch.add({ push: "broken", name: "frame", why: frame.why });
    else answered(pending.settle(frame));
  }

  function answered(ms: number | null): void {
    const at = timers.monotonicMs();
    if (ms === null || at - lastRoundTripAt < ROUND_TRIP_EVERY_MS) return;
    lastRoundTripAt = at;
    onEvent({ type: "round-trip", at: now(), ms });
  }

  function onEnd(ending: Ending): void {
    connection = null;
    batch.flush();
    if (state.phase === "open") {
      lostAt = now();
      failures = lostAt - state.since >= STABLE_MS ? 0 : failures + 1;
    } else if (introductions.another(ending)) return dialNow();
    else failures += 1;
    reveal.clear();
    const verdict = judge(ending, introductions.circumstances());
    if (verdict.verdict === "waiting") wait(verdict);
    else refuse(introductions.refused(verdict.refusal), verdict.retryInMs);
    pending.failAll("the connection was lost");
  }

  function wait(verdict: Extract<Verdict, { readonly verdict: "waiting" }>): void {
    lastCode = verdict.code ?? lastCode;
    const delayMs = verdict.retryInMs ?? backoffMs(failures, options.random(), paceOf(loss()));
    const why = announced !== null && state.phase === "open" ? `the gateway announced: ${announced.reason}` : verdict.why;
    retry.set(() => attempt(false), delayMs);
    become({ phase: "waiting", since: lostAt, retryAt: now() + delayMs, attempt: failures, why, code: lastCode, announced });
  }

  function refuse(refusal: Refusal, retryInMs: number | null): void {
    // Whoever refuses is there: what was announced before is over.
    announced = null;
    if (retryInMs !== null) retry.set(() => attempt(false), retryInMs);
    become({ phase: "refused", since: now(), refusal, retryAt: retryInMs === null ? null : now() + retryInMs });
  }

  function request(method: string, params: unknown, timeoutMs: number): Promise<unknown> {
    const open = state.phase === "open" ? connection : null;
    if (open === null) return Promise.reject(new RpcFailure("NOT_CONNECTED", `${method}: not connected to the gateway`, false));
    return pending.request(method, params, timeoutMs, open.send);
  }

  return {
    start: () => {
      if (state.phase !== "idle") return;
      lostAt = now();
      failures = 0;
      attempt(true);
    },
    stop: () => {
      if (state.phase === "idle") return;
      retry.clear();
      reveal.clear();
      connection?.drop(1000, "");
      connection = null;
      batch.flush();
      become({ phase: "idle" });
      pending.failAll("gatetop stopped");
    },
    retryNow: () => {
      // While refused the next knock may be under way unseen.
      if (retry.isSet() || (state.phase === "refused" && connection === null)) attempt(true);
    },
    request,
    methods: () => (state.phase === "open" ? state.hello.methods : null),
    unanswered: pending.unanswered,
    answered: pending.answered,
  };
}
