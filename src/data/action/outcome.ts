// What became of an action that is not a restart run.
import type { ChannelVerb } from "./request.ts";

/** RPC channels.start `outcome`; a stop has none. */
export type ChannelStart = {
  readonly status: "handed-off" | "retry" | "skipped" | null;
  /** disabled, unconfigured, task-owned … */
  readonly reason: string | null;
};

export type ChannelOutcome = {
  readonly verb: ChannelVerb;
  readonly channel: string;
  readonly account: string;
  readonly stopped: boolean | null;
  readonly started: boolean | null;
  readonly start: ChannelStart | null;
  /** The account's lifecycle as channels.status tells it afterwards; null when it could not be read. */
  readonly lifecycle: string | null;
};

export type AbortOutcome = {
  readonly sessionKey: string;
  /** aborted | no-active-run */
  readonly status: "aborted" | "no-active-run";
  readonly runId: string | null;
  /** What was queued behind it and goes on now; null where that cannot be told. */
  readonly queuedBehind: number | null;
};

/** `done` and `sentence` are what the person reads; a failure says whether the request may have arrived. */
export type ActionOutcome =
  | { readonly kind: "channel"; readonly done: boolean; readonly sentence: string; readonly outcome: ChannelOutcome }
  | { readonly kind: "abort"; readonly done: boolean; readonly sentence: string; readonly outcome: AbortOutcome }
  | {
      readonly kind: "failed";
      readonly done: false;
      readonly sentence: string;
      readonly fix: string | null;
      readonly code: string;
      readonly sent: boolean;
      readonly exit: 1 | 69 | 77;
    };

/** Enters the store while an action is under way. A restart run has events of its own (`run`). */
export type ActionProgress = {
  readonly action: "channel" | "abort" | "resume";
  readonly subject: string;
  readonly step: "connecting" | "asked" | "checking" | "over";
  readonly outcome: ActionOutcome | null;
};
