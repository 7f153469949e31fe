import type { Scenario } from "../scenario.ts";
import { deaf, disabled, healthy } from "./accounts.ts";
import { base, places } from "./base.ts";
import { turns, who } from "./sessions.ts";

const sinceMs = -480_000;

export const webhookLost: Scenario = {
  ...base,
  name: "webhook-lost",
  summary: "the secret of a webhook was changed on one side: what arrives is received and never processed, and no error says so",
  accounts: [deaf(places.hook, sinceMs), healthy(places.poll), healthy(places.support), disabled(places.off), healthy(places.irc)],
  sessions: [
    turns({ ...who.main, via: null }, 3_600_000, 12_000, -4_400_000),
    turns(who.ops, 52_000, 19_000, -880_000),
    turns(who.lin, 71_000, 18_000, -910_000),
    turns(who.support, 43_000, 9_000, -895_000),
    turns(who.digest, 120_000, 21_000, -930_000),
  ],
  records: [{ fromMs: sinceMs, untilMs: null, everyMs: 34_000, record: { type: "webhook.received", channel: "telegram" } }],
};
