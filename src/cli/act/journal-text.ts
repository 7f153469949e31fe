// The journal for people: who did what to which gateway, and below it how it ended. Oldest first.
import type { JournalEntry } from "../../data/action/journal.ts";
import type { ActionRequest } from "../../data/action/request.ts";
import { cell, toneOf, type Mark } from "../../data/select/cell.ts";
import { duration } from "../../data/units.ts";
import { marks } from "../../ui/theme.ts";
import { verdictFace } from "../../data/select/proof.ts";
import type { Row } from "./paper.ts";

const two = (value: number): string => String(value).padStart(2, "0");

/** 2026-11-20 14:03:22, in the time zone of whoever reads it. */
function clockOf(at: number): string {
  const date = new Date(at);
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** restart graceful · stop telegram/poll · abort agent:main:main */
function requestWords(request: ActionRequest): string {
  switch (request.action) {
    case "restart":
      return request.aim === "resume" ? "resume" : `restart ${request.aim}`;
    case "channel":
      return `${request.verb} ${request.channel}/${request.account}`;
    case "abort":
      return `abort ${request.sessionKey}`;
  }
}

function ending(last: JournalEntry): { readonly mark: Mark; readonly text: string; readonly tookMs: number | null } {
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

type Kept = { readonly first: JournalEntry; readonly last: JournalEntry };

/** Two lines of the file are one action when they have its id; a second beginning is another action that drew the same. */
function actionsIn(entries: readonly JournalEntry[]): readonly Kept[] {
  const kept: Kept[] = [];
  const places = new Map<string, number>();
  for (const entry of entries) {
    const place = entry.entry === "began" ? undefined : places.get(entry.id);
    if (place === undefined) {
      places.set(entry.id, kept.length);
      kept.push({ first: entry, last: entry });
    } else kept[place] = { first: kept[place]?.first ?? entry, last: entry };
  }
  return kept;
}

export function journalRows(entries: readonly JournalEntry[]): readonly Row[] {
  return actionsIn(entries).flatMap(({ first, last }): readonly Row[] => {
    const { operator, target } = first;
    const who = operator.peer === null ? operator.user : `${operator.user} from ${operator.peer}`;
    const version = target.version ?? last.target.version;
    const { mark, text, tookMs } = ending(last);
    const took = tookMs === null ? "" : ` (took ${duration(tookMs)})`;
    return [
      [
        cell(`${clockOf(first.at)}  `, "dim"),
        cell(requestWords(first.request), "strong"),
        cell(`  ${target.name}${version === null ? "" : ` ${version}`}  by ${who}`),
        cell(`  ${first.id}`, "dim"),
      ],
      [cell(`  ${marks[mark]} `, toneOf[mark]), cell(`${text}${took}`)],
    ];
  });
}
