// Messages, deliveries, webhooks and model calls: what the diagnostics ring tells of the last five minutes.
import { clockAheadMs } from "../channels/deaf-accounts.ts";
import { current } from "../facts.ts";
import { RECENT_MS } from "../recent-records.ts";
import { failedShare, recentTraffic, type RecentTraffic, type Tally } from "../recent-traffic.ts";
import type { State } from "../state.ts";
import { percentile } from "../traffic.ts";
import { age, latency, percent } from "../units.ts";
import type { Check, Evidence, Finding, Judging, Rule, Threshold } from "./alert.ts";
import { joined, judged, unknown } from "./judged.ts";
import { quotedFrom, read } from "./read-from.ts";
import { beyond, graded } from "./threshold.ts";

const SPAN = age(RECENT_MS);
const NO_RING = "the diagnostics ring was not read lately";

const told = (state: State): RecentTraffic | null => (current(state, "stability").kind === "ok" ? recentTraffic(state) : null);
const fromRing = (state: State, label: string, value: string): Evidence => quotedFrom(state, "stability", label, value);

const SLOW: Threshold = { quantity: "95 % of messages take at most", unit: "s", warn: 30, crit: 120, hysteresis: 0.05 };
/** Of fewer, one slow message is 95 % of them. */
const LEAST_MESSAGES = 5;

function messageSlow(state: State, judging: Judging): Check {
  const traffic = told(state);
  if (traffic === null) return unknown(NO_RING);
  const p95Ms = traffic.durationsMs.length < LEAST_MESSAGES ? null : percentile(traffic.durationsMs, 0.95);
  const slow = p95Ms === null ? null : beyond(p95Ms / 1_000, SLOW, judging, "messages");
  if (p95Ms === null || slow === null) return judged();
  const half = latency(percentile(traffic.durationsMs, 0.5) ?? 0);
  const message = `slow: 5 % take over ${latency(p95Ms)}, half over ${half} (${traffic.durationsMs.length} in ${SPAN})`;
  return judged({
    subject: "messages",
    message,
    evidence: [fromRing(state, "p95", latency(p95Ms)), fromRing(state, "p50", half)],
    ...graded(slow),
  });
}

const ERRORS: Threshold = { quantity: "failures among messages", unit: "%", warn: 5, crit: 25, hysteresis: 0.05 };

function errorRate(state: State, judging: Judging): Check {
  const traffic = told(state);
  if (traffic === null) return unknown(NO_RING);
  const { failed, messages, share } = failedShare(traffic);
  if (share === null) return judged();
  const high = beyond(share * 100, ERRORS, judging, "messages");
  const evidence = [fromRing(state, "failed", String(failed)), fromRing(state, "messages", String(messages))];
  return judged(
    high && { subject: "messages", message: `${percent(share)} fail: ${failed} of ${messages} in ${SPAN}`, evidence, ...graded(high) },
  );
}

const WEBHOOKS: Threshold = { quantity: "webhooks received and not processed in 5 min", unit: "count", warn: 2, crit: null, hysteresis: 0 };

function webhooks(state: State, judging: Judging): Check {
  const traffic = told(state);
  if (traffic === null) return unknown(NO_RING);
  const { received, processed, errors } = traffic.webhooks;
  const lost = received - processed - errors;
  const many = beyond(lost, WEBHOOKS, judging, "webhooks");
  const evidence = [
    fromRing(state, "received", String(received)),
    fromRing(state, "processed", String(processed)),
    fromRing(state, "errors", String(errors)),
  ];
  const message = `${lost} of ${received} received in ${SPAN} were not processed: refused, or lost`;
  return judged(many && { subject: "webhooks", message, evidence, ...graded(many) });
}

/** A class name that every error has. */
const SAYS_NOTHING = "Error";

const byTimes = ({ reasons }: Tally): readonly (readonly [string, number])[] =>
  [...reasons].filter(([reason]) => reason !== SAYS_NOTHING).sort(([, a], [, b]) => b - a);

/** `timeout 3, rate limit 1`, the most frequent first. */
const reasonsOf = (tally: Tally): string =>
  byTimes(tally)
    .map(([reason, count]) => `${reason.replaceAll("_", " ")} ${count}`)
    .join(", ");

const commonest = (tally: Tally): string | undefined => byTimes(tally)[0]?.[0];

/** When it began to fail, by our clock. */
function beginning(state: State, { failingSince }: Tally): Pick<Finding, "since"> {
  return failingSince === null ? {} : { since: failingSince - clockAheadMs(state) };
}

const DELIVERIES: Threshold = { quantity: "failed deliveries of a channel in 5 min", unit: "count", warn: 2, crit: null, hysteresis: 0 };

function failedDelivery(state: State, judging: Judging) {
  return ([channel, tally]: readonly [string, Tally]): Finding | null => {
    const many = beyond(tally.errors, DELIVERIES, judging, channel);
    const cause = commonest(tally);
    return (
      many && {
        subject: channel,
        message: joined(`${tally.errors} of ${tally.errors + tally.done} deliveries failed in ${SPAN}`, reasonsOf(tally)),
        ...beginning(state, tally),
        ...(cause === undefined ? {} : { cause }),
        evidence: [fromRing(state, "failed", String(tally.errors)), fromRing(state, "delivered", String(tally.done))],
        ...graded(many),
      }
    );
  };
}

