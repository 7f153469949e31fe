// Where a rule reads, as docs/alerts.md and the details of a problem tell it; and the readings a finding quotes.
import type { Fact } from "../facts.ts";
import { sources, type Source } from "../snapshot.ts";
import type { State } from "../state.ts";
import type { Evidence, ReadFrom } from "./alert.ts";

export const isSource = (source: ReadFrom["source"]): source is Source => Object.hasOwn(sources, source);

function scopeOf(source: ReadFrom["source"]): ReadFrom["scope"] {
  if (source === "approvals") return "operator.approvals";
  return isSource(source) && sources[source].via === "rpc" ? "operator.read" : "none";
}

/** `since`: the first release that tells it; null: every release gatetop knows. */
export const read = (source: ReadFrom["source"], field: string, since: string | null = null): ReadFrom => ({
  source,
  field,
  scope: scopeOf(source),
  since,
});

/** The method, address or file behind it. */
export const originName = ({ source }: ReadFrom): string => (isSource(source) ? sources[source].from : source);

export const quoted = <T>(label: string, value: string, fact: Fact<T>): Evidence => ({ label, value, source: fact.from, at: fact.at });

/** Of the newest reading of a source. */
export function quotedFrom(state: State, source: Source, label: string, value: string): Evidence {
  const reading = state.snapshot[source];
  const at = reading.kind === "ok" || reading.kind === "stale" ? reading.at : null;
  return { label, value, source: sources[source].from, at };
}
