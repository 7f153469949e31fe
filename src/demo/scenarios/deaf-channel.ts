import type { Scenario } from "../scenario.ts";
import { deaf, disabled, healthy } from "./accounts.ts";
import { base, places } from "./base.ts";
import { turns, who } from "./sessions.ts";

/** Its long poll hangs. */
const pollSinceMs = -11 * 60_000;
/** Its server answers pings and takes no message. */
const ircSinceMs = -26 * 60_000;

export const deafChannel: Scenario = {
  ...base,
  name: "deaf-channel",
  summary: "telegram/poll and irc/default call themselves ready and hear nothing: press p on one of them",
  accounts: [
    healthy(places.hook),
    deaf(places.poll, pollSinceMs),
    healthy(places.support),
    disabled(places.off),
    deaf(places.irc, ircSinceMs),
  ],
  sessions: [
    turns(who.main, 34_000, 14_000, -900_000),
    turns(who.support, 43_000, 9_000, -895_000),
    turns(who.digest, 120_000, 21_000, -930_000),
    turns({ ...who.lin, via: null }, 3_600_000, 12_000, -4_400_000),
    turns({ ...who.ops, via: null }, 90_000, 19_000, -880_000),
  ],
  // The answers of #ops go nowhere.
  records: [
    {
      fromMs: ircSinceMs,
      untilMs: null,
      everyMs: 90_000,
      record: { type: "message.delivery.started", channel: "irc", deliveryKind: "other" },
    },
    {
      fromMs: ircSinceMs + 15_000,
      untilMs: null,
      everyMs: 90_000,
      record: {
        type: "message.delivery.error",
        channel: "irc",
        deliveryKind: "other",
        durationMs: 15_000,
        outcome: "error",
        reason: "timeout",
      },
    },
  ],
};
