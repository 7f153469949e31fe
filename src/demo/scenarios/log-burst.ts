import type { LogLine, Scenario } from "../scenario.ts";
import { base } from "./base.ts";
import { everyday, spans, who } from "./sessions.ts";

const sinceMs = -150_000;
const everyMs = 1_400;
const subsystems = ["agent/embedded", "agent/embedded", "agent/embedded", "gateway/ws"];

function errors(untilMs: number): readonly LogLine[] {
  return Array.from({ length: Math.max(0, Math.floor((untilMs - sinceMs) / everyMs) + 1) }, (_, nth): LogLine => ({
    ms: sinceMs + nth * everyMs,
    subsystem: subsystems[nth % subsystems.length] ?? "gateway",
    level: "ERROR",
    text: "embedded run failed before reply: 429 rate_limit_error",
  }));
}

const told: readonly LogLine[] = [
  {
    ms: sinceMs - 61_000,
    subsystem: "gateway/reload",
    level: "WARN",
    text: "config reload skipped (invalid config): agents.defaults.modl",
  },
  {
    ms: sinceMs + 4_000,
    subsystem: "agent/auth",
    level: "WARN",
    text: "auth profile failure state updated",
    facts: { event: "auth_profile_failure_state_updated", provider: "anthropic", reason: "rate_limit" },
  },
];

export const logBurst: Scenario = {
  ...base,
  name: "log-burst",
  summary: "anthropic is over its limit: calls fail, it is put aside, errors pour into the log; a changed config was not taken over",
  sessions: [
    ...everyday.filter(({ key }) => key !== who.lin.key),
    spans(
      who.lin,
      { createdAt: -412_000, startedAt: -411_900, endedAt: -398_000 },
      { createdAt: -101_000, startedAt: -100_900, endedAt: -88_000, failed: "429 rate_limit_error: the limit of this hour is reached" },
    ),
  ],
  records: [
    {
      fromMs: sinceMs,
      untilMs: null,
      everyMs: 9_000,
      record: {
        type: "model.call.error",
        provider: "anthropic",
        model: "claude-sonnet-4-5",
        durationMs: 340,
        failureKind: "rate_limit",
        reason: "Error",
      },
    },
  ],
  log: (untilMs) => [...told, ...errors(untilMs)].filter(({ ms }) => ms <= untilMs),
};
