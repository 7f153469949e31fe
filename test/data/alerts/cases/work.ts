// Queues, lanes, sessions and runs.
import type { Event } from "../../../../src/data/events.ts";
import type { Lane } from "../../../../src/data/model/gateway.ts";
import type { Session } from "../../../../src/data/model/sessions.ts";
import * as s from "../../../support/scene.ts";
import { old, type Case } from "./case.ts";
import { logged } from "./given.ts";

const KEY = "agent:main:a";
const lanes = (given: Partial<Lane>) => [s.sampled("lanes", { lanes: [s.lane(given)], dynamic: null })];
const sessions = (given: Partial<Session>): readonly Event[] => [s.sampled("sessions", { items: [s.session(given)], total: 1 })];
const queued = (ms: number) => [s.sampled("tasks", [s.task({ execution: "queued", createdAt: s.START - ms })])];
const running = (ms: number) => sessions({ status: "running", startedAt: s.START - ms });
const moving = (ms: number) => [
  ...running(ms),
  s.pushed([{ push: "progress", sessionKey: KEY, stream: "usage", phase: null, failed: false }]),
];
const recovered = (released: number) => [
  ...running(500_000),
  logged({ at: s.START - 1_000, of: "recovery", sessionKey: KEY, status: "released", action: "abort_embedded_run", released, queued: 2 }),
];
const call = (ended: boolean) =>
  s.pushed([{ push: "progress", sessionKey: KEY, stream: "item", phase: "start", failed: false, tool: { id: "t1", ended } }]);
/** A run called a tool, and is over since 6 s. */
const ended = (seen: boolean): readonly Event[] => [
  ...sessions({ status: "running", startedAt: s.START }),
  call(false),
  ...(seen ? [call(true)] : []),
  s.sampled("sessions", { items: [s.session({ status: "killed" })], total: 1 }, s.START + 1_000),
  s.clock(s.START + 6_000),
];
const failed = (ms: number) => sessions({ status: "failed", endedAt: s.START - ms, lastRunError: "rate limit" });
const aborted = (ms: number) => sessions({ status: "killed", abortedLastRun: true, endedAt: s.START - ms });

export const workCases: readonly Case[] = [
  {
    id: "lane-full",
    under: lanes({ active: 2 }),
    over: lanes({ active: 2, queued: 1 }),
    says: /full: 2\/2 active, 1 waiting/u,
    subject: "main",
    severity: "warn",
    unknown: old,
  },
  {
    id: "queue-depth",
    under: lanes({ queued: 100 }),
    over: lanes({ queued: 101 }),
    says: /101 waiting/u,
    subject: "all lanes",
    severity: "crit",
    unknown: old,
    own: { looser: { crit: 200 }, tighter: { crit: 50 } },
  },
  {
    id: "queue-wait",
    under: queued(60_000),
    over: queued(60_001),
    says: /1 waiting, the oldest for 1m/u,
    subject: "runs",
    severity: "warn",
    unknown: [...s.well(), { type: "failed", source: "tasks", at: s.START, why: "no answer" }],
    own: { looser: { warn: 90 }, tighter: { warn: 30 } },
  },
  {
    id: "session-long",
    under: moving(1_800_000),
    over: moving(1_800_001),
    says: /running for 30m · last progress 0s ago/u,
    subject: KEY,
    severity: "warn",
    unknown: old,
    own: { looser: { warn: 3_600 }, tighter: { warn: 600 } },
  },
  {
    id: "session-silent",
    under: running(120_000),
    over: running(120_001),
    says: /stalled: no progress for 2m/u,
    subject: KEY,
    severity: "warn",
    unknown: old,
    own: { looser: { warn: 200 }, tighter: { warn: 60 } },
  },
  {
    id: "recovery-ineffective",
    under: recovered(1),
    over: recovered(0),
    says: /recovery released, released nothing · abort embedded run · 2 queued behind it/u,
    subject: KEY,
    severity: "crit",
    unknown: s.well(),
  },
  {
    id: "run-failed",
    under: failed(900_000),
    over: failed(899_999),
    says: /its run failed · rate limit · 15m ago/u,
    subject: KEY,
    severity: "warn",
    unknown: old,
  },
  {
    id: "run-aborted",
    under: aborted(3_600_000),
    over: aborted(3_599_999),
    says: /its last run was aborted · 1h ago/u,
    subject: KEY,
    severity: "info",
    unknown: old,
  },
  {
    id: "run-tombstoned",
    under: sessions({ restartRecoveryStatus: null }),
    over: sessions({ restartRecoveryStatus: "tombstoned" }),
    says: /given up · a restart cut its run/u,
    subject: KEY,
    severity: "warn",
    unknown: old,
  },
  {
    id: "transcript",
    under: ended(true),
    over: ended(false),
    says: /perhaps a tool call without a result/u,
    subject: KEY,
    severity: "warn",
    unknown: [...s.well(), s.link(s.waitingLink())],
  },
];
