// Everything a record of the ring, or a row of its counts, tells.
import { clockAheadMs } from "../../channels/deaf-accounts.ts";
import { failedShare, recentTraffic } from "../../recent-traffic.ts";
import { field, fieldsOf, originOf, type Field, type Section } from "../../select/section.ts";
import type { State } from "../../state.ts";
import { age, count, latency, percent, timeOfDay } from "../../units.ts";
import type { EventRow } from "./event-rows.ts";
import { hourOf } from "./hour.ts";
import { unansweredWebhooks, type Latency, type TrafficRow } from "./traffic-rows.ts";

const notNull = ([, value]: readonly [string, unknown]): boolean => value !== null;

export function eventSections(state: State, row: EventRow): readonly Section[] {
  const gatewayNow = state.now + clockAheadMs(state);
  const origin = originOf(state, "stability");
  if (row.row === "lost") {
    const why = "the ring holds 1 000 records; the gateway wrote more than that between two readings of it";
    return [{ title: `${row.records} records were lost`, origin, fields: [field("why", why)] }];
  }
  if (row.row === "anew") {
    return [{ title: "another process", origin, fields: [field("from here", "the ring of a new gateway process, empty at its start")] }];
  }
  const { at, type, seq, ...rest } = row.record;
  const told = Object.fromEntries(Object.entries(rest).filter(notNull));
  const fields = [field("written", `${age(gatewayNow - at)} ago`), field("number", String(seq)), ...fieldsOf(told, gatewayNow)];
  return [{ title: type, origin, fields }];
}

const latencies = (words: string, value: Latency | null): readonly Field[] =>
  value === null ? [] : [field(words, `p50 ${latency(value.p50Ms)} · p95 ${latency(value.p95Ms)} · longest ${latency(value.mostMs)}`)];

/** `14:03 12 · 14:04 9`: minutes in which something ended. */
function minutesTold({ minutes }: TrafficRow, lastMinute: number, aheadMs: number): string {
  const first = lastMinute - minutes.length + 1;
  return minutes
    .map((ended, index) => ({ ended: ended ?? 0, at: (first + index) * 60_000 - aheadMs }))
    .filter(({ ended }) => ended > 0)
    .map(({ ended, at }) => `${timeOfDay(at)} ${ended}`)
    .join(" · ");
}

/** The same figures as the rule of the error rate. */
function sharedFields(state: State): readonly Field[] {
  const recent = recentTraffic(state);
  if (recent === null) return [];
  const { failed, messages, share } = failedShare(recent);
  const words = share === null ? "too few messages for a rate" : percent(share);
  return [field("failures, 5 min", `${failed} of ${messages} messages · ${words}`)];
}

export function trafficSections(state: State, row: TrafficRow): readonly Section[] {
  const { lastMinute, since } = hourOf(state);
  const lost = row.kind === "webhooks" ? unansweredWebhooks(state) : null;
  const fields = [
    ...(row.received === null ? [] : [field("came", count(row.received))]),
    field("ended well", count(row.done)),
    field("failed", count(row.failed), row.failed > 0 ? "warn" : "plain"),
    ...(lost === null || row.group !== null ? [] : [field("not heard of again", count(lost), lost > 0 ? "warn" : "plain")]),
    ...latencies(row.kind === "queue waits" ? "waited" : "took", row.latency),
    ...latencies("first byte", row.firstByte),
    ...row.reasons.map(([reason, times]) => field(`failed: ${reason}`, `${times} ×`)),
    ...(row.kind === "messages" && row.group === null ? sharedFields(state) : []),
    ...(since === null ? [] : [field("oldest record held", `${age(state.now + clockAheadMs(state) - since)} ago`)]),
    field("by the minute", minutesTold(row, lastMinute, clockAheadMs(state)) || "nothing ended"),
  ];
  const group = row.group ?? row.only;
  const title = group === null ? row.kind : `${row.kind}, ${row.by} ${group}`;
  return [{ title: `${title}: the last hour`, origin: originOf(state, "stability"), fields }];
}
