// What gatetop did here, from its own journal: the lines of one action put together, and how it ended in words.
import type { JournalEntry } from "../../action/journal.ts";
import type { ActionRequest } from "../../action/request.ts";
import type { Mark } from "../../select/cell.ts";
import { verdictFace } from "../../select/proof.ts";
import { duration } from "../../units.ts";

/** `first` and `last` are the same entry while no end is known. */
export type OwnAction = { readonly key: string; readonly first: JournalEntry; readonly last: JournalEntry };

/** restart graceful · stop telegram/poll · abort agent:main:main */
export function requestWords(request: ActionRequest): string {
  switch (request.action) {
    case "restart":
      return request.aim === "resume" ? "resume" : `restart ${request.aim}`;
    case "channel":
      return `${request.verb} ${request.channel}/${request.account}`;
    case "abort":
      return `abort ${request.sessionKey}`;
  }
}

export type ActionEnding = { readonly mark: Mark; readonly text: string; readonly tookMs: number | null };

export function endingOf({ last }: OwnAction): ActionEnding {
  if (last.entry === "began") return { mark: "warn", text: "no end is known: it is under way, or gatetop was killed", tookMs: null };
  if (last.entry === "left") {
    const reached = last.milestones.at(-1);
    const after = reached === undefined ? "" : `; last seen: ${reached.name}, after ${duration(reached.ms)}`;
    return { mark: "warn", text: `left before the verdict: ${last.why}${after}`, tookMs: null };
  }
  const { verdict, outcome, tookMs } = last;
  if (verdict !== null) return { mark: verdictFace(verdict).mark, text: verdict.sentence, tookMs };
  if (outcome !== null) return { mark: outcome.done ? "ok" : "bad", text: outcome.sentence, tookMs };
  return { mark: "warn", text: "it ended without a verdict", tookMs };
}

/** `ana from 10.0.0.7` */
export const operatorWords = ({ first: { operator } }: OwnAction): string =>
  operator.peer === null ? operator.user : `${operator.user} from ${operator.peer}`;

/** In the order of their first entries. Two entries are one action when they have its id; a second beginning is another that drew the same. */
export function ownActions(entries: readonly JournalEntry[]): readonly OwnAction[] {
  const kept: OwnAction[] = [];
  const places = new Map<string, number>();
  for (const entry of entries) {
    const place = entry.entry === "began" ? undefined : places.get(entry.id);
    const before = place === undefined ? undefined : kept[place];
    if (place === undefined || before === undefined) {
      places.set(entry.id, kept.length);
      kept.push({ key: `j:${entry.id}:${entry.at}`, first: entry, last: entry });
    } else kept[place] = { ...before, last: entry };
  }
  return kept;
}
