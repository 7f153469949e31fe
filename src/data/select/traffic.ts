// Messages and webhooks, counted since gatetop started.
import type { State } from "../state.ts";
import { count, latency } from "../units.ts";
import { cell, unknown, type Cell } from "./cell.ts";

/** The value below which `share` of them lie; null without any. */
function quantile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
}

export function messageCells(state: State): readonly Cell[] {
  const { traffic } = state;
  if (traffic === null) return [unknown];
  const failed = traffic.failed + traffic.deliveryErrors + traffic.modelErrors;
  const p95 = quantile(traffic.durationsMs, 0.95);
  return [
    cell(`${count(traffic.received)} in`),
    cell(`${count(traffic.processed)} done`),
    cell(`${count(failed)} failed`, failed > 0 ? "warn" : "dim"),
    ...(p95 === null ? [] : [cell(`p95 ${latency(p95)}`, "dim")]),
  ];
}

export function webhookCells(state: State): readonly Cell[] {
  const webhooks = state.traffic?.webhooks;
  if (webhooks === null || webhooks === undefined) return [unknown];
  return [
    cell(`${count(webhooks.received)} in`),
    cell(`${count(webhooks.processed)} done`),
    cell(`${count(webhooks.errors)} failed`, webhooks.errors > 0 ? "warn" : "dim"),
  ];
}
