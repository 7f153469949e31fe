// What a person said about a problem, as another reads it.
import type { Mute, MuteRequest } from "../alerts/mute.ts";
import type { State } from "../state.ts";
import { duration, timeOfDay } from "../units.ts";
import { cut } from "./text.ts";

const MINUTE_MS = 60_000;

/** `acknowledged by ana`, `snoozed until 15:30`, `maintenance until 15:30: "disk swap"`. */
export function muteWords({ kind, until, by, reason }: Mute): string {
  switch (kind) {
    case "ack":
      return `acknowledged by ${by}`;
    case "snooze":
      return until === null ? "snoozed until it recovers" : `snoozed until ${timeOfDay(until)}`;
    case "maintenance":
      return `maintenance until ${timeOfDay(until ?? 0)}: "${reason ?? ""}"`;
  }
}

const counted = (count: number, words: string): readonly string[] => (count === 0 ? [] : [`${count} ${words}`]);

/** The verdict when nothing but muted problems is left: what for, and how many. Not empty. */
export function mutedSummary(mutes: readonly Mute[]): string {
  const [first] = mutes;
  const of = (kind: Mute["kind"]): readonly Mute[] => mutes.filter((mute) => mute.kind === kind);
  const alike = first !== undefined && mutes.every((mute) => muteWords(mute) === muteWords(first));
  const why = alike
    ? muteWords(first)
    : [
        ...counted(of("ack").length, "acknowledged"),
        ...counted(of("snooze").length, "snoozed"),
        ...counted(of("maintenance").length, "in maintenance"),
      ].join(", ");
  return `muted: ${mutes.length} problem${mutes.length === 1 ? "" : "s"} (${why})`;
}

/** In whole minutes, so that what stands beside it moves once a minute. */
const leftWords = (until: number, now: number): string => duration(Math.max(1, Math.ceil((until - now) / MINUTE_MS)) * MINUTE_MS);

/** `◌ maintenance 41m: disk swap`, `◌ 2 muted`; null: nobody asked for silence. On a small screen the shortest of it. */
export function headerWords(
  window: Mute | null,
  mutedProblems: number,
  { now, columns }: { readonly now: number; readonly columns: number },
): string | null {
  if (window === null) return mutedProblems === 0 ? null : `◌ ${mutedProblems} muted`;
  const left = leftWords(window.until ?? now, now);
  if (columns < 60) return `◌ mute ${left}`;
  return `◌ maintenance ${left}: ${cut(window.reason ?? "", columns < 100 ? 14 : 32)}`;
}

/** What a key has just done, in a note. */
export function askedWords(requests: readonly MuteRequest[], { now, readonly }: Pick<State, "now" | "readonly">): string {
  const [first] = requests;
  const kept = readonly === null ? "" : " · kept in gatetop's own state: nothing on the gateway is changed";
  const what = requests.length === 1 ? "" : ` ${requests.length} problems`;
  switch (first?.ask) {
    case undefined:
      return "";
    case "ack":
      return `acknowledged${what}: silent until it is over · a takes it back${kept}`;
    case "snooze":
      return `snoozed${what} ${first.forMs === null ? "until it is over" : `until ${timeOfDay(now + first.forMs)}`} · z takes it back${kept}`;
    case "maintenance":
      return `maintenance until ${timeOfDay(now + first.forMs)}: every problem is silent · m ends it${kept}`;
    case "lift":
      return first.key === null ? `maintenance is over${kept}` : `heard again${what}${kept}`;
  }
}
