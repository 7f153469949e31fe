// How long one account is usually quiet: between messages, and on its wire.
import { percentile } from "../traffic.ts";
import type { QuietSpell } from "./account-watch.ts";

/** So many gaps tell what is usual. */
export const GAPS_TOLD = 8;
const GAPS_KEPT = 64;
const SPELLS_KEPT = 8;
const SPELLS_FOR_MS = 6 * 3_600_000;

const usual = new WeakMap<readonly number[], number | null>();

/** 90 of 100 of its gaps were no longer than this; null: none was seen. */
export function usualGapMs(gapsMs: readonly number[]): number | null {
  const known = usual.get(gapsMs);
  if (known !== undefined) return known;
  const told = percentile(gapsMs, 0.9);
  usual.set(gapsMs, told);
  return told;
}

export const withGap = (gapsMs: readonly number[], gapMs: number): readonly number[] => [...gapsMs, gapMs].slice(-GAPS_KEPT);

export function withSpell(spells: readonly QuietSpell[], spell: QuietSpell): readonly QuietSpell[] {
  const recent = spells.filter(({ at }) => spell.at - at < SPELLS_FOR_MS);
  return [...recent, spell].sort((a, b) => b.ms - a.ms).slice(0, SPELLS_KEPT);
}

/**
 * The longest silence that came at least twice: an outage that ended is longer than every other, and must not become the measure
 * of the next one. `spells` longest first.
 */
export function periodMs(spells: readonly QuietSpell[]): number | null {
  const again = spells.find(({ ms }, index) => ms <= (spells[index + 1]?.ms ?? Number.NEGATIVE_INFINITY) * 1.5);
  return (again ?? spells.at(-1))?.ms ?? null;
}
