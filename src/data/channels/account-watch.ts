// What gatetop remembers of one channel account: enough to tell a deaf one from a quiet one, and to draw its last hour.
import type { ChannelState } from "../model/channels.ts";

/** One change of state as it was read, `at` epoch ms. */
export type StateChange = { readonly at: number; readonly state: ChannelState };

/** One record message.delivery.* of the diagnostics ring, by the gateway's clock. The ring names the channel, not the account. */
export type Delivery = { readonly at: number; readonly said: "started" | "completed" | "error" };

/** A silence of the transport that ended, `at` by the gateway's clock. */
export type QuietSpell = { readonly at: number; readonly ms: number };

export type AccountWatch = {
  readonly since: number;
  /** Of the last hour, oldest first; the first tells the state the hour began with. `unknown` while nobody looked. At most 120. */
  readonly changes: readonly StateChange[];
  /** Gaps between inbound messages, newest last, at most 64: its usual gap is taken from them. */
  readonly inboundGapsMs: readonly number[];
  /** The longest silences of its transport in the last six hours, longest first, at most 8. */
  readonly transportGaps: readonly QuietSpell[];
  /** Its own period, taken from them. Null: never seen to move. */
  readonly transportPeriodMs: number | null;
  /** Of its channel, oldest first, at most 64. */
  readonly deliveries: readonly Delivery[];
};

/** `perhaps`: the history is too short to be sure (under 8 gaps or 30 min), or another account of the channel may be meant. */
export type Deafness = {
  readonly sure: boolean;
  /** `transport`: silent beyond its own period. `inbound`: nothing was heard while what was sent failed. */
  readonly by: "transport" | "inbound";
  readonly inboundAgeMs: number | null;
  /** The gap it was measured against: usual inbound gap, or period of the transport. Null: none was known yet. */
  readonly usualMs: number | null;
  readonly why: string;
};

/** Position in the gateway's ladder of retries; `nextAt` computed from lastStopAt or the log's "in Xs", null when not known. */
export type LadderPosition = { readonly attempt: number; readonly of: number; readonly nextAt: number | null };

/** A live probe (channels.status {probe: true, channel}) asked for by key; never asked by itself. */
export type LiveProbe = {
  readonly at: number;
  readonly account: string;
  readonly outcome: "asking" | "ok" | "failed" | "unanswered";
  readonly why: string | null;
  readonly tookMs: number | null;
};
