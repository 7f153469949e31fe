// What gatetop remembers of one channel account: enough to tell a deaf one from a quiet one, and to draw its last hour.
import type { ChannelState } from "../model/channels.ts";

/** One change of state as it was read, `at` epoch ms. */
export type StateChange = { readonly at: number; readonly state: ChannelState };

export type AccountWatch = {
  readonly since: number;
  /** Of the last hour, oldest first; the first tells the state the hour began with. At most 120. */
  readonly changes: readonly StateChange[];
  /** Gaps between inbound messages, newest last, at most 64: its usual gap is taken from them. */
  readonly inboundGapsMs: readonly number[];
  /** The longest age of transport activity that was followed by activity: its own period. Null: never seen to move. */
  readonly transportPeriodMs: number | null;
  /** Deliveries of this channel since the last inbound: message.delivery.completed and .error of the ring (by channel, not account). */
  readonly delivered: number;
  readonly deliveryErrors: number;
};

/** `perhaps`: the history is too short to be sure (under 8 gaps or 30 min). */
export type Deafness = {
  readonly sure: boolean;
  readonly inboundAgeMs: number | null;
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
