// The last five minutes of the diagnostics ring, counted: what rates and bursts are judged by.
import { clockAheadMs } from "./channels/deaf-accounts.ts";
import type { DiagnosticRecord } from "./model/sessions.ts";
import { RECENT_MS } from "./recent-records.ts";
import type { State, Traffic } from "./state.ts";

/** `failingSince`: the first error among them, by the gateway's clock. */
export type Tally = {
  readonly done: number;
  readonly errors: number;
  readonly reasons: ReadonlyMap<string, number>;
  readonly failingSince: number | null;
};

export type RecentTraffic = {
  readonly received: number;
  readonly processed: number;
  /** Model calls and deliveries that failed, and messages that ended as failed. */
  readonly failed: number;
  readonly durationsMs: readonly number[];
  /** By provider. */
  readonly modelCalls: ReadonlyMap<string, Tally>;
  /** By channel. */
  readonly deliveries: ReadonlyMap<string, Tally>;
  readonly webhooks: { readonly received: number; readonly processed: number; readonly errors: number };
};

type Draft = { done: number; errors: number; reasons: Map<string, number>; failingSince: number | null };

function tallied(records: readonly DiagnosticRecord[], kind: string, nameOf: (record: DiagnosticRecord) => string | null) {
  const tallies = new Map<string, Draft>();
  for (const record of records) {
    if (record.type !== `${kind}.completed` && record.type !== `${kind}.error`) continue;
    const name = nameOf(record) ?? "unknown";
    const tally: Draft = tallies.get(name) ?? { done: 0, errors: 0, reasons: new Map<string, number>(), failingSince: null };
    tallies.set(name, tally);
    if (record.type === `${kind}.completed`) tally.done += 1;
    else {
      tally.errors += 1;
      tally.failingSince ??= record.at;
      if (record.reason !== null) tally.reasons.set(record.reason, (tally.reasons.get(record.reason) ?? 0) + 1);
    }
  }
  return tallies;
}

/** The ring says "completed" of most that failed: a model call that failed is a record of its own. */
export const endedBadly = ({ outcome }: DiagnosticRecord): boolean => outcome === "error" || outcome === "failed";

function countedIn(records: readonly DiagnosticRecord[]): RecentTraffic {
  const of = (type: string): readonly DiagnosticRecord[] => records.filter((record) => record.type === type);
  const processed = of("message.processed");
  return {
    received: of("message.received").length,
    processed: processed.length,
    failed: of("model.call.error").length + of("message.delivery.error").length + processed.filter(endedBadly).length,
    durationsMs: processed.map(({ durationMs }) => durationMs).filter((ms) => ms !== null),
    modelCalls: tallied(records, "model.call", ({ provider }) => provider),
    deliveries: tallied(records, "message.delivery", ({ channel }) => channel),
    webhooks: { received: of("webhook.received").length, processed: of("webhook.processed").length, errors: of("webhook.error").length },
  };
}

const counts = new WeakMap<Traffic, { readonly first: DiagnosticRecord | undefined; readonly traffic: RecentTraffic }>();

/** Of fewer messages one failure is no rate. */
const LEAST_FOR_RATE = 10;

/** Failures among the messages: what the rule judges and the events board shows. `share` null: too few for a rate. */
export function failedShare({ received, processed, failed }: RecentTraffic): {
  readonly failed: number;
  readonly messages: number;
  readonly share: number | null;
} {
  const messages = Math.max(received, processed);
  return { failed, messages, share: messages < LEAST_FOR_RATE ? null : Math.min(1, failed / messages) };
}

/** Null before the ring was read. */
export function recentTraffic(state: State): RecentTraffic | null {
  const { traffic } = state;
  if (traffic === null) return null;
  const from = state.now + clockAheadMs(state) - RECENT_MS;
  const start = traffic.recent.findIndex(({ at }) => at > from);
  const first = start === -1 ? undefined : traffic.recent[start];
  const known = counts.get(traffic);
  if (known !== undefined && known.first === first) return known.traffic;
  const made = countedIn(start === -1 ? [] : traffic.recent.slice(start));
  counts.set(traffic, { first, traffic: made });
  return made;
}
