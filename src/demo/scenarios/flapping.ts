import type { Scenario } from "../scenario.ts";
import { disabled, flapping, healthy } from "./accounts.ts";
import { base, places } from "./base.ts";

const sinceMs = -265_000;

export const flappingChannel: Scenario = {
  ...base,
  name: "flapping",
  summary: "irc/default finds its server and loses it again, each time for longer: told once, as flapping",
  accounts: [
    healthy(places.hook),
    healthy(places.poll),
    healthy(places.support),
    disabled(places.off),
    flapping(places.irc, sinceMs, "read ECONNRESET irc.example.net:6697"),
  ],
};
