// Every alert there is, by the id that scripts, the config file and docs/alerts.md know it by. An id is never given another meaning.

export const alertIds = [
  // The gateway itself.
  "port-closed",
  "silent",
  "link",
  "not-ready",
  "draining",
  "crash-loop",
  "slow",
  "uptime",
  "config-reload",
  "plugin-errors",
  "update-available",
  // Its process.
  "memory",
  "memory-trend",
  "cpu",
  "event-loop",
  "handles-growing",
  "threads-growing",
  "children-growing",
  "connections-growing",
  "disk-low",
  // Channel accounts.
  "channel-blocked",
  "channel-stopped",
  "channel-recovering",
  "channel-offline",
  "channel-starting",
  "channel-error",
  "channel-issue",
  "channel-restarts",
  "channel-deaf",
  // Work.
  "lane-full",
  "queue-depth",
  "queue-wait",
  "session-long",
  "session-silent",
  "recovery-ineffective",
  "run-failed",
  "run-aborted",
  "run-tombstoned",
  "transcript",
  "message-slow",
  "error-rate",
  "webhook-unprocessed",
  "delivery-errors",
  // What it depends on, and what waits for people.
  "model-errors",
  "model-cooldown",
  "cost-budget",
  "credentials",
  "cron",
  "approvals",
  "log-errors",
  // Ourselves.
  "stale-readings",
] as const;

export type AlertId = (typeof alertIds)[number];
