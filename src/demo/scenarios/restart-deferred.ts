import type { Scenario } from "../scenario.ts";
import { base } from "./base.ts";
import { spans, turns, who } from "./sessions.ts";

const hungSinceMs = -48_000;

export const restartDeferred: Scenario = {
  ...base,
  name: "restart-deferred",
  summary: "press R: a model call that gives nothing back holds up the restart, for five minutes or until you force it",
  sessions: [
    spans(
      who.lin,
      { createdAt: hungSinceMs - 700_000, startedAt: hungSinceMs - 699_900, endedAt: hungSinceMs - 684_000 },
      { createdAt: hungSinceMs - 90, startedAt: hungSinceMs, endedAt: null, silent: true },
    ),
    // Seldom at work, so that the one run is what a restart waits for.
    turns(who.main, 600_000, 9_000, -420_000),
    turns(who.support, 700_000, 9_000, -570_000),
    turns(who.ops, 900_000, 12_000, -860_000),
    turns(who.digest, 800_000, 21_000, -700_000),
  ],
};
