// What the journal tells of restarts of this gateway: those that were proved, and requests whose end nobody here saw.
import type { JournalEntry } from "../action/journal.ts";
import type { Told } from "./count.ts";
import type { RestartCause } from "./counters.ts";
import { BEYOND_MS, DEFERRAL_MS } from "./deadlines.ts";
import type { ProofKind } from "./proof.ts";
import type { Milestone, RunAim } from "./run.ts";

type Ended = Extract<JournalEntry, { readonly entry: "ended" }>;

const goneIn = (milestones: readonly Milestone[]): number | null =>
  milestones.find(({ name }) => name === "port down" || name === "closed")?.ms ?? null;

function proved(entry: Ended): Told {
  const began = entry.at - entry.tookMs;
  const at = began + (goneIn(entry.milestones) ?? 0);
  const bootId = entry.after?.link?.bootId ?? null;
  return { at, earliest: at, latest: entry.at, bootId, cause: "asked by gatetop", from: "journal", reason: `gatetop ${entry.id}` };
}

const provedKinds: ReadonlySet<ProofKind> = new Set(["proved-in-process", "proved-new-process"]);
/** The command's patience ended before the restart did: the gateway goes on without us. */
const openKinds: ReadonlySet<ProofKind> = new Set(["still-deferred", "still-draining", "unproved"]);

const planned: readonly RestartCause[] = ["asked by somebody", "in-process, cause unknown", "new process, cause unknown"];

/** How a boot looks to the other witnesses when this was what began it; none: it was not asked to come back. */
const looksLike: Readonly<Partial<Record<RunAim, readonly RestartCause[]>>> = {
  graceful: planned,
  signal: planned,
  force: planned,
  service: [...planned, "service"],
  kill: [...planned, "service", "crash"],
  "clean-up": [...planned, "service", "crash"],
};

/** `end` null: it has none in the journal, because gatetop left or is still watching. */
function pending(entry: JournalEntry, end: Ended | null): Told | null {
  const { request } = entry;
  const explains = request.action === "restart" ? looksLike[request.aim] : undefined;
  if (explains === undefined) return null;
  if (end !== null && (end.verdict === null || !openKinds.has(end.verdict.kind))) return null;
  // Of an entry that was moved away with an older file only the end is left.
  const at = entry.entry === "ended" ? entry.at - entry.tookMs : entry.at;
  const latest = at + DEFERRAL_MS + BEYOND_MS;
  const reason = `gatetop ${entry.id}`;
  return { at, earliest: at, latest, bootId: null, cause: "asked by gatetop", from: "journal", reason, explains };
}

/** By any gatetop of this user. `explains`: requests that count only with a boot that another source tells of. */
export function restartsInJournal(entries: readonly JournalEntry[], url: string): readonly Told[] {
  const ours = entries.filter(({ target }) => target.url === url);
  const ends = new Map(ours.flatMap((entry) => (entry.entry === "ended" ? [[entry.id, entry] as const] : [])));
  const first = new Map(ours.toReversed().map((entry) => [entry.id, entry]));
  const kind = (entry: Ended) => entry.verdict?.kind ?? null;
  return [...first.values()].toReversed().flatMap((entry) => {
    const end = ends.get(entry.id) ?? null;
    const verdict = end === null ? null : kind(end);
    if (end !== null && verdict !== null && provedKinds.has(verdict)) return [proved(end)];
    const open = pending(entry, end);
    return open === null ? [] : [open];
  });
}
