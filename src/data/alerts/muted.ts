// Which problems a person asked not to be told of, now. The mutes themselves are in their file; here they are only read.
import type { Mute, MuteRequest } from "./mute.ts";
import type { State } from "../state.ts";

/**
 * What ends with the problem ends by itself after a week: nobody may have been watching when the problem went, and years later it
 * would be silent.
 */
const LONGEST_MS = 7 * 86_400_000;
/** What was found wrong this soon after gatetop began was wrong before. */
const FIRST_LOOKS_MS = 60_000;

/** Epoch ms. */
export const endOf = ({ since, until }: Mute): number => until ?? since + LONGEST_MS;

/** Those that have not ended by their time. */
export const liveMutes = (mutes: readonly Mute[], now: number): readonly Mute[] => mutes.filter((mute) => endOf(mute) > now);

/** Ends with its problem; a snooze for some time does not. */
const endsWithProblem = ({ kind, until }: Mute): boolean => kind !== "maintenance" && until === null;

type Judged = Pick<State, "mutes" | "alerts" | "now" | "startedAt">;

/** The problem it was said of was over, and this one, of the same name, is another. */
function isOfEarlier(mute: Mute, { alerts, startedAt }: Judged): boolean {
  const alert = mute.key === null ? undefined : alerts.get(mute.key);
  if (alert === undefined || !endsWithProblem(mute)) return false;
  return alert.since > mute.since && alert.since > startedAt + FIRST_LOOKS_MS;
}

/** The mute of one alert (`alertKey`): its own before the maintenance window, the newest first; null: people are told of it. */
export function muteFor(state: Judged, key: string): Mute | null {
  const live = liveMutes(state.mutes, state.now);
  const own = live.findLast((mute) => mute.kind !== "maintenance" && mute.key === key && !isOfEarlier(mute, state));
  return own ?? maintenance(state);
}

/** The window that is open; null: none is. */
export function maintenance({ mutes, now }: Pick<State, "mutes" | "now">): Mute | null {
  return liveMutes(mutes, now).findLast(({ kind }) => kind === "maintenance") ?? null;
}

/** What is to be taken out of the file now that `after` follows `before`: mutes whose problem was seen to end, or to begin anew. */
export function liftedBetween(before: Judged, after: Judged): readonly MuteRequest[] {
  if (before.alerts === after.alerts || after.mutes.length === 0) return [];
  const over = after.mutes.filter((mute) => {
    if (mute.key === null || !endsWithProblem(mute)) return false;
    const [was, is] = [before, after].map(({ alerts }) => alerts.get(mute.key ?? "")?.raised === true);
    return (was === true && is === false) || (is === true && isOfEarlier(mute, after));
  });
  return over.map(({ key }) => ({ ask: "lift", key }));
}
