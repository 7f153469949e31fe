// What leaves this host of sessions, runs, the diagnostics ring and what the log tells.
import type { ErrorMinute, LogNote, WorkLog } from "../model/log-notes.ts";
import type { DiagnosticRecord, DiagnosticSlice, Session, SessionList, Task } from "../model/sessions.ts";
import type { RestartLog, RestartNote } from "../restart/restart-log.ts";
import { lane } from "./scrub-gateway.ts";
import { account, dropped, each, fields, keyed, named, nullOr, ownId, sessionKey, shapes, word, type Scrub } from "./scrub.ts";

export const session = fields<Session>({
  key: sessionKey,
  sessionId: named("id"),
  agent: named("agent"),
  status: word,
  hasActiveRun: "kept",
  kind: word,
  channel: word,
  model: word,
  provider: word,
  startedAt: "kept",
  endedAt: "kept",
  updatedAt: "kept",
  lastActivityAt: "kept",
  inputTokens: "kept",
  outputTokens: "kept",
  totalTokens: "kept",
  contextTokens: "kept",
  estimatedCostUsd: "kept",
  abortedLastRun: "kept",
  totalTokensFresh: "kept",
  spawnedBy: sessionKey,
  parentSessionKey: sessionKey,
  spawnDepth: "kept",
  restartRecoveryStatus: word,
  lastRunError: "kept",
  classification: word,
});

export const sessions = fields<SessionList>({
  items: each(session),
  total: "kept",
  pass: fields<NonNullable<SessionList["pass"]>>({ at: "kept", whole: "kept" }),
});

/** Titles and errors of runs quote what somebody wrote. */
export const task = fields<Task>({
  id: named("run"),
  runId: named("run"),
  sessionKey,
  childSessionKey: sessionKey,
  parentTaskId: named("run"),
  status: word,
  execution: word,
  title: dropped,
  runtime: word,
  createdAt: "kept",
  startedAt: "kept",
  endedAt: "kept",
  lastActivityAt: "kept",
  toolUseCount: "kept",
  lastToolName: word,
  error: dropped,
});

const diagnostic = fields<DiagnosticRecord>({
  seq: "kept",
  at: "kept",
  type: word,
  outcome: word,
  reason: word,
  channel: word,
  source: lane,
  provider: word,
  model: word,
  phase: word,
  toolName: word,
  level: word,
  durationMs: "kept",
  ageMs: "kept",
  waitMs: "kept",
  timeToFirstByteMs: "kept",
  requestBytes: "kept",
  responseBytes: "kept",
  bytes: "kept",
  queueDepth: "kept",
  queueSize: "kept",
  count: "kept",
  webhooks: nullOr(fields<NonNullable<DiagnosticRecord["webhooks"]>>({ received: "kept", processed: "kept", errors: "kept" })),
});

export const stability = fields<DiagnosticSlice>({ since: "kept", lastSeq: "kept", dropped: "kept", records: each(diagnostic) });

type Noted<O extends LogNote["of"]> = Extract<LogNote, { readonly of: O }>;

const note: Scrub<LogNote> = shapes("of", {
  detector: fields<Noted<"detector">>({
    at: "kept",
    of: "kept",
    verdict: word,
    sessionKey,
    ageMs: "kept",
    queueDepth: "kept",
    reason: word,
    recovery: word,
  }),
  recovery: fields<Noted<"recovery">>({
    at: "kept",
    of: "kept",
    sessionKey,
    status: word,
    action: word,
    released: "kept",
    queued: "kept",
  }),
  "lane-wait": fields<Noted<"lane-wait">>({ at: "kept", of: "kept", lane, waitedMs: "kept", ahead: "kept" }),
  retry: fields<Noted<"retry">>({ at: "kept", of: "kept", account, attempt: "kept", attempts: "kept", inMs: "kept" }),
  "config-reload": fields<Noted<"config-reload">>({ at: "kept", of: "kept", ok: "kept", why: "kept" }),
  cooldown: fields<Noted<"cooldown">>({ at: "kept", of: "kept", provider: word, reason: word, untilAt: "kept" }),
});

const errorMinute = fields<ErrorMinute>({ minute: "kept", count: "kept", bySubsystem: keyed((key, names) => names.word(key)) });

type Restarted<O extends RestartNote["of"]> = Extract<RestartNote, { readonly of: O }>;

const restartNote: Scrub<RestartNote> = shapes("of", {
  gateway: fields<Restarted<"gateway">>({ at: "kept", of: "kept", said: "kept", run: ownId }),
  account: fields<Restarted<"account">>({ at: "kept", of: "kept", account, reason: word }),
  limit: fields<Restarted<"limit">>({ at: "kept", of: "kept", account, limit: "kept" }),
});

export const restartLog = fields<RestartLog>({
  cursor: "kept",
  file: named("file"),
  watched: "kept",
  askedAt: "kept",
  reachesBackTo: "kept",
  notes: each(restartNote),
  work: fields<WorkLog>({ notes: each(note), errors: each(errorMinute) }),
});
