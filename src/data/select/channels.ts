// One row a channel account, broken ones first.
import { accountKey, channelState, type ChannelAccount, type ChannelIssue, type ChannelState } from "../model/channels.ts";
import { lastValue } from "../reading.ts";
import type { State } from "../state.ts";
import type { Mark } from "./cell.ts";
import { accountStarts, type AccountStarts } from "./counters.ts";

export type ChannelRow = {
  readonly key: string;
  readonly account: ChannelAccount;
  readonly state: ChannelState;
  readonly mark: Mark;
  /** The gateway's own judgement of this account, if it has one. */
  readonly issue: ChannelIssue | null;
  readonly inAgeMs: number | null;
  readonly outAgeMs: number | null;
  readonly starts: AccountStarts;
  /** What the account or the gateway complains of, beyond its state. */
  readonly error: string | null;
};

const marks: Readonly<Record<ChannelState, Mark>> = {
  blocked: "bad",
  stopped: "bad",
  offline: "bad",
  recovering: "warn",
  starting: "partial",
  unknown: "partial",
  ready: "ok",
  unconfigured: "off",
  disabled: "off",
};
const order: Readonly<Record<Mark, number>> = { bad: 0, warn: 1, partial: 2, ok: 3, off: 4, none: 5 };

/** Old releases put the state into the error of an account that is off. */
const sayNothingNew: ReadonlySet<string> = new Set(["disabled", "unconfigured", "not configured"]);
const newsOf = (error: string | null): string | null => (error === null || sayNothingNew.has(error.toLowerCase()) ? null : error);

function rowOf(state: State, account: ChannelAccount, issues: readonly ChannelIssue[]): ChannelRow {
  const key = accountKey(account);
  const is = channelState(account);
  const issue = issues.find((one) => one.channel === account.channel && (one.account === null || one.account === account.account)) ?? null;
  const since = (at: number | null): number | null => (at === null ? null : state.now - at);
  return {
    key,
    account,
    state: is,
    mark: is === "ready" && (issue !== null || newsOf(account.lastError) !== null) ? "warn" : marks[is],
    issue,
    inAgeMs: since(account.lastInboundAt),
    outAgeMs: since(account.lastOutboundAt),
    starts: accountStarts(state, account),
    error: newsOf(account.lastError) ?? newsOf(issue?.message ?? null),
  };
}

export function channelRows(state: State): readonly ChannelRow[] {
  const board = lastValue(state.snapshot.channels);
  if (board === null) return [];
  return board.accounts
    .map((account) => rowOf(state, account, board.issues))
    .sort((a, b) => order[a.mark] - order[b.mark] || (a.key < b.key ? -1 : 1));
}

/** `recovering · reconnect 4 · connect ETIMEDOUT`, `ready · polling`: the state and what the gateway adds to it. */
export function channelWords(row: ChannelRow): string {
  const { account, state } = row;
  const attempts = account.reconnectAttempts ?? 0;
  const trying = (state === "recovering" || state === "stopped" || state === "offline") && attempts > 0 ? `reconnect ${attempts}` : null;
  // An error says more than the gateway's word for it.
  if (row.error !== null) return [state, trying, row.error].filter((part) => part !== null).join(" · ");
  const extra = [
    state === "ready" && account.mode !== null ? account.mode : null,
    trying,
    account.healthState !== null && account.healthState !== "healthy" && account.healthState !== account.stateReason
      ? account.healthState
      : null,
    account.stateReason !== null && account.stateReason !== state ? account.stateReason : null,
    (account.activeRuns ?? 0) > 0 ? `${account.activeRuns} active` : null,
  ].filter((part) => part !== null);
  return [...new Set([state, ...extra])].join(" · ");
}
