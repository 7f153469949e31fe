// Money, credentials, cron jobs, approvals.
import type { Event } from "../../../../src/data/events.ts";
import * as s from "../../../support/scene.ts";
import type { Case } from "./case.ts";
import { auth, cost, job } from "./given.ts";

const DAY_MS = 86_400_000;
const expires = (ms: number): readonly Event[] => [s.sampled("modelAuth", [auth({ expiresAt: s.START + ms })])];
const failing = (consecutiveErrors: number): readonly Event[] => [s.sampled("cron", [job({ consecutiveErrors, lastStatus: "error" })])];
const waiting = (ms: number): readonly Event[] => [s.sampled("approvals", { waiting: 2, oldestAt: s.START - ms })];

export const upkeepCases: readonly Case[] = [
  {
    id: "cost-budget",
    under: [cost(20)],
    over: [cost(20.01)],
    says: /^20.01 USD, over 20 USD/u,
    subject: "today",
    severity: "warn",
    unknown: [...s.well(), cost(30, { fresh: false })],
    on: { warn: 20 },
    own: { looser: { warn: 30 }, tighter: { warn: 10 } },
  },
  {
    id: "credentials",
    under: expires(DAY_MS),
    over: expires(DAY_MS - 1),
    says: /its credentials expire in 1d/u,
    subject: "anthropic",
    severity: "warn",
    unknown: s.well(),
    own: { looser: { warn: 12 }, tighter: { warn: 48 } },
  },
  {
    id: "cron",
    under: failing(0),
    over: failing(1),
    says: /its last run failed · error/u,
    subject: "nightly",
    severity: "warn",
    unknown: s.well(),
    own: { looser: { warn: 1 }, tighter: { warn: -1 } },
  },
  {
    id: "approvals",
    under: waiting(60_000),
    over: waiting(60_001),
    says: /2 waiting, the oldest for 1m/u,
    subject: "approvals",
    severity: "warn",
    unknown: [...s.well(), { type: "missing", source: "approvals", at: s.START, why: "missing scope: operator.approvals" }],
    own: { looser: { warn: 90 }, tighter: { warn: 30 } },
  },
];
