// What details are made of: titled sections of fields, each with its source and age.
import { lastValue } from "../reading.ts";
import { readingOf, sources, type Source } from "../snapshot.ts";
import type { State } from "../state.ts";
import { age, bytes, duration, latency } from "../units.ts";
import { cell, unknown, type Cell } from "./cell.ts";
import { settled } from "./text.ts";

export type Field = { readonly label: string; readonly value: Cell };
export type Section = { readonly title: string; readonly origin: string | null; readonly fields: readonly Field[] };

export const field = (label: string, text: string, tone: Cell["tone"] = "plain"): Field => ({ label, value: cell(settled(text), tone) });

/** `lastInboundAt` reads `last inbound`, `rssBytes` reads `rss`: the unit is drawn with the value. */
const labelOf = (name: string): string =>
  name
    .replace(/(?:At|Ms|Bytes)$/u, "")
    .replace(/([a-z0-9])([A-Z])/gu, "$1 $2")
    .toLowerCase();

function valueOf(name: string, value: unknown, now: number): Cell {
  if (value === null || value === undefined || value === "") return unknown;
  if (typeof value === "boolean") return cell(value ? "yes" : "no");
  if (typeof value === "number") {
    if (name === "at" || name.endsWith("At")) return cell(`${age(now - value)} ago`);
    if (name === "ms" || name.endsWith("Ms")) return cell(duration(value));
    if (name === "bytes" || name.endsWith("Bytes")) return cell(bytes(value));
    return cell(Number.isInteger(value) ? String(value) : value.toFixed(2));
  }
  return cell(settled(typeof value === "string" ? value : JSON.stringify(value)));
}

/** Plain fields of a value, one level of objects flattened as `event loop · delay p99`. */
export function fieldsOf(value: object, now: number, prefix = ""): readonly Field[] {
  return Object.entries(value).flatMap(([name, held]: [string, unknown]): readonly Field[] => {
    const label = `${prefix}${labelOf(name)}`;
    if (Array.isArray(held)) {
      const text = held.map((item) => (typeof item === "string" ? item : JSON.stringify(item))).join(", ");
      return [{ label, value: held.length === 0 ? cell("none", "dim") : cell(settled(text)) }];
    }
    if (typeof held === "object" && held !== null) return fieldsOf(held, now, `${label} · `);
    return [{ label, value: valueOf(name, held, now) }];
  });
}

export function originOf(state: State, source: Source): string {
  const reading = readingOf(state.snapshot, source, state.now, state.view.rate);
  const row = sources[source];
  if (reading.kind === "pending") return `${row.from} · not asked yet`;
  if (reading.kind === "absent") return `${row.from} · absent: ${reading.why}`;
  const old = `${reading.from} · ${age(state.now - reading.at)} ago`;
  if (reading.kind === "stale") return `${old} · stale: ${reading.why}`;
  return reading.tookMs === null ? old : `${old} · took ${latency(reading.tookMs)}`;
}

export function readingSection(state: State, source: Source, title: string): Section {
  const value = lastValue<object>(state.snapshot[source]);
  return { title, origin: originOf(state, source), fields: value === null ? [] : fieldsOf(value, state.now) };
}
