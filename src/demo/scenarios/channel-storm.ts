import type { Scenario } from "../scenario.ts";
import { healthy, recovering } from "./accounts.ts";
import { base, places } from "./base.ts";
import { turns, who } from "./sessions.ts";

const sinceMs = -190_000;
const teams = Array.from({ length: 20 }, (_, nth) => `team-${String(nth + 1).padStart(2, "0")}`);

export const channelStorm: Scenario = {
  ...base,
  name: "channel-storm",
  summary: "one IRC server is gone and twenty accounts with it: one cause, one line, enter lists them",
  accounts: [
    healthy(places.hook),
    healthy(places.poll),
    healthy(places.support),
    ...teams.map((account, nth) =>
      recovering({ channel: "irc", account, mode: null }, sinceMs + nth * 110, "connect ECONNREFUSED irc.example.net:6697"),
    ),
  ],
  sessions: [
    turns(who.main, 34_000, 14_000, -900_000),
    turns(who.lin, 71_000, 18_000, -910_000),
    turns(who.support, 43_000, 9_000, -895_000),
    turns(who.digest, 120_000, 21_000, -930_000),
  ],
};
