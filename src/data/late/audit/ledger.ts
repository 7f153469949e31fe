// The audit ledger as it was read: pages put together by sequence, and where a hole is left between them.
import type { Activity, ActivityLedger, ActivityPage, LedgerSpan } from "../../model/activity.ts";
import { emptyLedger } from "../../model/activity.ts";
import type { State } from "../../state.ts";
import type { LateEvent } from "../late-event.ts";

export const LEDGER_ROWS = 5_000;

/** Rows by sequence, newest first, each once. */
function joined(kept: readonly Activity[], page: readonly Activity[]): readonly Activity[] {
  const highest = kept[0]?.sequence ?? -Infinity;
  // The usual case: a few new rows before what is there.
  const first = page.findIndex(({ sequence }) => sequence <= highest);
  const known = new Set(kept.map(({ sequence }) => sequence));
  const fresh = page.filter(({ sequence }) => !known.has(sequence));
  if (fresh.length === 0) return kept;
  if (first === fresh.length || first === -1) return [...fresh, ...kept];
  return [...kept, ...fresh].toSorted((a, b) => b.sequence - a.sequence);
}

/** Newest first; those that touch are one. Of two ends at the same place either cursor leads on. */
function joinedSpans(spans: readonly LedgerSpan[]): readonly LedgerSpan[] {
  const out: LedgerSpan[] = [];
  for (const span of spans.toSorted((a, b) => b.high - a.high)) {
    const last = out.at(-1);
    if (last === undefined || span.high < last.low - 1) out.push(span);
    else if (span.low < last.low) out[out.length - 1] = { high: last.high, low: span.low, next: span.next };
  }
  return out;
}

/** What a page covers: from right below where it was asked to its last row, or to the beginning when nothing comes after it. */
function spanOf({ rows, next }: ActivityPage, below: number): LedgerSpan {
  const first = rows[0]?.sequence ?? 0;
  const high = below === Infinity ? first : Math.max(first, below - 1);
  return { high, low: next === null ? 0 : (rows.at(-1)?.sequence ?? 0), next };
}

/** The newest rows only, and the parts of the ledger they are of. */
function bounded({ rows, spans, ...rest }: ActivityLedger): ActivityLedger {
  const oldest = rows[LEDGER_ROWS - 1];
  if (rows.length <= LEDGER_ROWS || oldest === undefined) return { ...rest, rows, spans };
  const low = oldest.sequence;
  const kept = spans.flatMap((span) => (span.high < low ? [] : span.low >= low ? [span] : [{ ...span, low, next: null }]));
  return { ...rest, rows: rows.slice(0, LEDGER_ROWS), spans: kept };
}

/** `below`: the page was asked for as what comes before this sequence; Infinity: as the newest. */
export function ledgerWith(ledger: ActivityLedger, page: ActivityPage, below: number): ActivityLedger {
  const highest = ledger.spans[0]?.high ?? 0;
  // The newest page never ends before what was known, unless it is another ledger: a state directory that was put in its place.
  const anew = below === Infinity && (page.rows[0]?.sequence ?? 0) < highest;
  const before = anew ? { ...emptyLedger, asking: ledger.asking } : ledger;
  return bounded({
    rows: joined(before.rows, page.rows),
    spans: joinedSpans([...before.spans, spanOf(page, below)]),
    method: page.method,
    asking: before.asking,
  });
}

/** Rows that were never read lie between `above` and `below`, sequences of rows that were; `count` is how many at most. */
export type Hole = { readonly above: number; readonly below: number; readonly count: number };

export function holesIn({ spans }: ActivityLedger): readonly Hole[] {
  return spans.slice(1).map((span, index) => {
    const above = spans[index]?.low ?? 0;
    return { above, below: span.high, count: above - span.high - 1 };
  });
}

/** Where the next older page begins: in the newest hole first. Null: everything is there, or as much as is kept. */
export function olderFrom({ spans }: ActivityLedger): { readonly cursor: string; readonly below: number } | null {
  const span = spans[0];
  return span === undefined || span.next === null ? null : { cursor: span.next, below: span.low };
}

export function foldActivity(state: State, { below, page, asking }: Extract<LateEvent, { type: "older-activity" }>): State {
  const { activity } = state.late;
  const next = page === null ? activity : ledgerWith(activity, page, below);
  return { ...state, late: { ...state.late, activity: { ...next, asking } } };
}
