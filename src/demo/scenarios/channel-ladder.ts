import type { Scenario } from "../scenario.ts";
import { healthy, recovering } from "./accounts.ts";
import { base, places } from "./base.ts";
import { turns, who } from "./sessions.ts";

/** Its sixth attempt was in vain, the seventh comes after its server is back. */
const sinceMs = -240_000;
const backMs = 60_000;
/** Long enough for the last of ten attempts. */
const gaveUpSinceMs = -1_640_000;

export const channelLadder: Scenario = {
  ...base,
  name: "channel-ladder",
  summary: "irc/default climbs the ladder of attempts and finds its server back, irc/backup has no attempt left",
  accounts: [
    healthy(places.hook),
    healthy(places.poll),
    healthy(places.support),
    recovering(places.irc, sinceMs, "connect ECONNREFUSED irc.example.net:6697", backMs),
    recovering({ channel: "irc", account: "backup", mode: null }, gaveUpSinceMs, "getaddrinfo ENOTFOUND irc.backup.example.net"),
  ],
  sessions: [
    turns(who.main, 34_000, 14_000, -900_000),
    turns(who.lin, 71_000, 18_000, -910_000),
    turns(who.support, 43_000, 9_000, -895_000),
    turns(who.digest, 120_000, 21_000, -930_000),
  ],
};
