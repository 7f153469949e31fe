import type { Scenario } from "../scenario.ts";
import { disabled, healthy, offline, recovering } from "./accounts.ts";
import { base, places } from "./base.ts";
import { turns, who } from "./sessions.ts";

const sinceMs = -160_000;

export const channelDown: Scenario = {
  ...base,
  name: "channel-down",
  summary: "telegram/poll runs but has been offline for minutes, irc looks for its server, the rest works",
  accounts: [
    healthy(places.hook),
    offline(places.poll, sinceMs, "getUpdates: connect ETIMEDOUT 149.154.167.220:443"),
    healthy(places.support),
    disabled(places.off),
    recovering(places.irc, -96_000, "connect ECONNREFUSED irc.example.net:6697"),
  ],
  // Nothing arrives through what is down.
  sessions: [
    turns(who.main, 26_000, 17_000, -900_000),
    turns(who.support, 31_000, 15_000, -895_000, 13),
    turns(who.digest, 90_000, 21_000, -930_000),
    turns({ ...who.lin, via: null }, 3_600_000, 12_000, -4_400_000),
    turns({ ...who.ops, via: null }, 3_600_000, 9_000, -4_100_000),
  ],
};
