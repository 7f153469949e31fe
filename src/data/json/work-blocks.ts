// Channels, lanes and sessions of the JSON.
import { deafAccounts } from "../channels/deaf-accounts.ts";
import { ladderPosition } from "../channels/ladder-position.ts";
import { accountKey, channelState } from "../model/channels.ts";
import { lastValue } from "../reading.ts";
import { accountStarts } from "../select/counters.ts";
import { laneBoard } from "../select/lane-board.ts";
import { sessionBoard } from "../select/session-board.ts";
import type { Session } from "../model/sessions.ts";
import type { State } from "../state.ts";
import { runProgress, silentLimits, unwatchedUntil } from "../stuck.ts";
import { block, rounded } from "./origin.ts";

export function channelsBlock(state: State) {
  const { value, origin: from } = block(state, "channels");
  if (value === null) return null;
  const deaf = deafAccounts(state);
  const notes = lastValue(state.snapshot.restartLog)?.work.notes ?? [];
  return value.accounts.map((account) => ({
    source: from.source,
    at: from.at,
    stale: from.stale,
    channel: account.channel,
    account: account.account,
    enabled: account.enabled,
    configured: account.configured,
    running: account.running,
    connected: account.connected,
    lifecycle: account.lifecycle,
    state: channelState(account),
    lastInboundAt: account.lastInboundAt,
    lastOutboundAt: account.lastOutboundAt,
    lastTransportActivityAt: account.lastTransportActivityAt,
    deaf: deaf.get(accountKey(account)) ?? null,
    reconnectAttempts: account.reconnectAttempts,
    retry: ladderPosition(account, notes),
    restartsLastHour: accountStarts(state, account).count,
    restartsByReason: accountStarts(state, account).byReason,
    restartLimit: accountStarts(state, account).limit,
    lastError: account.lastError,
  }));
}

export function lanesBlock(state: State) {
  const { value, origin: from } = block(state, "lanes");
  if (value === null) return null;
  const lines = new Map(laneBoard(state).map((line) => [line.key, line]));
  return value.lanes.map((lane) => ({
    source: from.source,
    at: from.at,
    stale: from.stale,
    lane: lane.lane,
    active: lane.active,
    queued: lane.queued,
    limit: lane.limit,
    draining: lane.draining,
    blockedBy: lane.blockedBy,
    growthPerMinute: rounded(lines.get(lane.lane)?.growthPerMinute ?? null, 2),
    oldestWaitMs: lines.get(lane.lane)?.oldestWaitMs ?? null,
  }));
}

/** 2026.2.26 rows say neither status nor active run: what runs is then unknown, unless tasks tell. */
function tellsRuns(state: State, items: readonly Session[]): boolean {
  return (
    block(state, "tasks").value !== null || items.length === 0 || items.some((row) => row.status !== null || row.hasActiveRun !== null)
  );
}

export function sessionsBlock(state: State) {
  const { value, origin: from } = block(state, "sessions");
  const progress = runProgress(state);
  const board = sessionBoard(state);
  const runs = [...progress.values()];
  const queued = runs.filter((run) => run.state === "queued").length;
  const silent = runs.filter((run) => run.state === "stuck" || run.state === "stalled").length;
  const told = value !== null && tellsRuns(state, value.items);
  // Without tasks only our own watching can tell, and it takes as long as a run may be silent.
  const judged =
    unwatchedUntil(state) === null || state.now - (unwatchedUntil(state) ?? 0) > silentLimits(state).stalledMs || runs.length === queued;
  return {
    ...from,
    total: value?.total ?? null,
    running: told ? runs.length - queued : null,
    queued: told ? queued : null,
    stuck: told && judged ? silent : null,
    items:
      value &&
      value.items.map((session) => {
        const run = progress.get(session.key);
        const row = board.find(session.key);
        return {
          key: session.key,
          agent: session.agent,
          state: run?.state ?? session.status,
          ageMs: run?.ageMs ?? null,
          silentMs: run?.silentMs ?? null,
          queueDepth: run?.queueDepth ?? (block(state, "tasks").value === null ? null : 0),
          model: session.model,
          tokens: session.totalTokens,
          contextShare: rounded(row?.contextShare ?? null, 4),
          costUsd: rounded(session.estimatedCostUsd, 6),
          channel: session.channel,
          parent: session.spawnedBy ?? session.parentSessionKey,
          detector: row?.detector ?? null,
          ineffective: row?.ineffective ?? false,
          scars: row?.scars ?? [],
        };
      }),
  };
}
