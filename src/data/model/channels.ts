// Channel accounts, from RPC channels.status.

/** A live probe's result as the gateway kept it; `status` is the channel server's own HTTP status. */
export type ChannelProbe = {
  readonly ok: boolean | null;
  readonly error: string | null;
  readonly status: number | null;
  readonly tookMs: number | null;
};

/** One account. `connected` and `running` can be true while the channel is down: read `state` first. */
export type ChannelAccount = {
  readonly channel: string;
  readonly account: string;
  readonly enabled: boolean | null;
  readonly configured: boolean | null;
  readonly running: boolean | null;
  readonly connected: boolean | null;
  /** ready | starting | recovering | stopped | blocked; null before 2026.9. */
  readonly lifecycle: string | null;
  readonly stateReason: string | null;
  readonly healthState: string | null;
  readonly restartPending: boolean | null;
  readonly reconnectAttempts: number | null;
  readonly terminalDisconnect: boolean | null;
  readonly lastStartAt: number | null;
  readonly lastStopAt: number | null;
  readonly lastConnectedAt: number | null;
  readonly lastTransportActivityAt: number | null;
  readonly lastInboundAt: number | null;
  readonly lastOutboundAt: number | null;
  /** Newest event of the channel's server of any kind; Telegram only, and not of a poll that brought nothing. */
  readonly lastEventAt: number | null;
  readonly lastError: string | null;
  readonly mode: string | null;
  readonly activeRuns: number | null;
  readonly busy: boolean | null;
  /** Only in an answer to `probe: true`. */
  readonly probe: ChannelProbe | null;
  readonly lastProbeAt: number | null;
};

/** The gateway's own judgement, `statusIssues[]`. */
export type ChannelIssue = {
  readonly channel: string;
  readonly account: string | null;
  readonly kind: string;
  readonly message: string;
  readonly fix: string | null;
};

export type ChannelBoard = {
  readonly accounts: readonly ChannelAccount[];
  readonly issues: readonly ChannelIssue[];
  readonly partial: boolean;
  /** `ts`: when the gateway made this answer, by its own clock. */
  readonly toldAt?: number | null;
};

export type ChannelState =
  | "disabled"
  | "unconfigured"
  | "blocked"
  | "recovering"
  | "stopped"
  | "starting"
  | "offline"
  | "ready"
  | "unknown";

/** The state an operator should believe: lifecycle before flags, because flags stay true while a channel is down. */
export function channelState(a: ChannelAccount): ChannelState {
  if (a.enabled === false) return "disabled";
  if (a.configured === false) return "unconfigured";
  if (a.lifecycle === "blocked" || a.terminalDisconnect === true) return "blocked";
  if (a.restartPending === true || a.lifecycle === "recovering") return "recovering";
  if (a.running === false || a.lifecycle === "stopped") return "stopped";
  if (a.lifecycle === "starting") return "starting";
  if (a.connected === false) return "offline";
  if (a.lifecycle === "ready" || a.running === true) return "ready";
  return "unknown";
}

export const accountKey = (a: { readonly channel: string; readonly account: string }): string => `${a.channel}/${a.account}`;
