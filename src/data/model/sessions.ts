// Agent sessions and their runs, from RPC sessions.list, tasks.list and the events sessions.changed, task, agent.

/** What a run's error is about; its text may quote what somebody wrote and is not kept. */
export type RunErrorClass =
  | "rate limit"
  | "overloaded"
  | "credentials"
  | "timeout"
  | "network"
  | "context full"
  | "provider error"
  | "aborted"
  | "other";

/** One session row. Token figures are of the last turn, not cumulative. */
export type Session = {
  readonly key: string;
  readonly sessionId: string | null;
  readonly agent: string | null;
  /** queued | running | done | failed | killed | timeout; null = never ran, or an old release. */
  readonly status: string | null;
  readonly hasActiveRun: boolean | null;
  readonly kind: string | null;
  readonly channel: string | null;
  readonly model: string | null;
  readonly provider: string | null;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly updatedAt: number | null;
  readonly lastActivityAt: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly totalTokens: number | null;
  readonly contextTokens: number | null;
  readonly estimatedCostUsd: number | null;
  readonly abortedLastRun: boolean | null;
  /** False: `totalTokens` is of a context that has changed since. Null: the release does not say. */
  readonly totalTokensFresh: boolean | null;
  /** Whose sub-agent it is. */
  readonly spawnedBy: string | null;
  readonly parentSessionKey: string | null;
  readonly spawnDepth: number | null;
  /** `tombstoned`: a run cut by a restart was given up (2026.9.1 and later); null = not, or an older release. */
  readonly restartRecoveryStatus: string | null;
  /** Of `lastRunError` (2026.9.6 and later); null = none, or an older release. */
  readonly lastRunError: RunErrorClass | null;
  /** main | custom | subagent | cron | …; null before 2026.8.1. */
  readonly classification: string | null;
};

/**
 * `total` may exceed `items.length` when the gateway limits the list. `pass`: when they were last read page by page, and whether
 * that came to the end; absent while only the first page was read.
 */
export type SessionList = {
  readonly items: readonly Session[];
  readonly total: number;
  readonly pass?: { readonly at: number; readonly whole: boolean };
};

/** One run, RPC tasks.list / event task. `status:"running"` may still be queued: use `execution`. */
export type Task = {
  readonly id: string;
  readonly runId: string | null;
  /** Whoever asked for it; where it runs is `childSessionKey` for a sub-agent. */
  readonly sessionKey: string | null;
  readonly childSessionKey: string | null;
  readonly parentTaskId: string | null;
  readonly status: string;
  /** unknown | queued | running | finished */
  readonly execution: string | null;
  readonly title: string | null;
  readonly runtime: string | null;
  readonly createdAt: number | null;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly lastActivityAt: number | null;
  readonly toolUseCount: number | null;
  readonly lastToolName: string | null;
  readonly error: string | null;
};

/** One record of the diagnostics ring (RPC diagnostics.stability, `events[]`); those of the stuck detector never name the session. */
export type DiagnosticRecord = {
  readonly seq: number;
  readonly at: number;
  readonly type: string;
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly channel: string | null;
  readonly source: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  /** Of run.execution_phase, diagnostic.phase.completed, a warning about liveness. */
  readonly phase: string | null;
  readonly toolName: string | null;
  /** info | warning | critical, of what the gateway warns about. */
  readonly level: string | null;
  readonly durationMs: number | null;
  readonly ageMs: number | null;
  readonly waitMs: number | null;
  /** Of a model call. */
  readonly timeToFirstByteMs: number | null;
  readonly requestBytes: number | null;
  readonly responseBytes: number | null;
  /** Resident memory of a sample or of pressure; the size of a payload; the characters of a prompt. */
  readonly bytes: number | null;
  readonly queueDepth: number | null;
  readonly queueSize: number | null;
  /** What a recovery released, the attempt of a run, events the gateway itself dropped. */
  readonly count: number | null;
  /** Counters of diagnostic.heartbeat, process lifetime. */
  readonly webhooks: { readonly received: number; readonly processed: number; readonly errors: number } | null;
};

/** One answer of RPC diagnostics.stability `{sinceSeq}`: the records after `since`, oldest first. */
export type DiagnosticSlice = {
  /** The sinceSeq this slice answers; 0 = from the beginning of the ring. */
  readonly since: number;
  readonly lastSeq: number;
  /** Sequence numbers that passed unread between `since` and the first record; an upper bound of the records lost. */
  readonly dropped: number;
  readonly records: readonly DiagnosticRecord[];
};
