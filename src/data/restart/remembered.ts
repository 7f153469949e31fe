// What a run keeps of all it has seen: everything that happens once, and of what repeats the first and the newest of each row.
import type { Observation, Seen } from "./observation.ts";

const KEPT = 500;

/** What is looked at again and again; anything else is an event and is never dropped. */
const repeats: ReadonlySet<Seen["kind"]> = new Set(["port", "http", "process", "lock", "unit", "work", "channel", "draining", "boot"]);

/** Equal keys: the same look. */
const look = (seen: Seen): string =>
  seen.kind === "http"
    ? `http ${seen.path}`
    : seen.kind === "channel"
      ? `channel ${seen.account}`
      : seen.kind === "boot"
        ? `boot ${seen.boot.bootId}`
        : seen.kind;

/** Equal texts: the same answer. Uptimes grow with every look. */
const answer = (seen: Seen): string => JSON.stringify(seen.kind === "http" ? { ...seen, uptimeMs: seen.uptimeMs === null } : seen);

/** Positions of the last two observations of this look, newest first. */
function lastTwo(kept: readonly Observation[], key: string): readonly number[] {
  const found: number[] = [];
  for (let i = kept.length - 1; i >= 0 && found.length < 2; i -= 1) {
    const observation = kept[i];
    if (observation !== undefined && look(observation.seen) === key) found.push(i);
  }
  return found;
}

export function remembered(kept: readonly Observation[], observation: Observation): readonly Observation[] {
  const { seen } = observation;
  if (seen.kind === "clock") return kept;
  if (!repeats.has(seen.kind)) return [...kept, observation];
  const said = answer(seen);
  const [newest, before] = lastTwo(kept, look(seen));
  const same = (i: number | undefined): boolean => i !== undefined && answer(kept[i]?.seen ?? seen) === said;
  // The first of a row stays where it is, the newest takes the place of the one before.
  const thinned = same(newest) && same(before) ? kept.filter((_, i) => i !== newest) : kept;
  const all = [...thinned, observation];
  if (all.length <= KEPT) return all;
  const oldest = all.findIndex((old) => repeats.has(old.seen.kind));
  return all.filter((_, i) => i !== oldest);
}
