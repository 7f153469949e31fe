// Every rule, in the order problems of one severity and age are listed.
import type { Rule } from "./alert.ts";
import { channelRules } from "./channel-rules.ts";
import { loadRules } from "./load-rules.ts";
import { reachRules } from "./reach-rules.ts";
import { workRules } from "./work-rules.ts";

export const rules: readonly Rule[] = [...reachRules, ...channelRules, ...workRules, ...loadRules];

export const ruleById = (id: string): Rule | undefined => rules.find((rule) => rule.id === id);
