// Where a gauge is going. Told by the minutes that are over, so it changes once a minute however often it is asked.
import { closedSince, type DayHistory, type Minute } from "../day-history.ts";
import { since, type Sample } from "../series.ts";
import type { Gauge, State } from "../state.ts";
import { stretchOf, trendIn, type NoTrend, type Stretch } from "./slope-of.ts";
import { TREND_LEAST_MS, type Confidence, type Slope, type Trend } from "./trend.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** A boot loads, compiles and fills caches: that growth ends by itself. */
const WARM_UP_MS = 120_000;
/** Longest first. The shortest is the least from which more than "perhaps" is said. */
const WINDOWS_MS = [24 * HOUR_MS, 6 * HOUR_MS, 2 * HOUR_MS, HOUR_MS, HOUR_MS / 2];
/** What is not measured any more goes nowhere. */
const FRESH_MS = 5 * MINUTE_MS;
/** Times computed from an uptime shift by some milliseconds from reading to reading. */
const EXACT_MS = 5_000;

const sureness: readonly Confidence[] = ["high", "medium", "low"];

/** When the boot that runs now began, as far as gatetop knows; 0: it does not know. */
function bootedAt({ boots, lastServing, lastProcess }: State): number {
  const served = lastServing === null ? 0 : lastServing.at - lastServing.uptimeMs;
  return Math.max(boots.at(-1)?.at ?? 0, served, lastProcess?.startedAt ?? 0);
}

/** By the second where that reaches as far back as the minutes do. */
function samplesOf(state: State, gauge: Gauge, minutes: readonly Minute[], from: number): readonly Sample[] {
  const first = minutes[0]?.at ?? Infinity;
  const last = minutes.at(-1)?.at ?? 0;
  const seconds = state.history[gauge];
  const reach = seconds.chunks[0]?.[0]?.at ?? Infinity;
  if (reach > first) return minutes.map(({ at, last: value }) => ({ at, value }));
  return since(seconds, from).filter(({ at }) => at <= last);
}

/** Counts climb in steps: their slopes differ a little however sure each is. */
const NEARLY = 0.1;

/** What goes on in the shorter stretch may be what goes on in the longer one. */
const agrees = (longer: Stretch, shorter: Stretch | NoTrend): boolean =>
  shorter.kind === "none" ||
  (longer.low <= shorter.high && shorter.low <= longer.high) ||
  Math.abs(longer.slope - shorter.slope) <= NEARLY * Math.abs(longer.slope);

/**
 * The surest slope that no shorter stretch contradicts, of the longest stretch that has one so sure: of a leak that began an hour ago
 * the quiet day before it says nothing, of a slow one the last half hour says nothing, and what ended is over. "Perhaps" is said of
 * all that was seen or not at all: in one part or another of any noise there is a slope.
 */
function surest(state: State, gauge: Gauge, minutes: readonly Minute[], begin: number): Trend {
  const last = minutes.at(-1)?.at ?? 0;
  const starts = new Set(WINDOWS_MS.map((windowMs) => Math.max(begin, last - windowMs)));
  const stretches = [...starts].map((from) => {
    const inside = minutes.filter(({ at }) => at >= from);
    return stretchOf(samplesOf(state, gauge, inside, from));
  });
  const slopes = stretches.flatMap((one, index): readonly Slope[] => {
    if (one.kind === "none" || !stretches.slice(index + 1).every((shorter) => agrees(one, shorter))) return [];
    const trend = trendIn(one);
    return trend.kind === "slope" && (index === 0 || trend.confidence !== "low") ? [trend] : [];
  });
  const found = sureness.map((confidence) => slopes.find((slope) => slope.confidence === confidence)).find((slope) => slope !== undefined);
  const nothing = stretches.every((one) => one.kind === "none") ? stretches[0] : undefined;
  return found ?? (nothing?.kind === "none" ? nothing : { kind: "none", why: "flat" });
}

function computed(state: State, gauge: Gauge, cut: number): Trend {
  const whole = closedSince(state.days[gauge], 0);
  const minutes = whole.filter(({ at }) => at >= cut);
  const [first] = minutes;
  const last = minutes.at(-1);
  if (whole[0] === undefined) return { kind: "none", why: "too-few" };
  if (first === undefined || last === undefined || last.at - first.at < TREND_LEAST_MS) {
    return { kind: "none", why: cut > whole[0].at ? "restarted" : "too-short" };
  }
  return surest(state, gauge, minutes, Math.max(cut, first.at - MINUTE_MS));
}

const trends = new WeakMap<DayHistory["closed"], { readonly cut: number; readonly trend: Trend }>();

/** Since the last restart and its warm-up; nothing from less than ten minutes, nor of what is not measured now. */
export function trendOf(state: State, gauge: Gauge): Trend {
  const { closed, open } = state.days[gauge];
  if (open === null || state.now - open.at > FRESH_MS) return { kind: "none", why: "too-few" };
  const booted = bootedAt(state);
  const cut = booted === 0 ? 0 : booted + WARM_UP_MS;
  const known = trends.get(closed);
  if (known !== undefined && Math.abs(known.cut - cut) <= EXACT_MS) return known.trend;
  const trend = computed(state, gauge, cut);
  if (closed.length > 0) trends.set(closed, { cut, trend });
  return trend;
}
