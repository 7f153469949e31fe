// The journal for people: who did what to which gateway, and below it how it ended. Oldest first.
import type { JournalEntry } from "../../data/action/journal.ts";
import { endingOf, operatorWords, ownActions, requestWords } from "../../data/late/audit/own-actions.ts";
import { cell, toneOf } from "../../data/select/cell.ts";
import { duration } from "../../data/units.ts";
import { marks } from "../../ui/theme.ts";
import type { Row } from "./paper.ts";

const two = (value: number): string => String(value).padStart(2, "0");

/** 2026-11-20 14:03:22, in the time zone of whoever reads it. */
function clockOf(at: number): string {
  const date = new Date(at);
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

export function journalRows(entries: readonly JournalEntry[]): readonly Row[] {
  return ownActions(entries).flatMap((action): readonly Row[] => {
    const { first, last } = action;
    const version = first.target.version ?? last.target.version;
    const { mark, text, tookMs } = endingOf(action);
    const took = tookMs === null ? "" : ` (took ${duration(tookMs)})`;
    return [
      [
        cell(`${clockOf(first.at)}  `, "dim"),
        cell(requestWords(first.request), "strong"),
        cell(`  ${first.target.name}${version === null ? "" : ` ${version}`}  by ${operatorWords(action)}`),
        cell(`  ${first.id}`, "dim"),
      ],
      [cell(`  ${marks[mark]} `, toneOf[mark]), cell(`${text}${took}`)],
    ];
  });
}
