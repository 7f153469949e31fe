// Channel accounts.
import type { ChannelAccount, ChannelIssue } from "../../../../src/data/model/channels.ts";
import type { Event } from "../../../../src/data/events.ts";
import * as s from "../../../support/scene.ts";
import { old, type Case } from "./case.ts";

const SUBJECT = "telegram/poll";
const board = (account: Partial<ChannelAccount>, issues: readonly ChannelIssue[] = []): readonly Event[] => [
  s.sampled("channels", { accounts: [s.account(account)], issues, partial: false }),
];
/** Of an account that was read before. */
const starts = (times: number): readonly Event[] =>
  Array.from({ length: times }, (_, n) =>
    s.sampled("channels", { accounts: [s.account({ lastStartAt: s.START + n * 1_000 })], issues: [], partial: false }, s.START + n * 1_000),
  );
const issue: ChannelIssue = { channel: "telegram", account: "poll", kind: "config", message: "token expires", fix: null };
const silent = (ms: number) =>
  board({ mode: "polling", lastStartAt: s.START - 500_000, lastConnectedAt: s.START - 500_000, lastTransportActivityAt: s.START - ms });

const state = (id: Case["id"], account: Partial<ChannelAccount>, given: Pick<Case, "says" | "severity"> & Partial<Case>): Case => ({
  id,
  under: board({}),
  over: board(account),
  subject: SUBJECT,
  unknown: old,
  ...given,
});

export const channelCases: readonly Case[] = [
  state(
    "channel-blocked",
    { lifecycle: "blocked", running: false, lastError: "Unauthorized" },
    {
      says: /blocked, no more retries · Unauthorized/u,
      severity: "crit",
    },
  ),
  state(
    "channel-stopped",
    { running: false, lifecycle: "stopped" },
    {
      under: board({ enabled: false, running: false, lifecycle: null }),
      says: /not running/u,
      severity: "crit",
    },
  ),
  state("channel-recovering", { lifecycle: "recovering", reconnectAttempts: 4 }, { says: /recovering · reconnect 4/u, severity: "warn" }),
  state(
    "channel-offline",
    { connected: false, lifecycle: null },
    {
      under: board({ connected: null, lifecycle: null }),
      says: /running, not connected/u,
      severity: "warn",
    },
  ),
  state("channel-starting", { lifecycle: "starting" }, { says: /still starting/u, severity: "warn" }),
  state("channel-error", { lastError: "ETIMEDOUT" }, { says: /its last error stands · ETIMEDOUT/u, severity: "warn" }),
  state(
    "channel-issue",
    {},
    {
      under: board({ running: false, lifecycle: "stopped" }, [issue]),
      over: board({}, [issue]),
      says: /config: token expires/u,
      severity: "warn",
    },
  ),
  state(
    "channel-restarts",
    {},
    {
      under: starts(3),
      over: starts(4),
      says: /4 starts in the last hour/u,
      severity: "warn",
      unknown: s.well(),
      own: { looser: { warn: 4 }, tighter: { warn: 2 } },
    },
  ),
  state(
    "channel-deaf",
    {},
    {
      under: silent(90_000),
      over: silent(90_001),
      says: /perhaps deaf: green, but its connection has been silent for 1m30s/u,
      severity: "warn",
    },
  ),
];
