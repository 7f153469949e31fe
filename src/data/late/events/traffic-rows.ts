// The last hour of the ring, counted: a row a kind, and below it one for each channel, provider, tool or lane.
import type { DiagnosticRecord } from "../../model/sessions.ts";
import type { State } from "../../state.ts";
import { ranked } from "../../traffic.ts";
import { hourOf, minutesOf, perMinute, type Hour } from "./hour.ts";
import { kinds, type Kind, type KindId } from "./kinds.ts";

export type Latency = { readonly p50Ms: number; readonly p95Ms: number; readonly mostMs: number };

export type TrafficRow = {
  /** The kind, or `kind/group`. */
  readonly key: string;
  readonly kind: KindId;
  /** Null: all of the kind. */
  readonly group: string | null;
  /** The one group there is, which then has no row of its own. */
  readonly only: string | null;
  readonly by: string;
  /** Ends a minute over the newest five whole ones; null: not watched so long. */
  readonly perMinute: number | null;
  /** Ends in each of sixty minutes, oldest first; null: not known. */
  readonly minutes: readonly (number | null)[];
  /** Null: nothing tells what came from outside. */
  readonly received: number | null;
  readonly done: number;
  readonly failed: number;
  /** Null: none told how long it took. */
  readonly latency: Latency | null;
  /** Of model calls: until the first byte of the answer. */
  readonly firstByte: Latency | null;
  readonly reasons: readonly (readonly [reason: string, times: number])[];
};

const GROUPS = 12;

function latencyOf(values: readonly (number | null)[]): Latency | null {
  const sorted = Float64Array.from(values.filter((value) => value !== null)).sort();
  const [p50Ms, p95Ms, mostMs] = [ranked(sorted, 0.5), ranked(sorted, 0.95), ranked(sorted, 1)];
  return p50Ms === null || p95Ms === null || mostMs === null ? null : { p50Ms, p95Ms, mostMs };
}

function reasonsOf(failed: readonly DiagnosticRecord[]): TrafficRow["reasons"] {
  const times = new Map<string, number>();
  for (const { reason } of failed) if (reason !== null) times.set(reason, (times.get(reason) ?? 0) + 1);
  return [...times].sort(([, a], [, b]) => b - a);
}

type Of = { readonly hour: Hour; readonly kind: Kind; readonly group: string | null; readonly only: string | null };

function counted(
  { hour, kind, group, only }: Of,
  ends: readonly DiagnosticRecord[],
  arrivals: readonly DiagnosticRecord[] | null,
): TrafficRow {
  const failed = ends.filter((record) => kind.ends[record.type]?.(record) === false);
  const minutes = minutesOf(hour, ends);
  return {
    key: group === null ? kind.id : `${kind.id}/${group}`,
    kind: kind.id,
    group,
    only,
    by: kind.by,
    perMinute: perMinute(minutes),
    minutes,
    received: arrivals?.length ?? null,
    done: ends.length - failed.length,
    failed: failed.length,
    latency: latencyOf(ends.map(kind.tookMs)),
    firstByte: latencyOf(ends.map(({ timeToFirstByteMs }) => timeToFirstByteMs)),
    reasons: reasonsOf(failed),
  };
}

function grouped(ends: readonly DiagnosticRecord[], { groupOf }: Kind): ReadonlyMap<string, readonly DiagnosticRecord[]> {
  const groups = new Map<string, DiagnosticRecord[]>();
  for (const record of ends) {
    const name = groupOf(record);
    const group = name === null ? undefined : groups.get(name);
    if (group !== undefined) group.push(record);
    else if (name !== null) groups.set(name, [record]);
  }
  return groups;
}

function rowsOf(hour: Hour, kind: Kind): readonly TrafficRow[] {
  const ends = Object.keys(kind.ends).flatMap((type) => hour.byType.get(type) ?? []);
  const came = kind.arrives === undefined ? null : (hour.byType.get(kind.arrives) ?? []);
  if (ends.length === 0 && (came?.length ?? 0) === 0 && kind.always !== true) return [];
  // Old releases tell of no message that came, only of those that were answered.
  const told = kind.id === "messages" && came?.length === 0 && ends.length > 0 ? null : came;
  const groups = grouped(ends, kind);
  const most = [...groups].sort(([a, left], [b, right]) => right.length - left.length || a.localeCompare(b)).slice(0, GROUPS);
  const arrived = (group: string): readonly DiagnosticRecord[] | null => told?.filter((record) => kind.groupOf(record) === group) ?? null;
  const only = groups.size === 1 ? (most[0]?.[0] ?? null) : null;
  const all = counted({ hour, kind, group: null, only }, ends, told);
  if (groups.size < 2) return [all];
  return [all, ...most.map(([group, records]) => counted({ hour, kind, group, only: null }, records, arrived(group)))];
}

const counts = new WeakMap<Hour, readonly TrafficRow[]>();

export function trafficRows(state: State): readonly TrafficRow[] {
  const hour = hourOf(state);
  const known = counts.get(hour);
  if (known !== undefined) return known;
  const rows = kinds.flatMap((kind) => rowsOf(hour, kind));
  counts.set(hour, rows);
  return rows;
}

/** Webhooks that came and of which nothing more was heard: refused, or lost. Null: none came. */
export function unansweredWebhooks(state: State): number | null {
  const row = trafficRows(state).find(({ key }) => key === "webhooks");
  return row?.received === null || row === undefined ? null : Math.max(0, row.received - row.done - row.failed);
}
