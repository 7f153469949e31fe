// The ring as a list, newest first, with what was lost of it and where another process begins.
import { matcherOf, type Matcher } from "../../boards/filter.ts";
import type { DiagnosticRecord } from "../../model/sessions.ts";
import type { Ring, RingSlice } from "../../ring.ts";
import type { State } from "../../state.ts";
import type { RowList } from "../late.ts";

export type EventRow =
  | { readonly row: "record"; readonly key: string; readonly record: DiagnosticRecord }
  /** So many passed unread after the row below it. */
  | { readonly row: "lost"; readonly key: string; readonly at: number; readonly records: number }
  /** The rows above it are of another process than those below. */
  | { readonly row: "anew"; readonly key: string; readonly at: number };

export type EventList = RowList & {
  readonly rows: readonly EventRow[];
  /** Records that pass the filter, of how many are held. */
  readonly shown: number;
  readonly held: number;
  readonly lost: number;
};

/** Moment and number: a new process counts from the beginning again. */
const keyOf = ({ at, seq }: DiagnosticRecord): string => `${at}:${seq}`;

/** What the filter is matched with: what a row says, and what only its details say. */
const textOf = ({ type, channel, source, provider, model, phase, toolName, level, outcome, reason }: DiagnosticRecord): string =>
  [type, channel, source, provider, model, phase, toolName, level, outcome, reason].filter((part) => part !== null).join(" ");

function rowsOf({ lost, anew, records }: RingSlice, { all, matches }: Matcher): readonly EventRow[] {
  const shown = all ? records : records.filter((record) => matches(textOf(record)));
  const first = records[0];
  const name = first === undefined ? "none" : keyOf(first);
  const at = first?.at ?? 0;
  return [
    ...(anew ? [{ row: "anew" as const, key: `new:${name}`, at }] : []),
    ...(lost > 0 ? [{ row: "lost" as const, key: `lost:${name}`, at, records: lost }] : []),
    ...shown.map((record) => ({ row: "record" as const, key: keyOf(record), record })),
  ];
}

const slices = new WeakMap<RingSlice, { readonly matcher: Matcher; readonly rows: readonly EventRow[] }>();

/** A slice is matched once for each filter: a new one costs its own records. */
function keptRows(slice: RingSlice, matcher: Matcher): readonly EventRow[] {
  const known = slices.get(slice);
  if (known?.matcher === matcher) return known.rows;
  const rows = rowsOf(slice, matcher);
  slices.set(slice, { matcher, rows });
  return rows;
}

function listOf(ring: Ring, matcher: Matcher): EventList {
  const rows = ring.flatMap((slice) => keptRows(slice, matcher)).toReversed();
  return {
    rows,
    length: rows.length,
    keyAt: (index) => rows[index]?.key,
    indexOf: (key) => rows.findIndex((row) => row.key === key),
    shown: rows.filter(({ row }) => row === "record").length,
    held: ring.reduce((sum, { records }) => sum + records.length, 0),
    lost: ring.reduce((sum, { lost }) => sum + lost, 0),
  };
}

const lists = new WeakMap<Ring, { readonly matcher: Matcher; readonly list: EventList }>();

export function eventList(state: State): EventList {
  const matcher = matcherOf(state.view.boardViews.events.filter.text);
  const known = lists.get(state.ring);
  if (known?.matcher === matcher) return known.list;
  const list = listOf(state.ring, matcher);
  lists.set(state.ring, { matcher, list });
  return list;
}
