// Problems worth a frame: many of one cause, one that comes and goes, some that somebody has seen to.
import type { Mute } from "../../src/data/alerts/mute.ts";
import type { Event } from "../../src/data/events.ts";
import type { ChannelAccount } from "../../src/data/model/channels.ts";
import type { State } from "../../src/data/state.ts";
import { logged } from "../data/alerts/cases/given.ts";
import * as s from "../support/scene.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const board = (at: number, ...accounts: readonly Partial<ChannelAccount>[]): Event =>
  s.sampled("channels", { accounts: accounts.map(s.account), issues: [], partial: false }, at);

/** Everything well each second, with what `more` brings at that second. */
const watched = (seconds: number, more: (second: number, at: number) => readonly Event[]): readonly Event[] =>
  Array.from({ length: seconds + 1 }, (_, second) => {
    const at = s.START + second * SECOND;
    const look = second % 2 === 0 ? s.well(at).filter((event) => event.type === "sampled" && event.source !== "channels") : [];
    return [...look, { type: "round-trip", at, ms: 3 } as const, ...more(second, at), s.clock(at)];
  }).flat();

const names = ["alpha", "bravo", "客服", "delta", "echo", "foxtrot", "golf", "🦞-lab", "india", "juliett", "kilo", "lima"];
const irc = names.map((account, n) => ({
  channel: "irc",
  account,
  lifecycle: "recovering",
  reconnectAttempts: 3 + (n % 2),
  lastError: `connect ECONNREFUSED 127.0.0.1:${6_667 + n}`,
}));
const blocked = { account: "poll", lifecycle: "blocked", running: false, lastError: "Unauthorized (401)" };
const update: Event = s.pushed(
  [{ push: "update", update: { current: "2026.9.6", latest: "2026.9.7", channel: "stable" } }],
  s.START + SECOND,
);

const attempts = (at: number): Event => {
  const notes = [1, 2, 3].map((n) => ({
    at: s.START + (60 - n * 11) * SECOND,
    of: "retry" as const,
    account: "irc/alpha",
    attempt: 4 - n,
    attempts: 10,
    inMs: 11 * SECOND,
  }));
  return { ...logged(...notes), at } as Event;
};

const storm = watched(100, (second, at) => [
  ...(second % 2 === 0 ? [board(at, blocked, ...irc)] : []),
  ...(second === 1 ? [update] : []),
  ...(second % 10 === 0 ? [attempts(at)] : []),
]);

const mute = (given: Partial<Mute>): Mute => ({
  id: "abcdef",
  kind: "ack",
  key: "channel-blocked/telegram/poll",
  since: s.START,
  until: null,
  by: "ana",
  reason: null,
  ...given,
});
const muted = (...mutes: readonly Mute[]): readonly Event[] => [...storm, { type: "mutes", at: s.START + 100 * SECOND, mutes }];

const events: Readonly<Record<string, readonly Event[]>> = {
  storm,
  flapping: watched(300, (second, at) => [board(at, { account: "poll", connected: second % 40 > 19 })]),
  seen: muted(mute({})),
  maintenance: muted(mute({ kind: "maintenance", key: null, until: s.START + 41 * MINUTE, reason: "disk swap" })),
};

export const problemNames = Object.keys(events);

const made = new Map<string, State>();

export function problemMoment(name: string): State {
  const state = made.get(name) ?? s.scene(...(s.well() satisfies readonly Event[]), ...(events[name] ?? []));
  made.set(name, state);
  return state;
}
