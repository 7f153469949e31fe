// Messages and webhooks, counted from the diagnostics ring.
import type { State } from "../state.ts";
import { percentile, receivedCount } from "../traffic.ts";
import { count, latency } from "../units.ts";
import { cell, UNKNOWN, unknown, type Cell } from "./cell.ts";

export function messageCells(state: State): readonly Cell[] {
  const { traffic } = state;
  if (traffic === null) return [unknown];
  const { failed } = traffic;
  const received = receivedCount(traffic);
  const p95 = percentile(traffic.durationsMs, 0.95);
  return [
    cell(`${received === null ? UNKNOWN : count(received)} in`),
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
