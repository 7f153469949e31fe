// What a restart is previewed from, for a healthy gateway under systemd.
import type { RestartFacts } from "../../../src/actions/run/restart-facts.ts";
import { noEvidence } from "../../../src/data/restart/evidence.ts";
import type { SupervisorFacts } from "../../../src/data/restart/supervisor.ts";
import { hello, openLink, START } from "../../support/scene.ts";

export const unit = (over: Partial<SupervisorFacts> = {}): SupervisorFacts => ({
  kind: "systemd-user",
  unit: "openclaw-gateway.service",
  loadState: "loaded",
  activeState: "active",
  subState: "running",
  result: "success",
  mainPid: 12,
  invocationId: "0123456789abcdef0123456789abcdef",
  automaticRestarts: 0,
  stopTimeoutMs: 330_000,
  restartDelayMs: 5_000,
  restartPolicy: "always",
  enabled: true,
  ...over,
});

const knowing = { ...hello, methods: ["gateway.restart.request"], capabilities: ["gateway-restart-target-safe-v1"] };

export const facts = (over: Partial<RestartFacts> = {}): RestartFacts => ({
  at: START,
  local: true,
  profile: null,
  link: openLink(START, knowing),
  hello: knowing,
  version: "2026.9.6",
  evidence: {
    ...noEvidence(START),
    process: { pid: 12, startTicks: 500, state: "S", evidence: "lock file", ownsPort: true },
    lock: { path: "/l", pid: 12, startTicks: 500, ownerId: "owner-1", createdAt: 1, port: 18_789 },
  },
  work: { known: true, at: START, total: 0, blockers: [] },
  signal: { send: true, signal: "SIGUSR2", pid: 12, startTicks: 500, why: "" },
  supervisor: { found: true, facts: unit(), problems: [] },
  boots: [],
  frozen: "no",
  end: null,
  canRun: false,
  ...over,
});
