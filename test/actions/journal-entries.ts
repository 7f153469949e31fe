// Entries with every field filled, and texts that must never be written.
import type { JournalEntry } from "../../src/data/action/journal.ts";
import type { Evidence } from "../../src/data/restart/evidence.ts";

const evidence: Evidence = {
  at: 1_763_629_304_401,
  link: { bootId: "fb29031b-590e-434b-a8c2-7feee21c9e1b", version: "2026.9.6", processInstanceId: "e3f2601a", pid: 24448 },
  serving: { from: "/startupz", status: "started", servingSince: 1_763_629_299_011, version: "2026.9.6", pendingReason: null },
  process: { pid: 24448, startTicks: 459583, state: "S", evidence: "lock file", ownsPort: true },
  lock: {
    path: "/home/operator/.openclaw/tmp/openclaw-0/gateway.state.lock",
    pid: 24448,
    startTicks: 459583,
    ownerId: "8da2ab14-270e-43de-9045-42ac45e59a09",
    createdAt: 1_763_629_297_159,
    port: 19140,
  },
  unit: {
    kind: "systemd-user",
    unit: "openclaw-gateway.service",
    loadState: "loaded",
    activeState: "active",
    subState: "running",
    result: "success",
    mainPid: 24448,
    invocationId: "0123456789abcdef0123456789abcdef",
    automaticRestarts: 1,
    stopTimeoutMs: 330_000,
    restartDelayMs: 5_000,
    restartPolicy: "always",
    enabled: true,
  },
  boot: {
    bootId: "fb29031b-590e-434b-a8c2-7feee21c9e1b",
    pid: 24448,
    startedAt: 1_763_629_297_000,
    completedAt: null,
    outcome: null,
    reason: null,
    startupReason: null,
  },
};

const common = {
  schema: "gatetop-journal/1",
  id: "3f9a2c",
  at: 1_763_629_304_400,
  operator: { user: "ana", uid: 1000, peer: "100.64.0.7", pid: 4711 },
  target: { url: "ws://127.0.0.1:19140", name: "prod-vps", local: true, version: "2026.9.6" },
  request: { action: "restart", aim: "force", drainBudgetMs: 3_000 },
} as const;

export const began: Extract<JournalEntry, { readonly entry: "began" }> = { ...common, entry: "began", by: "command", before: evidence };
export const left: Extract<JournalEntry, { readonly entry: "left" }> = {
  ...common,
  entry: "left",
  why: "the terminal was closed",
  milestones: [{ name: "accepted", ms: 25, detail: "deferred" }],
};
export const ended: JournalEntry = {
  ...common,
  entry: "ended",
  verdict: {
    kind: "proved-in-process",
    sentence: "restarted",
    facts: [{ fact: "bootId", before: "fb29031b", after: "ce11c64b", says: "changed" }],
    attribution: "ours",
    accepted: "scheduled",
    downMs: 3_840,
    readyMs: 3_934,
    suppressed: ["telegram"],
  },
  outcome: {
    kind: "channel",
    done: true,
    sentence: "telegram/poll was started: the gateway is starting it",
    outcome: {
      verb: "start",
      channel: "telegram",
      account: "poll",
      stopped: null,
      started: true,
      start: { status: "handed-off", reason: "none" },
      lifecycle: "starting",
    },
  },
  after: evidence,
  milestones: [{ name: "closed", ms: 65, detail: "1012" }],
  tookMs: 3_950,
};

const token = "Kf3aX9-pQ7_zL2mN8bV5cR1tY6uW0eS4dG7hJ3kP9qA";

/** Name, the secret, and the text it comes in. The first is known to be one, and looks like nothing. */
export const canaries = [
  ["a token we know", "correct horse", "said correct horse to it"],
  ["a device token", token, `the device was given ${token} just now`],
  ["a bearer header", "abc123", "Authorization: Bearer abc123"],
  ["a password in a query", "hunter2", "ws://127.0.0.1:18789/?password=hunter2&x=1"],
  ["a token in JSON", "tok-5521", '{"gatewayToken": "tok-5521"}'],
  ["a password in an address", "hunter2", "wss://ana:hunter2@gateway.ts.net"],
  [
    "a bot's token",
    "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1",
    "https://api.telegram.org/bot110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1/getMe",
  ],
  ["a secret behind an escape sequence", token, `\u001b[31m${token}\u001b[0m`],
] as const;
