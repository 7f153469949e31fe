// Green and deaf: an account that calls itself ready and hears nothing. What it hears is measured against its own habits, never
// against other accounts: one that is written to twice a day is not deaf at noon.
import { channelState, type ChannelAccount } from "../model/channels.ts";
import { age } from "../units.ts";
import type { AccountWatch, Deafness, Delivery } from "./account-watch.ts";
import { GAPS_TOLD, usualGapMs } from "./usual-gap.ts";

/** Shorter than this nobody calls an account silent, however busy it usually is. */
const LEAST_QUIET_MS = 600_000;
/** Beyond a few times its usual gap a silence is not chance. */
const QUIET_TIMES = 6;
/** Three missed beats; no transport that was measured beats seldomer than each 30 s. */
const PERIODS = 3;
const LEAST_SILENT_MS = 90_000;
/** A long poll is answered within this, with or without news. */
const POLL_MS = 30_000;
const WATCHED_MS = 1_800_000;
/** One delivery can fail for many reasons. */
const DELIVERIES_FAILED = 2;

export type DeafGiven = {
  /** By the gateway's clock, as every time of the account is. */
  readonly now: number;
  /** Since when the account is watched, by the same clock. */
  readonly since: number;
  /** Other accounts of its channel are in use, and the ring does not tell whose deliveries failed. */
  readonly shared: boolean;
  /** A live probe that failed: how long ago, and why. */
  readonly probeFailed: { readonly agoMs: number; readonly why: string | null } | null;
};

const newest = (...times: readonly (number | null)[]): number | null => {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.max(...known);
};

const ageOf = (now: number, at: number | null): number | null => (at === null ? null : Math.max(0, now - at));

/** Any sign of the server's other end, its greeting included. What the account itself said is none. */
const transportAt = (a: ChannelAccount): number | null =>
  a.lastTransportActivityAt === null ? null : newest(a.lastTransportActivityAt, a.lastInboundAt, a.lastConnectedAt, a.lastStartAt);

function byTransport(account: ChannelAccount, watch: AccountWatch, { now, since }: DeafGiven): Deafness | null {
  const silentMs = ageOf(now, transportAt(account));
  const periodMs = watch.transportPeriodMs ?? (account.mode === "polling" ? POLL_MS : null);
  if (silentMs === null || periodMs === null) return null;
  if (silentMs <= LEAST_SILENT_MS || silentMs <= periodMs * PERIODS) return null;
  return {
    sure: watch.transportGaps.length >= GAPS_TOLD && now - since >= WATCHED_MS,
    by: "transport",
    inboundAgeMs: ageOf(now, account.lastInboundAt),
    usualMs: periodMs,
    why: `its connection has been silent for ${age(silentMs)}, ${watch.transportPeriodMs === null ? "a long poll takes" : "its own period is"} ${age(periodMs)}`,
  };
}

type Failing = { readonly words: string; readonly ofChannel: boolean };

/** What was sent since `from`, and failed or never ended. */
function deliveriesFailing(deliveries: readonly Delivery[], from: number): Failing | null {
  const count = { started: 0, completed: 0, error: 0 };
  for (const { at, said } of deliveries) if (at > from) count[said] += 1;
  const { started, completed, error } = count;
  if (error >= DELIVERIES_FAILED && error >= completed) {
    return { words: `${error} of ${error + completed} deliveries failed since`, ofChannel: true };
  }
  const open = started - completed - error;
  return open >= DELIVERIES_FAILED && open >= completed
    ? { words: `${open} deliveries began since and did not end`, ofChannel: true }
    : null;
}

function byInbound(account: ChannelAccount, watch: AccountWatch, { now, since, shared, probeFailed }: DeafGiven): Deafness | null {
  const heardAt = account.lastInboundAt ?? newest(account.lastConnectedAt, account.lastStartAt);
  const quietMs = ageOf(now, heardAt);
  if (heardAt === null || quietMs === null || quietMs <= LEAST_QUIET_MS) return null;
  const usualMs = usualGapMs(watch.inboundGapsMs);
  if (quietMs <= (usualMs ?? 0) * QUIET_TIMES) return null;
  const probe: Failing | null =
    probeFailed !== null && probeFailed.agoMs < quietMs
      ? { words: `a live probe failed${probeFailed.why === null ? "" : `: ${probeFailed.why}`}`, ofChannel: false }
      : null;
  const failing = probe ?? deliveriesFailing(watch.deliveries, heardAt);
  if (failing === null) return null;
  const usually = usualMs === null ? "" : ` (usually within ${age(usualMs)})`;
  return {
    sure: watch.inboundGapsMs.length >= GAPS_TOLD && now - since >= WATCHED_MS && !(shared && failing.ofChannel),
    by: "inbound",
    inboundAgeMs: ageOf(now, account.lastInboundAt),
    usualMs,
    why: `heard nothing for ${age(quietMs)}${usually}, ${failing.words}`,
  };
}

/**
 * Null: not deaf, or nothing tells. Only of an account that calls itself ready: the lifecycle tells of all others. By what it hears
 * never while its last message is younger than its usual gap; by its connection never while that gave any sign within three periods.
 */
export function deafness(account: ChannelAccount, watch: AccountWatch, given: DeafGiven): Deafness | null {
  if (channelState(account) !== "ready") return null;
  // Before anything is sorted: nearly every busy account of every look ends here.
  if (account.lastInboundAt !== null && given.now - account.lastInboundAt <= LEAST_SILENT_MS) return null;
  const found = [byTransport(account, watch, given), byInbound(account, watch, given)].filter((one) => one !== null);
  return found.find(({ sure }) => sure) ?? found[0] ?? null;
}
