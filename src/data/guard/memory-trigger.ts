// When a gateway's memory is reason enough to restart it: over a limit for minutes, or sure to reach it within the hour.
import { slopeOf } from "../trends/slope-of.ts";
import { timeToLimit } from "../trends/time-to-limit.ts";
import { limitWords } from "../trends/words.ts";
import { bytes, duration } from "../units.ts";
import type { GuardMemory } from "./memory.ts";
import type { GuardSettings } from "./settings.ts";

const OVER_FOR_MS = 300_000;
const SOON_MS = 3_600_000;
const APART_MS = 7_200_000;
/** One sample a minute: of five minutes at least four may be there. */
const LEAST = 4;
/** A trend does not change from minute to minute, and costs more than all the rest of a step. */
const TREND_EVERY = 5;

type Remembered = Pick<GuardMemory, "rss" | "lastMemoryRestart">;

function overLimit({ rss }: Remembered, limit: number, nowMs: number): string | null {
  const late = rss.filter(({ at }) => nowMs - at <= OVER_FOR_MS);
  if (late.length < LEAST || late.some(({ value }) => value <= limit)) return null;
  const last = late.at(-1)?.value ?? limit;
  return `it holds ${bytes(last)}, more than ${bytes(limit)} for ${duration(OVER_FOR_MS)}`;
}

function soonOver({ rss }: Remembered, limit: number, nowMs: number): string | null {
  if (rss.length % TREND_EVERY !== 0 || rss.at(-1)?.at !== nowMs) return null;
  const trend = slopeOf(rss);
  if (trend.kind === "none" || trend.confidence !== "high") return null;
  const toLimit = timeToLimit(trend, { value: limit, from: "the limit" }, nowMs);
  return toLimit === null || toLimit.inMs >= SOON_MS ? null : `its memory ${limitWords(trend, toLimit)}`;
}

/** Why its memory asks for a restart; null: it does not. At most one in two hours. */
export function memoryReason(
  memory: Remembered,
  { restart: { onMemory } }: Pick<GuardSettings, "restart">,
  limitBytes: number | null,
  nowMs: number,
): string | null {
  if (onMemory === null) return null;
  const { lastMemoryRestart } = memory;
  if (lastMemoryRestart !== null && nowMs - lastMemoryRestart.monotonicMs < APART_MS) return null;
  const limit = onMemory.bytes ?? limitBytes;
  if (limit === null) return null;
  return (onMemory.bytes === null ? null : overLimit(memory, limit, nowMs)) ?? soonOver(memory, limit, nowMs);
}
