import type { Phase, Scenario } from "../scenario.ts";
import { base, up } from "./base.ts";
import { spans, turns, who } from "./sessions.ts";

const drainMs = 4_000;
const preparedMs = 20_000;
const shutdownMs = 22_000;
const downMs = shutdownMs + 100;
const startingMs = downMs + 2_200;
const readyMs = startingMs + 1_400;
/** In the same process, with a lock file of its own. */
const again: Phase = { ...up, boot: 1, onHost: { ...up.onHost, lockOf: 1 } };

export const restartDrain: Scenario = {
  ...base,
  name: "restart-drain",
  summary: "a deferred restart: work drains, the gateway says goodbye, is gone for two seconds and comes back with a new boot",
  showAtMs: 12_000,
  phases: [
    up,
    { ...up, fromMs: drainMs, phase: "draining", suspension: "draining" },
    { ...up, fromMs: preparedMs, phase: "draining", suspension: "prepared" },
    { ...up, fromMs: downMs, phase: "down" },
    { ...again, fromMs: startingMs, phase: "starting" },
    { ...again, fromMs: readyMs },
  ],
  announcements: [
    { atMs: drainMs, event: "gateway.suspension", payload: { phase: "preparing" } },
    { atMs: drainMs + 1, event: "gateway.suspension", payload: { phase: "draining" } },
    { atMs: preparedMs, event: "gateway.suspension", payload: { phase: "prepared" } },
    { atMs: shutdownMs, event: "shutdown", payload: { reason: "gateway restarting", restartExpectedMs: 1500 } },
  ],
  sessions: [
    spans(who.research, { createdAt: -94_150, startedAt: -94_000, endedAt: preparedMs - 200 }),
    spans(
      who.main,
      { createdAt: -610_000, startedAt: -609_900, endedAt: -588_000 },
      { createdAt: -9_100, startedAt: -9_000, endedAt: 11_500 },
      { createdAt: 31_000, startedAt: 31_080, endedAt: 44_000 },
    ),
    // Quiet while the gateway refuses work: the next turns come after the restart.
    turns(who.support, 600_000, 9_000, -570_000),
    turns(who.ops, 900_000, 12_000, -860_000),
    turns(who.lin, 700_000, 12_000, -650_000),
  ],
};
