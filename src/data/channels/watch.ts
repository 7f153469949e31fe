// What one more look at an account adds to what is remembered of it.
import { channelState, type ChannelAccount, type ChannelState } from "../model/channels.ts";
import type { AccountWatch, StateChange } from "./account-watch.ts";
import { periodMs, withGap, withSpell } from "./usual-gap.ts";

const HOUR_MS = 3_600_000;
const CHANGES_KEPT = 120;

/** One account as it was read, `at` by our clock. */
export type Look = { readonly at: number; readonly account: ChannelAccount };

/** The look before this one. `lost`: between the two nobody can say what the account did. */
export type EarlierLook = Look & { readonly lost: boolean };

const newborn = (at: number): AccountWatch => ({
  since: at,
  changes: [],
  inboundGapsMs: [],
  transportGaps: [],
  transportPeriodMs: null,
  deliveries: [],
});

/** The last hour, and the change it began with. */
function lastHour(changes: readonly StateChange[], at: number): readonly StateChange[] {
  const before = changes.findLastIndex((change) => change.at <= at - HOUR_MS);
  return changes.slice(Math.max(0, before)).slice(-CHANGES_KEPT);
}

function changesWith(known: readonly StateChange[], before: EarlierLook | null, at: number, state: ChannelState): readonly StateChange[] {
  // After the clock was set back, what is the future again has not happened.
  const past = (known.at(-1)?.at ?? at) > at ? known.filter((change) => change.at <= at) : known;
  const lost = before !== null && before.lost && before.at < at && past.length > 0;
  if (past.at(-1)?.state === state && !lost) return past;
  const unseen: readonly StateChange[] = lost ? [{ at: before.at, state: "unknown" }] : [];
  return lastHour([...past, ...unseen, { at, state }], at);
}

/** From one time the gateway told to the next; null when it did not move on. */
const gap = (from: number | null, to: number | null): number | null => (from !== null && to !== null && to > from ? to - from : null);

/** It was ready all the while since: what it did not hear while it was down says nothing of its habits. */
function readySince(changes: readonly StateChange[], from: number | null): boolean {
  const last = changes.at(-1);
  return last?.state === "ready" && (changes.length === 1 || (from !== null && last.at <= from));
}

/** `before` null: it was not there at the last look. The same watch when nothing is new. */
export function watched(known: AccountWatch | undefined, before: EarlierLook | null, { at, account }: Look): AccountWatch {
  const watch = known ?? newborn(at);
  const changes = changesWith(watch.changes, before, at, channelState(account));
  const since = Math.min(watch.since, at);
  const next = changes === watch.changes && since === watch.since ? watch : { ...watch, changes, since };
  if (before === null || before.lost) return next;
  const was = before.account;
  const heard = gap(was.lastInboundAt, account.lastInboundAt);
  const moved = gap(was.lastTransportActivityAt, account.lastTransportActivityAt);
  const learns = heard !== null && readySince(changes, was.lastInboundAt);
  const beats = moved !== null && readySince(changes, was.lastTransportActivityAt);
  if (!learns && !beats) return next;
  const transportGaps = beats
    ? withSpell(watch.transportGaps, { at: account.lastTransportActivityAt ?? at, ms: moved })
    : watch.transportGaps;
  return {
    ...next,
    inboundGapsMs: learns ? withGap(watch.inboundGapsMs, heard) : watch.inboundGapsMs,
    transportGaps,
    transportPeriodMs: periodMs(transportGaps),
  };
}
