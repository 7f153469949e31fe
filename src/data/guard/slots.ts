// When scheduled restarts are due. Slots lie on the clock, not on the guard's own start: a guard that is restarted keeps them.
import { jitterMs, MOST_JITTER_MS } from "./jitter.ts";
import type { RestartSettings } from "./settings.ts";
import { nextAtMinutes } from "./zone.ts";

type Given = Pick<RestartSettings, "everyMs" | "at" | "timeZone">;

/** Epoch ms; `gapMs`: until the slot after it. `dueAt`: the slot and its jitter. */
export type Slot = { readonly slot: number; readonly gapMs: number; readonly dueAt: number };

const following = ({ everyMs, at, timeZone }: Given, after: number): number | null => {
  const every = everyMs === null ? Infinity : (Math.floor(after / everyMs) + 1) * everyMs;
  const next = Math.min(every, at.length === 0 ? Infinity : (nextAtMinutes(at, timeZone, after) ?? Infinity));
  return Number.isFinite(next) ? next : null;
};

/** Of the next slot after `lastSlot` whose time has not come yet; null: nothing is asked for. */
export function nextSlot(settings: Given, target: string, now: number, lastSlot: number | null): Slot | null {
  let after = Math.max(now - MOST_JITTER_MS, lastSlot ?? -Infinity);
  for (;;) {
    const slot = following(settings, after);
    if (slot === null) return null;
    const gapMs = (following(settings, slot) ?? slot) - slot;
    const dueAt = slot + jitterMs(target, slot, gapMs);
    if (dueAt > now) return { slot, gapMs, dueAt };
    after = slot;
  }
}

/** They have the same slots. */
export const isSamePlan = (one: Given | null, other: Given): boolean =>
  one === other || (one !== null && one.everyMs === other.everyMs && one.timeZone === other.timeZone && one.at.join() === other.at.join());

export const isScheduled = ({ everyMs, at }: Given): boolean => everyMs !== null || at.length > 0;
/** Until the slot after this one. */
export const gapAfter = (settings: Given, slot: number): number => (following(settings, slot) ?? slot) - slot;
