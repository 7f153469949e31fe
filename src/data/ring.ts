// Records of the diagnostics ring as they came, kept longer than the gateway keeps them: the events board counts and lists them.
import type { DiagnosticRecord, DiagnosticSlice } from "./model/sessions.ts";

export type RingSlice = {
  /** Records that passed unread just before these; an upper bound. */
  readonly lost: number;
  /** They are of another process than those before, which counts from the beginning again. */
  readonly anew: boolean;
  /** Oldest first. */
  readonly records: readonly DiagnosticRecord[];
};

/** Newest last. */
export type Ring = readonly RingSlice[];

const KEPT = 5_000;

const nameOf = ({ at, seq }: DiagnosticRecord): string => `${at}:${seq}`;

/** The whole ring was read anew: of another process, or the same one once more. */
function readAnew(ring: Ring, records: readonly DiagnosticRecord[]): RingSlice {
  const held = new Set(ring.flatMap((slice) => slice.records.map(nameOf)));
  const unseen = records.filter((record) => !held.has(nameOf(record)));
  return { lost: 0, anew: held.size > 0 && unseen.length === records.length, records: unseen };
}

/** At most 5 000 records: whole slices go, oldest first, and the newest stays whatever it holds. */
function bounded(ring: Ring): Ring {
  let held = 0;
  const first = ring.findLastIndex((slice) => (held += slice.records.length) > KEPT);
  return first === -1 ? ring : ring.slice(Math.min(first + 1, ring.length - 1));
}

/** The same ring when nothing came. */
export function ringWith(ring: Ring, { since, dropped, records }: DiagnosticSlice): Ring {
  const slice = since === 0 ? readAnew(ring, records) : { lost: dropped, anew: false, records };
  return slice.records.length === 0 && slice.lost === 0 ? ring : bounded([...ring, slice]);
}
