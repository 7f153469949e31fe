// RPC channels.status.
import type { ChannelAccount, ChannelBoard, ChannelIssue, ChannelProbe } from "../../model/channels.ts";
import { bool, decoding, DecodeError, maybe, needFields, needText, num, rows, text, type Fields } from "./field.ts";

const ACCOUNTS_MAX = 1_000;
const ISSUES_MAX = 200;

/** In the gateway's own order of channels, accounts as listed; at most 1 000 accounts and 200 issues. */
export function decodeChannels(payload: unknown): ChannelBoard {
  return decoding("channels.status", payload, (from) => {
    const byChannel = needFields(from, "channelAccounts");
    const accounts: ChannelAccount[] = [];
    for (const channel of channelNames(from, byChannel)) {
      const list = byChannel[channel];
      if (!Array.isArray(list)) throw new DecodeError(`channelAccounts.${channel}`, "is not a list");
      const left = ACCOUNTS_MAX - accounts.length;
      accounts.push(...rows(list as readonly unknown[], `channelAccounts.${channel}`, left, (row) => accountOf(channel, row)));
    }
    const issues = from["statusIssues"];
    return {
      accounts,
      issues: Array.isArray(issues) ? rows(issues as readonly unknown[], "statusIssues", ISSUES_MAX, issueOf) : [],
      partial: bool(from, "partial") ?? false,
      toldAt: num(from, "ts"),
    };
  });
}

function channelNames(from: Fields, byChannel: Fields): readonly string[] {
  const order = Array.isArray(from["channelOrder"]) ? (from["channelOrder"] as readonly unknown[]) : [];
  const listed = order.filter((name): name is string => typeof name === "string" && Object.hasOwn(byChannel, name));
  return [...new Set([...listed, ...Object.keys(byChannel)])];
}

function accountOf(channel: string, from: Fields): ChannelAccount {
  return {
    channel: text({ channel }, "channel", 80) ?? "?",
    account: needText(from, "accountId", 120),
    enabled: bool(from, "enabled"),
    configured: bool(from, "configured"),
    running: bool(from, "running"),
    connected: bool(from, "connected"),
    lifecycle: text(from, "lifecycle", 40),
    stateReason: text(from, "stateReason"),
    healthState: text(from, "healthState", 60),
    restartPending: bool(from, "restartPending"),
    reconnectAttempts: num(from, "reconnectAttempts"),
    terminalDisconnect: bool(from, "terminalDisconnect"),
    lastStartAt: num(from, "lastStartAt"),
    lastStopAt: num(from, "lastStopAt"),
    lastConnectedAt: num(from, "lastConnectedAt"),
    lastTransportActivityAt: num(from, "lastTransportActivityAt"),
    lastInboundAt: num(from, "lastInboundAt"),
    lastOutboundAt: num(from, "lastOutboundAt"),
    lastEventAt: num(from, "lastEventAt"),
    lastError: text(from, "lastError"),
    mode: text(from, "mode", 40),
    activeRuns: num(from, "activeRuns"),
    busy: bool(from, "busy"),
    probe: probeOf(from),
    lastProbeAt: num(from, "lastProbeAt"),
  };
}

/** Each channel adds fields of its own; IRC calls the time `latencyMs`. */
function probeOf(from: Fields): ChannelProbe | null {
  const probe = maybe(from, "probe");
  if (probe === null) return null;
  return {
    ok: bool(probe, "ok"),
    error: text(probe, "error"),
    status: num(probe, "status"),
    tookMs: num(probe, "elapsedMs") ?? num(probe, "latencyMs"),
  };
}

function issueOf(from: Fields): ChannelIssue {
  return {
    channel: needText(from, "channel", 80),
    account: text(from, "accountId", 120),
    kind: text(from, "kind", 60) ?? "unknown",
    message: text(from, "message") ?? "no message",
    fix: text(from, "fix"),
  };
}
