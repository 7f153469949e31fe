import type { Scenario } from "../scenario.ts";
import { base } from "./base.ts";
import { spans, turns, who } from "./sessions.ts";

export const queueWait: Scenario = {
  ...base,
  name: "queue-wait",
  summary: "two long runs, both at work, hold every slot: nothing is stuck, and what waits behind them has waited for minutes",
  laneLimits: { ...base.laneLimits, main: 2 },
  sessions: [
    spans(who.research, { createdAt: -700_150, startedAt: -700_000, endedAt: null }),
    spans(
      who.lin,
      { createdAt: -900_000, startedAt: -899_900, endedAt: -880_000 },
      { createdAt: -520_090, startedAt: -520_000, endedAt: null },
    ),
    spans(
      who.main,
      { createdAt: -640_000, startedAt: -639_900, endedAt: -612_000 },
      { createdAt: -334_000, startedAt: null, endedAt: null },
    ),
    spans(
      who.support,
      { createdAt: -800_000, startedAt: -799_900, endedAt: -781_000 },
      { createdAt: -182_000, startedAt: null, endedAt: null },
    ),
    spans(who.ops, { createdAt: -700_000, startedAt: -699_900, endedAt: -689_000 }, { createdAt: -64_000, startedAt: null, endedAt: null }),
    turns(who.digest, 120_000, 21_000, -930_000),
  ],
};
