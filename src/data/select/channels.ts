// One row a channel account, broken ones first.
import type { Deafness } from "../channels/account-watch.ts";
import { deafAccounts } from "../channels/deaf-accounts.ts";
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
  readonly deaf: Deafness | null;
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
/** Broken ones first. */
export const troubleOrder: Readonly<Record<Mark, number>> = { bad: 0, warn: 1, partial: 2, muted: 3, ok: 4, off: 5, none: 6 };

/** Old releases put the state into the error of an account that is off. */
const sayNothingNew: ReadonlySet<string> = new Set(["disabled", "unconfigured", "not configured"]);
const newsOf = (error: string | null): string | null => (error === null || sayNothingNew.has(error.toLowerCase()) ? null : error);

/** Green and deaf is not green. */
function markOf(is: ChannelState, deaf: Deafness | null, complaint: boolean): Mark {
  if (deaf !== null) return deaf.sure ? "bad" : "warn";
  return is === "ready" && complaint ? "warn" : marks[is];
}

function rowOf(state: State, account: ChannelAccount, issues: readonly ChannelIssue[]): ChannelRow {
  const key = accountKey(account);
  const is = channelState(account);
  const deaf = deafAccounts(state).get(key) ?? null;
  const issue = issues.find((one) => one.channel === account.channel && (one.account === null || one.account === account.account)) ?? null;
  const since = (at: number | null): number | null => (at === null ? null : state.now - at);
  return {
    key,
    account,
    state: is,
    mark: markOf(is, deaf, issue !== null || newsOf(account.lastError) !== null),
    issue,
    inAgeMs: since(account.lastInboundAt),
    outAgeMs: since(account.lastOutboundAt),
    starts: accountStarts(state, account),
    deaf,
    error: newsOf(account.lastError) ?? newsOf(issue?.message ?? null),
  };
}

export function channelRows(state: State): readonly ChannelRow[] {
  const board = lastValue(state.snapshot.channels);
  if (board === null) return [];
  return board.accounts
    .map((account) => rowOf(state, account, board.issues))
    .sort((a, b) => troubleOrder[a.mark] - troubleOrder[b.mark] || (a.key < b.key ? -1 : 1));
}

/** `perhaps deaf`: the history is too short to be sure. */
export const deafWords = ({ sure }: Deafness): string => (sure ? "deaf" : "perhaps deaf");

const counted = ({ account, state }: ChannelRow): string | null => {
  const attempts = account.reconnectAttempts ?? 0;
  return (state === "recovering" || state === "stopped" || state === "offline") && attempts > 0 ? `reconnect ${attempts}` : null;
};

/** What the gateway adds to the state: `polling`, `not-running`, `2 active`. */
export function stateWords({ account, state, deaf }: ChannelRow): readonly string[] {
  const { mode, healthState, stateReason, activeRuns } = account;
  const extra = [
    deaf === null ? null : deafWords(deaf),
    state === "ready" && mode !== null ? mode : null,
    healthState !== null && healthState !== "healthy" && healthState !== stateReason ? healthState : null,
    stateReason !== null && stateReason !== state ? stateReason : null,
    (activeRuns ?? 0) > 0 ? `${activeRuns} active` : null,
  ].filter((part) => part !== null);
  return [...new Set([state, ...extra])];
}

/** `recovering · reconnect 4 · connect ETIMEDOUT`, `ready · polling`: the state and what the gateway adds to it. */
export function channelWords(row: ChannelRow): string {
  const trying = counted(row);
  if (row.deaf !== null) return [row.state, deafWords(row.deaf), row.deaf.why].join(" · ");
  // An error says more than the gateway's word for it.
  if (row.error !== null) return [row.state, trying, row.error].filter((part) => part !== null).join(" · ");
  const [state = row.state, ...more] = stateWords(row);
  return [state, trying, ...more].filter((part) => part !== null).join(" · ");
}
