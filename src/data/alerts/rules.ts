// Every rule, in the order problems of one severity and age are listed.
import type { Rule } from "./alert.ts";
import { channelRules } from "./channel-rules.ts";
import { channelWatchRules } from "./channel-watch-rules.ts";
import { configRules } from "./config-rules.ts";
import { loadRules } from "./load-rules.ts";
import { logRules } from "./log-rules.ts";
import { messageRules } from "./message-rules.ts";
import { queueRules } from "./queue-rules.ts";
import { reachRules } from "./reach-rules.ts";
import { readyRules } from "./ready-rules.ts";
import { runRules } from "./run-rules.ts";
import { sessionRules } from "./session-rules.ts";
import { trendRules } from "./trend-rules.ts";
import { upkeepRules } from "./upkeep-rules.ts";

export const rules: readonly Rule[] = [
  ...reachRules,
  ...readyRules,
  ...channelRules,
  ...channelWatchRules,
  ...sessionRules,
  ...queueRules,
  ...runRules,
  ...messageRules,
  ...loadRules,
  ...trendRules,
  ...configRules,
  ...upkeepRules,
  ...logRules,
];

export const ruleById = (id: string): Rule | undefined => rules.find((rule) => rule.id === id);
