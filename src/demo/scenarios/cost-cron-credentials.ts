import type { Scenario } from "../scenario.ts";
import { base } from "./base.ts";
import { everyday, spans, who } from "./sessions.ts";

const hourMs = 3_600_000;

export const costCronCredentials: Scenario = {
  ...base,
  name: "cost-cron-credentials",
  summary: "nothing is down: credentials end, cron jobs fail unseen, and today costs six times a usual day",
  // It goes on and on, and each step is paid for.
  sessions: [...everyday, spans(who.research, { createdAt: -41 * 60_000 - 150, startedAt: -41 * 60_000, endedAt: null })],
  upkeep: {
    spending: 6,
    auth: {
      anthropic: { status: "expiring", expiresMs: 5.5 * hourMs },
      openai: { status: "expired", expiresMs: -0.4 * hourMs },
    },
    cron: [
      { name: "inbox-digest", displayName: "Inbox digest", everyMs: hourMs, lastedMs: 21_040, wrong: { what: "failing", times: 4 } },
      { name: "backup-notes", displayName: "Backup of notes", everyMs: 6 * hourMs, lastedMs: 8_312, wrong: { what: "failing", times: 1 } },
      {
        name: "weather-brief",
        displayName: "Weather brief",
        everyMs: 12 * hourMs,
        lastedMs: 4_120,
        wrong: { what: "turned off", times: 10, reason: "consecutive_errors" },
      },
      {
        name: "standup-reminder",
        displayName: "Standup reminder",
        everyMs: hourMs,
        lastedMs: 3_020,
        wrong: { what: "missed", dueMs: -25 * 60_000 },
      },
    ],
  },
};
