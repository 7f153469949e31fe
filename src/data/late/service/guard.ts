// What the guard's own file says of it: whether it watches, what it counts, what it did and what it will do.
import type { Mark } from "../../select/cell.ts";
import type { GuardState } from "../../service/guard-state.ts";
import type { State } from "../../state.ts";
import { age, timeOfDay } from "../../units.ts";
import type { ServiceLine } from "./row.ts";

/** Three looks left out; one that is run by a timer looks once a minute, whatever its interval. */
const BY_TIMER_MS = 90_000;

/** What was only said, or is not known to have helped, has none. */
const outcomeMark = (proved: boolean | null): Mark => (proved === null ? "none" : proved ? "ok" : "warn");

function standing({ at, intervalMs, acts, strikes, strikesNeeded, gaveUpAt }: GuardState, now: number): ServiceLine {
  const name = "guard";
  if (now - at > Math.max(3 * intervalMs, BY_TIMER_MS)) return { name, words: `none watches for ${age(now - at)}`, mark: "warn" };
  if (gaveUpAt !== null) return { name, words: `gave up ${age(now - gaveUpAt)} ago`, mark: "bad", tone: "bad" };
  const words = `${acts ? "acts" : "only tells"} · ${strikes} of ${strikesNeeded} strikes`;
  return { name, words, mark: strikes > 0 ? "warn" : "ok" };
}

/** None where no guard ever watched. */
export function guardLines({ late: { guard }, now }: Pick<State, "late" | "now">): readonly ServiceLine[] {
  if (guard === null) return [];
  const { lastAction, backoffUntil, nextRestartAt, maintenanceUntil } = guard;
  const lines: ServiceLine[] = [standing(guard, now)];
  if (maintenanceUntil !== null && maintenanceUntil > now)
    lines.push({ name: "held", words: `maintenance until ${timeOfDay(maintenanceUntil)}`, mark: "off" });
  if (lastAction !== null) {
    const { at, words, proved } = lastAction;
    lines.push({ name: "last action", words: `${age(now - at)} ago: ${words}`, mark: outcomeMark(proved) });
  }
  if (backoffUntil !== null && backoffUntil > now)
    lines.push({ name: "back-off", words: `${age(backoffUntil - now)} more`, mark: "partial" });
  if (nextRestartAt !== null)
    lines.push({ name: "next restart", words: timeOfDay(nextRestartAt), tone: "dim", note: `in ${age(Math.max(0, nextRestartAt - now))}` });
  return lines;
}
