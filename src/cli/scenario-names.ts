// The demo's scenarios by name (src/demo/scenarios.ts), so that a command line can be judged without loading the demo.

export const scenarioNames = [
  "calm",
  "channel-down",
  "channel-ladder",
  "channel-storm",
  "deaf-channel",
  "flapping",
  "stuck-session",
  "recovery-ineffective",
  "queue-wait",
  "queue-growing",
  "memory-leak",
  "cost-cron-credentials",
  "log-burst",
  "webhook-lost",
  "crash-loop",
  "tombstones",
  "frozen",
  "restart-drain",
  "restart-deferred",
  "token-refused",
  "old-gateway",
] as const satisfies readonly string[];

/** What --demo shows without a name. */
export const defaultScenario: (typeof scenarioNames)[number] = "channel-down";
