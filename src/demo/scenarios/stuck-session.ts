import type { Scenario } from "../scenario.ts";
import { base } from "./base.ts";
import { spans, turns, who } from "./sessions.ts";

const stuckSinceMs = -372_000;

export const stuckSession: Scenario = {
  ...base,
  name: "stuck-session",
  summary: "a model call has given nothing back for 6m12s; lane main is full and three runs wait behind it",
  laneLimits: { ...base.laneLimits, main: 2 },
  sessions: [
    spans(
      who.lin,
      { createdAt: stuckSinceMs - 900_000, startedAt: stuckSinceMs - 899_900, endedAt: stuckSinceMs - 880_000 },
      { createdAt: stuckSinceMs - 90, startedAt: stuckSinceMs, endedAt: null, silent: true },
      { createdAt: -41_000, startedAt: null, endedAt: null },
    ),
    spans(who.research, { createdAt: -1_020_150, startedAt: -1_020_000, endedAt: null }),
    spans(
      who.main,
      { createdAt: -640_000, startedAt: -639_900, endedAt: -612_000 },
      { createdAt: -318_000, startedAt: null, endedAt: null },
    ),
    spans(
      who.support,
      { createdAt: -800_000, startedAt: -799_900, endedAt: -781_000 },
      { createdAt: -127_000, startedAt: null, endedAt: null },
    ),
    spans(who.ops, { createdAt: -700_000, startedAt: -699_900, endedAt: -689_000 }, { createdAt: -58_000, startedAt: null, endedAt: null }),
    turns(who.digest, 60_000, 19_000, -930_000),
  ],
  detectors: [
    {
      type: "session.long_running",
      fromMs: stuckSinceMs + 139_000,
      untilMs: stuckSinceMs + 355_000,
      reason: "active_model_call_without_progress",
      workSinceMs: stuckSinceMs,
      queueDepth: 0,
    },
    {
      type: "session.stalled",
      fromMs: stuckSinceMs + 364_000,
      untilMs: null,
      reason: "active_work_without_progress",
      workSinceMs: stuckSinceMs,
      queueDepth: 3,
    },
  ],
};
