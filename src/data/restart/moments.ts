// When things happened in a run, read from its milestones, and on which clock.
import type { Observation, Seen } from "./observation.ts";
import type { MilestoneName, RestartRun } from "./run.ts";

/** A serving uptime is read some milliseconds after it was true; less than this is the same boot. */
const TOLERANCE_MS = 250;

export const momentOf = (run: RestartRun, name: MilestoneName): number | null =>
  run.milestones.find((milestone) => milestone.name === name)?.ms ?? null;

export const reached = (run: RestartRun, name: MilestoneName): boolean => momentOf(run, name) !== null;

const earliest = (...moments: readonly (number | null)[]): number | null => {
  const known = moments.filter((ms) => ms !== null);
  return known.length === 0 ? null : Math.min(...known);
};

/** A close alone can be the network's doing; announced, or with the code a gateway gives when it goes, it is the gateway's. */
const closedByGateway = (run: RestartRun): number | null => {
  const closed = run.milestones.find(({ name }) => name === "closed");
  if (closed === undefined) return null;
  return reached(run, "shutdown announced") || reached(run, "draining") || closed.detail === "1012" ? closed.ms : null;
};

/** When the old boot was seen to go: its link closed by itself, or nothing listens any more. Null: not seen. */
export const goneMs = (run: RestartRun): number | null => earliest(closedByGateway(run), momentOf(run, "port down"));

type Http = Extract<Seen, { kind: "http" }>;

/** Epoch ms on the run's monotonic clock: a clock that is set meanwhile changes nothing. */
export const servingSinceOf = (run: RestartRun, { ms }: Observation, { uptimeMs }: Http): number | null =>
  uptimeMs === null ? null : run.at + ms - uptimeMs;

/** True: serving began after the request; false: before it; null: one side is not known. */
export function servesAnew(run: RestartRun, servingSince: number | null): boolean | null {
  if (servingSince === null) return null;
  const before = run.before.serving?.servingSince ?? null;
  if (before === null) return servingSince - run.at > TOLERANCE_MS;
  return servingSince > run.at && servingSince - before > TOLERANCE_MS;
}

/** The newest observation of one kind. */
export function lastSeen<K extends Seen["kind"]>(
  run: RestartRun,
  kind: K,
  when: (seen: Extract<Seen, { kind: K }>) => boolean = () => true,
): { readonly ms: number; readonly seen: Extract<Seen, { kind: K }> } | null {
  for (let i = run.seen.length - 1; i >= 0; i -= 1) {
    const observation = run.seen[i];
    if (observation?.seen.kind !== kind) continue;
    const seen = observation.seen as Extract<Seen, { kind: K }>;
    if (when(seen)) return { ms: observation.ms, seen };
  }
  return null;
}
