// Three boots in five minutes that end without a word trip the gateway's crash-loop breaker, and its channels stay down.
import type { GuardInput, Moment } from "./input.ts";
import type { GuardMemory, ProcessName } from "./memory.ts";

const KEPT = 10;

type Given = Pick<GuardInput, "settings" | "uncleanBoots">;

const recent = (kills: readonly Moment[], nowMs: number, windowMs: number): readonly Moment[] =>
  kills.filter(({ monotonicMs }) => nowMs - monotonicMs < windowMs);

/** Unclean ends in the window: those the guard saw or made, or those the gateway's own table has, whichever are more. */
export const uncleanEnds = ({ kills }: Pick<GuardMemory, "kills">, nowMs: number, { settings, uncleanBoots }: Given): number =>
  Math.max(recent(kills, nowMs, settings.killWindowMs).length, uncleanBoots ?? 0);

export const atKillLimit = (memory: Pick<GuardMemory, "kills">, nowMs: number, given: Given): boolean =>
  uncleanEnds(memory, nowMs, given) >= given.settings.kills;

/** Epoch ms at which one more is allowed; null: it is now, or the gateway's table alone says no. */
export function killAllowedAt({ kills }: Pick<GuardMemory, "kills">, nowMs: number, { settings }: Given): number | null {
  const within = recent(kills, nowMs, settings.killWindowMs);
  const first = within[within.length - settings.kills];
  return first === undefined ? null : first.at + settings.killWindowMs;
}

/** Each process ends once. */
export const withKill = (memory: GuardMemory, process: ProcessName | null, now: Moment): GuardMemory => ({
  ...memory,
  kills: [...memory.kills, now].slice(-KEPT),
  counted: process ?? memory.counted,
});
