// Messages, deliveries and model calls of the last five minutes; the log.
import type { Event } from "../../../../src/data/events.ts";
import * as s from "../../../support/scene.ts";
import type { Case } from "./case.ts";
import { errorsLogged, logged, ring } from "./given.ts";

const processed = (times: number, durationMs = 100) => [times, { type: "message.processed", durationMs }] as const;
const slow = (durationMs: number): readonly Event[] => [ring(processed(5, durationMs))];
const failing = (times: number): readonly Event[] => [ring(processed(20), [times, { type: "model.call.error", provider: "p" }])];
const webhooks = (done: number): readonly Event[] => [ring([3, { type: "webhook.received" }], [done, { type: "webhook.processed" }])];
const deliveries = (times: number): readonly Event[] => [
  ring(
    [4, { type: "message.delivery.completed", channel: "irc" }],
    [times, { type: "message.delivery.error", channel: "irc", reason: "timeout" }],
  ),
];
const calls = (times: number): readonly Event[] => [
  ring(
    [1, { type: "model.call.completed", provider: "openai" }],
    [times, { type: "model.call.error", provider: "openai", reason: "rate_limit" }],
  ),
];
const aside = (untilAt: number): readonly Event[] => [
  logged({ at: s.START - 5_000, of: "cooldown", provider: "openai", reason: "rate_limit", untilAt }),
];

export const messageCases: readonly Case[] = [
  {
    id: "message-slow",
    under: slow(30_000),
    over: slow(30_001),
    says: /5 % take over 30.0 s, half over 30.0 s \(5 in 5m\)/u,
    subject: "messages",
    severity: "warn",
    unknown: s.well(),
    own: { looser: { warn: 60 }, tighter: { warn: 10 } },
  },
  {
    id: "error-rate",
    under: failing(1),
    over: failing(2),
    says: /10 % fail: 2 of 20 in 5m/u,
    subject: "messages",
    severity: "warn",
    unknown: s.well(),
    own: { looser: { warn: 20 }, tighter: { warn: 2 } },
  },
  {
    id: "webhook-unprocessed",
    under: webhooks(1),
    over: webhooks(0),
    says: /3 of 3 received in 5m were not processed/u,
    subject: "webhooks",
    severity: "warn",
    unknown: s.well(),
    own: { looser: { warn: 5 }, tighter: { warn: 1 } },
  },
  {
    id: "delivery-errors",
    under: deliveries(2),
    over: deliveries(3),
    says: /3 of 7 deliveries failed in 5m · timeout 3/u,
    subject: "irc",
    severity: "warn",
    unknown: s.well(),
    own: { looser: { warn: 5 }, tighter: { warn: 1 } },
  },
  {
    id: "model-errors",
    under: calls(2),
    over: calls(3),
    says: /3 of 4 calls failed in 5m · rate limit 3/u,
    subject: "openai",
    severity: "warn",
    unknown: s.well(),
    own: { looser: { warn: 5 }, tighter: { warn: 1 } },
  },
  {
    id: "model-cooldown",
    under: aside(s.START),
    over: aside(s.START + 60_000),
    says: /put aside for 1m more: no run uses it · rate limit/u,
    subject: "openai",
    severity: "warn",
    unknown: s.well(),
  },
  {
    id: "log-errors",
    under: [errorsLogged(10)],
    over: [errorsLogged(11, { "channels/irc": 8, gateway: 3 })],
    says: /11 errors in a minute · 8 of them from channels\/irc/u,
    subject: "log",
    severity: "warn",
    unknown: s.well(),
    own: { looser: { warn: 50 }, tighter: { warn: 5 } },
  },
];
