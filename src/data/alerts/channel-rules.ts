// Channel accounts. State comes from the lifecycle first: the flags stay true while a channel is down.
import { current } from "../facts.ts";
import { accountKey, channelState, type ChannelAccount, type ChannelState } from "../model/channels.ts";
import type { State } from "../state.ts";
import { age } from "../units.ts";
import type { Check, Finding, Rule } from "./alert.ts";
import { causeOf } from "./cause.ts";
import { joined, judged, unknown } from "./judged.ts";
import { quotedFrom, read } from "./read-from.ts";

type Judge = (account: ChannelAccount, state: State) => Omit<Finding, "subject"> | null;

const told = (value: string | boolean | null): string => (value === null ? "not told" : String(value));

function evidenceOf(state: State, account: ChannelAccount): NonNullable<Finding["evidence"]> {
  const { lifecycle, running, connected, lastStartAt } = account;
  const quote = (label: string, value: string) => quotedFrom(state, "channels", label, value);
  return [
    quote("lifecycle", told(lifecycle)),
    quote("flags", `running ${told(running)}, connected ${told(connected)}`),
    quote("last start", lastStartAt === null ? "not told" : `${age(state.now - lastStartAt)} ago`),
  ];
}

/** Each account is judged alone; without a fresh reading none is. */
function perAccount(states: readonly ChannelState[], judge: Judge): (state: State) => Check {
  return (state) => {
    const reading = current(state, "channels");
    if (reading.kind !== "ok") return unknown("channels were not read lately");
    const findings = reading.value.accounts
      .filter((account) => states.includes(channelState(account)))
      .map((account): Finding | null => {
        const finding = judge(account, state);
        const cause = causeOf(account.lastError) ?? account.stateReason;
        return (
          finding && {
            subject: accountKey(account),
            ...(cause === null ? {} : { cause }),
            evidence: evidenceOf(state, account),
            ...finding,
          }
        );
      });
    return judged(...findings);
  };
}

const attempt = (account: ChannelAccount): string | null => (account.reconnectAttempts ? `reconnect ${account.reconnectAttempts}` : null);
const error = (account: ChannelAccount): string | null => account.lastError;
const issueFor = (account: ChannelAccount, state: State): string | null => {
  const reading = current(state, "channels");
  if (reading.kind !== "ok") return null;
  return reading.value.issues.find((issue) => issue.channel === account.channel && issue.account === account.account)?.fix ?? null;
};
/** The gateway's own words come first; where they speak of a restart, a key does it. */
const fixed = (fix: string | null): Pick<Finding, "remedy" | "repair"> => {
  if (fix === null) return {};
  return /\brestart/iu.test(fix) ? { remedy: fix, repair: { action: "channel", words: fix } } : { remedy: fix };
};
const withFix = (account: ChannelAccount, state: State): Pick<Finding, "remedy" | "repair"> => fixed(issueFor(account, state));

/** The gateway's own complaints about accounts no rule of ours already names. */
function ownIssues(state: State): Check {
  const reading = current(state, "channels");
  if (reading.kind !== "ok") return unknown("channels were not read lately");
  const well = new Set(
    reading.value.accounts.filter((account) => channelState(account) === "ready" && account.lastError === null).map(accountKey),
  );
  const findings = reading.value.issues
    .filter((issue) => well.has(`${issue.channel}/${issue.account ?? "default"}`))
    .map((issue): Finding => ({
      subject: `${issue.channel}/${issue.account ?? "default"}`,
      message: `${issue.kind}: ${issue.message}`,
      ...fixed(issue.fix),
    }));
  return judged(...findings);
}

export const channelRules: readonly Rule[] = [
  {
    id: "channel-blocked",
    topic: "channel",
    severity: "crit",
    holdMs: 0,
    clearMs: 3_000,
    reason: "a blocked account is not retried by the gateway: only a person can help",
    remedy: "mend its credentials, then restart the channel",
    repair: { action: "channel", words: "restart it, once its credentials are mended" },
    title: "A channel account is blocked",
    readFrom: [read("channels", "channelAccounts[].lifecycle, terminalDisconnect", "2026.5")],
    check: perAccount(["blocked"], (a, state) => ({
      message: joined("blocked, no more retries", a.stateReason, error(a)),
      ...withFix(a, state),
    })),
  },
  {
    id: "channel-stopped",
    topic: "channel",
    severity: "crit",
    holdMs: 0,
    clearMs: 3_000,
    reason: "an enabled and configured account that does not run serves nobody",
    remedy: "start the channel; a gateway restart starts it too",
    repair: { action: "channel", words: "start it" },
    title: "A channel account does not run",
    readFrom: [read("channels", "channelAccounts[].{lifecycle,running}")],
    check: perAccount(["stopped"], (a, state) => ({
      message: joined("not running", attempt(a), error(a)),
      ...(a.lastStopAt === null ? {} : { since: Math.min(a.lastStopAt, state.now) }),
      ...withFix(a, state),
    })),
  },
  {
    id: "channel-recovering",
    topic: "channel",
    severity: "warn",
    critAfterMs: 120_000,
    holdMs: 5_000,
    clearMs: 10_000,
    reason: "the retry ladder is 5, 11, 22, 42, 85 s: two minutes without success is an outage",
    remedy: "the gateway retries by itself; the last error says what it waits for",
    repair: { action: "channel", words: "restart it; the gateway retries by itself" },
    title: "A channel account tries again",
    readFrom: [read("channels", "channelAccounts[].{lifecycle,restartPending,reconnectAttempts}", "2026.5")],
    check: perAccount(["recovering"], (a, state) => ({ message: joined("recovering", attempt(a), error(a)), ...withFix(a, state) })),
  },
  {
    id: "channel-offline",
    topic: "channel",
    severity: "warn",
    critAfterMs: 60_000,
    holdMs: 10_000,
    clearMs: 5_000,
    reason: "running but not connected: after a minute it is an outage, not a reconnect",
    remedy: "restart the channel; see its last error",
    repair: { action: "channel", words: "restart it" },
    title: "A channel account is not connected",
    readFrom: [read("channels", "channelAccounts[].{running,connected}")],
    check: perAccount(["offline"], (a, state) => ({
      message: joined("running, not connected", attempt(a), error(a)),
      ...withFix(a, state),
    })),
  },
  {
    id: "channel-starting",
    topic: "channel",
    severity: "warn",
    holdMs: 60_000,
    clearMs: 3_000,
    reason: "a start takes seconds; the gateway's own grace is 60 s",
    remedy: "see its log lines: openclaw logs",
    title: "A channel account does not come up",
    readFrom: [read("channels", "channelAccounts[].lifecycle", "2026.9")],
    check: perAccount(["starting"], (a) => ({ message: joined("still starting", error(a)) })),
  },
  {
    id: "channel-error",
    topic: "channel",
    severity: "warn",
    holdMs: 10_000,
    clearMs: 10_000,
    reason: "ready by its own account, but its last operation failed",
    remedy: "see its log lines: openclaw logs",
    title: "A channel account works with an error",
    readFrom: [read("channels", "channelAccounts[].lastError")],
    check: perAccount(["ready"], (a) =>
      a.lastError === null ? null : { message: joined("ready, but its last error stands", a.lastError) },
    ),
  },
  {
    id: "channel-issue",
    topic: "channel",
    severity: "warn",
    holdMs: 3_000,
    clearMs: 10_000,
    reason: "the gateway's own judgement (statusIssues)",
    remedy: null,
    title: "The gateway's own complaint of an account",
    readFrom: [read("channels", "statusIssues[]")],
    check: ownIssues,
  },
];
