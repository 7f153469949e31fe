// Channel accounts over time: started again and again, or green and deaf.
import { deafAccounts } from "../channels/deaf-accounts.ts";
import type { Deafness } from "../channels/account-watch.ts";
import { current } from "../facts.ts";
import { accountKey, channelState, type ChannelAccount } from "../model/channels.ts";
import { accountStarts } from "../select/counters.ts";
import type { State } from "../state.ts";
import { age } from "../units.ts";
import type { Check, Evidence, Finding, Judging, Rule, Threshold } from "./alert.ts";
import { causeOf } from "./cause.ts";
import { joined, judged, unknown } from "./judged.ts";
import { quotedFrom, read } from "./read-from.ts";
import { beyond, graded } from "./threshold.ts";

const NOT_READ = "channels were not read lately";

const RESTARTS: Threshold = { quantity: "starts of an account", unit: "per hour", warn: 3, crit: null, hysteresis: 0 };

const inUse = (account: ChannelAccount): boolean => !["disabled", "unconfigured"].includes(channelState(account));

function reasonWords(byReason: Readonly<Record<string, number>>): string {
  return Object.entries(byReason)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, times]) => `${reason} ${times}`)
    .join(", ");
}

function restarts(state: State, judging: Judging): Check {
  const channels = current(state, "channels");
  if (channels.kind !== "ok") return unknown(NOT_READ);
  const used = channels.value.accounts.filter(inUse);
  const counted = used.map((account) => ({ account, starts: accountStarts(state, account) })).filter(({ starts }) => starts.count !== null);
  if (counted.length === 0 && used.length > 0) return unknown("an hour was not watched, and the log tells of none");
  return judged(
    ...counted.map(({ account, starts: { count, limit, byReason } }): Finding | null => {
      const subject = accountKey(account);
      const times = count ?? 0;
      const atLimit = limit !== null && times >= limit;
      const many = atLimit ? "crit" : beyond(times, RESTARTS, judging, subject);
      const words = atLimit
        ? `${times} starts in the last hour: the gateway's own limit, it tries no more`
        : `${times} starts in the last hour`;
      const evidence = Object.entries(byReason).map(([reason, n]): Evidence => quotedFrom(state, "restartLog", reason, `${n} times`));
      const cause = causeOf(account.lastError);
      const message = joined(words, reasonWords(byReason));
      return many && { subject, message, ...(cause === null ? {} : { cause }), evidence, ...graded(many) };
    }),
  );
}

function deafFinding(state: State, subject: string, { sure, why, inboundAgeMs, usualMs }: Deafness): Finding {
  const quote = (label: string, ms: number | null): Evidence => quotedFrom(state, "channels", label, ms === null ? "not told" : age(ms));
  return {
    subject,
    message: `${sure ? "deaf" : "perhaps deaf"}: green, but ${why}`,
    evidence: [quote("last inbound", inboundAgeMs), quote("measured against", usualMs)],
    ...(sure ? { severity: "crit" as const } : {}),
  };
}

function deaf(state: State): Check {
  if (current(state, "channels").kind !== "ok") return unknown(NOT_READ);
  return judged(...[...deafAccounts(state)].map(([key, deafness]) => deafFinding(state, key, deafness)));
}

export const channelWatchRules: readonly Rule[] = [
  {
    id: "channel-restarts",
    title: "A channel account is started again and again",
    topic: "channel",
    severity: "warn",
    follows: true,
    holdMs: 0,
    clearMs: 300_000,
    reason: "a sound account is started once; the gateway gives up at a limit of its own, which is critical",
    remedy: "see why it ends: its last error, and its lines in openclaw logs",
    repair: { action: "channel", words: "restart it, once its cause is mended" },
    threshold: RESTARTS,
    readFrom: [
      read("channels", "channelAccounts[].lastStartAt"),
      read("restartLog", "auto-restart attempt; health-monitor: restarting; hit N restarts/hour limit"),
    ],
    check: restarts,
  },
  {
    id: "channel-deaf",
    title: "A channel account is green and hears nothing",
    topic: "channel",
    severity: "warn",
    holdMs: 60_000,
    clearMs: 30_000,
    reason:
      "measured against its own habits: what it usually hears, and how often its connection beats; perhaps while little was seen of it",
    remedy: "p asks its server; restart the channel",
    repair: { action: "channel", words: "restart it; p asks its server first" },
    readFrom: [
      read("channels", "channelAccounts[].{lastInboundAt,lastConnectedAt}"),
      read("channels", "channelAccounts[].lastTransportActivityAt", "2026.9"),
      read("stability", "message.delivery.*", "2026.5"),
    ],
    check: deaf,
  },
];