/** What the gateway gave up on, kept until a person looks. */
function givenUp(state: State): readonly Finding[] {
  const health = current(state, "health");
  if (health.kind !== "ok") return [];
  const now = state.now + clockAheadMs(state);
  return (health.value.failedDeliveries ?? [])
    .filter(({ count }) => count > 0)
    .map(({ queue, direction, count, oldestAt }): Finding => {
      const oldest = oldestAt === null ? "" : `, the oldest ${age(now - oldestAt)} ago`;
      const what = direction === "in" ? "messages in were given up" : "messages out were given up";
      return {
        subject: queue,
        message: `${count} ${what}${oldest}`,
        evidence: [quotedFrom(state, "health", "given up", String(count))],
      };
    });
}

function deliveryErrors(state: State, judging: Judging): Check {
  const traffic = told(state);
  const up = givenUp(state);
  if (traffic === null && up.length === 0) return unknown(NO_RING);
  return judged(...[...(traffic?.deliveries ?? [])].map(failedDelivery(state, judging)), ...up);
}

const CALLS: Threshold = { quantity: "failed calls of a provider in 5 min", unit: "count", warn: 2, crit: null, hysteresis: 0 };

function modelErrors(state: State, judging: Judging): Check {
  const traffic = told(state);
  const health = current(state, "health");
  const degraded = health.kind === "ok" && health.value.modelRuntimeDegraded === true;
  if (traffic === null && !degraded) return unknown(NO_RING);
  const findings = [...(traffic?.modelCalls ?? [])].map(([provider, tally]): Finding | null => {
    const many = beyond(tally.errors, CALLS, judging, provider);
    const all = tally.done === 0;
    const words = all ? `all ${tally.errors} calls failed` : `${tally.errors} of ${tally.errors + tally.done} calls failed`;
    const evidence = [fromRing(state, "failed", String(tally.errors)), fromRing(state, "answered", String(tally.done))];
    return (
      many && {
        subject: provider,
        ...beginning(state, tally),
        message: joined(`${words} in ${SPAN}`, reasonsOf(tally)),
        evidence,
        ...(all ? { severity: "crit" } : graded(many)),
      }
    );
  });
  const runtime: Finding | null = degraded
    ? {
        subject: "model runtime",
        message: "degraded, by the gateway's own word",
        evidence: [quotedFrom(state, "health", "degraded", "yes")],
      }
    : null;
  return judged(...findings, runtime);
}

const ring = (types: string, since = "2026.5") => read("stability", types, since);

export const messageRules: readonly Rule[] = [
  {
    id: "message-slow",
    title: "Messages are answered late",
    topic: "message",
    severity: "warn",
    holdMs: 30_000,
    clearMs: 60_000,
    reason: "who waits half a minute for an answer writes again, and makes it worse",
    remedy: "see what runs and what waits (sessions, queues)",
    threshold: SLOW,
    readFrom: [ring("message.processed durationMs")],
    check: messageSlow,
  },
  {
    id: "error-rate",
    title: "Messages fail",
    topic: "message",
    severity: "warn",
    holdMs: 30_000,
    clearMs: 60_000,
    // Its causes (model errors, delivery errors) say more.
    follows: true,
    reason: "model calls, deliveries and runs that fail, of the messages of five minutes: a message that was processed can have failed",
    remedy: "its log says which: openclaw logs",
    threshold: ERRORS,
    readFrom: [ring("message.received, message.processed, model.call.error, message.delivery.error")],
    check: errorRate,
  },
  {
    id: "webhook-unprocessed",
    title: "Webhooks are received and not processed",
    topic: "message",
    severity: "warn",
    holdMs: 60_000,
    clearMs: 60_000,
    reason: "what is refused for its signature is received and never processed, and makes no error record",
    remedy: "compare the secret of the webhook with the channel's; restart the channel",
    repair: { action: "channel", words: "restart the channel, once its secret is right" },
    threshold: WEBHOOKS,
    readFrom: [ring("webhook.received, webhook.processed, webhook.error")],
    check: webhooks,
  },
  {
    id: "delivery-errors",
    title: "Answers do not reach the channel",
    topic: "message",
    severity: "warn",
    holdMs: 0,
    clearMs: 60_000,
    reason: "the agent did its work, and nobody got it",
    remedy: "see whether the channel's server answers; its last error is in channels",
    threshold: DELIVERIES,
    readFrom: [
      ring("message.delivery.completed, message.delivery.error"),
      read("health", "deliveryQueues.failed[], ingressFailed[]", "2026.7.1"),
    ],
    check: deliveryErrors,
  },
  {
    id: "model-errors",
    title: "Model calls fail",
    topic: "model",
    severity: "warn",
    holdMs: 0,
    clearMs: 120_000,
    reason: "a call that fails is tried again, and each try costs its timeout; when all fail nobody is answered",
    remedy: "see the provider's status, its key and its limits",
    threshold: CALLS,
    readFrom: [ring("model.call.completed, model.call.error"), read("health", "modelRuntime.degraded", "2026.9")],
    check: modelErrors,
  },
];
