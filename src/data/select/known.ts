// A fact as it is drawn: fresh, or the last value known with its age.
import { current, type Fact } from "../facts.ts";
import type { Snapshot, Source } from "../snapshot.ts";
import type { State } from "../state.ts";
import { age } from "../units.ts";
import { cell, unknown, type Cell, type Tone } from "./cell.ts";

export type Known<T> = Fact<T> & { readonly old: boolean };

const revivals = new WeakMap<Snapshot, State>();

/** The state with every last value taken for true: at the beginning of time nothing is old. */
function revived(state: State): State {
  const known = revivals.get(state.snapshot);
  if (known !== undefined) return known;
  const snapshot = Object.fromEntries(
    Object.entries(state.snapshot).map(([source, reading]) => [
      source,
      reading.kind === "stale" ? { kind: "ok", at: reading.at, value: reading.value, from: reading.from, tookMs: null } : reading,
    ]),
  ) as Snapshot;
  const whole: State = { ...state, now: 0, snapshot };
  revivals.set(state.snapshot, whole);
  return whole;
}

/** `fact` now, or as it was last known; null when it never was. Not for uptimes: an old uptime means nothing. */
export function known<T>(state: State, fact: (state: State) => Fact<T> | null): Known<T> | null {
  const fresh = fact(state);
  if (fresh !== null) return { ...fresh, old: false };
  const last = fact(revived(state));
  return last === null ? null : { ...last, old: true };
}

/** Dim, with its age, when it is old; an en dash when it is unknown. */
export function knownCell<T>(state: State, value: Known<T> | null, text: (value: T) => string, tone: Tone = "plain"): Cell {
  if (value === null) return unknown;
  return value.old ? cell(`${text(value.value)} (${age(state.now - value.at)} old)`, "dim") : cell(text(value.value), tone);
}

/** How old what a panel shows is, for its border: null while it is fresh. */
export function oldness(state: State, source: Source): Cell | null {
  const reading = current(state, source);
  if (reading.kind === "pending") return state.replay === null ? cell("asking", "dim") : null;
  if (reading.kind === "stale") return cell(`${age(state.now - reading.at)} old`, "warn");
  return null;
}
